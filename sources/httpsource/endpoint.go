package httpsource

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strconv"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/guthega/guthega/sources"
)

// endpoint answers requests during one Run.
type endpoint struct {
	soft    context.Context         // ends when the source is to take nothing new; lives as long as Run
	fail    context.CancelCauseFunc // ends soft with the reason that Run returns
	handler sources.Handler
	traffic *traffic
	config  Config
	log     *slog.Logger

	buffers sync.Pool // of *buffers
	// Values shared by all replies' headers; net/http only reads them.
	jsonType, closing []string
	noQuery           any // an empty Fields, put into an interface once
}

// buffers is the memory of one request that is used again.
type buffers struct{ body, reply []byte }

// maxPooled keeps one large request from holding its memory for ever.
const maxPooled = 64 << 10

// exchange is what one message needs for as long as anybody may look at it; one allocation, never used again.
type exchange struct {
	message sources.Message
	meta    [4]sources.Field
	id      [1]string // the reply's header value
}

func newEndpoint(soft context.Context, fail context.CancelCauseFunc, h sources.Handler, t *traffic, c Config, log *slog.Logger) *endpoint {
	return &endpoint{
		soft: soft, fail: fail, handler: h, traffic: t, config: c, log: log,
		buffers:  sync.Pool{New: func() any { return new(buffers) }},
		jsonType: []string{"application/json; charset=utf-8"},
		closing:  []string{"close"},
		noQuery:  sources.Fields{},
	}
}

// ServeHTTP makes a message of a POST, waits for the verdict and replies.
func (e *endpoint) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		e.turnAway(w, r)
		return
	}
	if e.stopping() {
		e.swallow(r)
		e.refuse(w, r, e.exchange(r, nil, formatOf(r.Header["Content-Type"], e.config.Format)), draining())
		return
	}
	b := e.buffers.Get().(*buffers)
	defer e.release(b)
	format := formatOf(r.Header["Content-Type"], e.config.Format)
	into := b.body[:0]
	if format == sources.Binary {
		into = nil // JavaScript may keep the very bytes, in a Buffer
	}
	body, refusal := e.readBody(w, r, into)
	if format != sources.Binary && cap(body) > cap(b.body) {
		b.body = body
	}
	x := e.exchange(r, body, format)
	if refusal != nil {
		b.body = nil // the message has it
		e.refuse(w, r, x, refusal)
		return
	}

	// Counted before the stop is looked at, so that a drain either sees the message or keeps it out.
	e.traffic.enter()
	if e.stopping() {
		e.traffic.leave()
		e.refuse(w, r, x, draining())
		return
	}
	defer e.traffic.leave()
	result, err := e.judge(r.Context(), &x.message)
	if err != nil {
		b.body = nil // a VM that was given up may still be reading it
	}
	b.reply = e.answer(b.reply[:0], w, x, result, err)
}

func (e *endpoint) stopping() bool { return e.soft.Err() != nil }

func (e *endpoint) release(b *buffers) {
	if cap(b.body) > maxPooled {
		b.body = nil
	}
	if cap(b.reply) > maxPooled {
		b.reply = nil
	}
	e.buffers.Put(b)
}

func (e *endpoint) exchange(r *http.Request, body []byte, format sources.Format) *exchange {
	query := e.noQuery
	if r.URL.RawQuery != "" {
		query = queryFields(r.URL.RawQuery)
	}
	x := &exchange{
		meta: [4]sources.Field{
			{Key: "method", Value: http.MethodPost},
			{Key: "path", Value: r.URL.EscapedPath()},
			{Key: "query", Value: query},
			{Key: "headers", Value: headerFields(r)},
		},
	}
	x.id[0] = uuid.NewString()
	x.message = sources.Message{
		ID: x.id[0], Received: time.Now(), Source: "http", Body: body, Format: format, Meta: x.meta[:],
		MaxQueue: e.config.QueueTimeout,
	}
	return x
}

// judge calls the handler and makes an error of a panic: the engine recovers its own, but one request must never end
// the process.
func (e *endpoint) judge(ctx context.Context, m *sources.Message) (result sources.Result, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	return e.handler(ctx, m)
}

// answer writes the verdict, using dst for its bytes, and returns dst for the next one.
func (e *endpoint) answer(dst []byte, w http.ResponseWriter, x *exchange, result sources.Result, err error) []byte {
	m := &x.message
	if err == nil {
		var ok bool
		if dst, ok = appendResult(dst, result.JSON, m.ID, m.Received); ok {
			e.write(w, http.StatusOK, x.id[:], dst)
			return dst
		}
		err = errors.New("the result is not JSON")
	}
	f, told := failureOf(err)
	if !told {
		e.internal(m.ID, err)
	}
	dst = appendFailure(dst[:0], f, m.ID, m.Received)
	e.writeFailure(w, f, x.id[:], dst)
	return dst
}

// internal notes an error that is not the receiver's. A Fatal one ends the source.
func (e *endpoint) internal(id string, err error) {
	e.log.Error("HTTP request failed for an internal reason", slog.String("requestId", id), slog.Any("error", err))
	if sources.KindOf(err) == sources.Fatal {
		e.fail(err)
	}
}

// refuse replies f to a message that cannot be taken, once the handler has it on record. A drain does not count it
// among the messages in flight, or a stream of late requests could keep the port open; it waits for the connection.
func (e *endpoint) refuse(w http.ResponseWriter, r *http.Request, x *exchange, f *failure) {
	m := &x.message
	m.Fault = f.fault()
	if _, err := e.judge(r.Context(), m); err != nil && !errors.Is(err, m.Fault) {
		e.internal(m.ID, err)
	}
	e.writeFailure(w, f, x.id[:], appendFailure(nil, f, m.ID, m.Received))
}

// turnAway replies to a request that is no message: its method is not POST.
func (e *endpoint) turnAway(w http.ResponseWriter, r *http.Request) {
	id, f := uuid.NewString(), methodNotAllowed(r.Method)
	e.log.LogAttrs(r.Context(), levelHTTP, "HTTP request refused", slog.Int("status", f.status),
		slog.String("method", r.Method), slog.String("path", r.URL.EscapedPath()), slog.String("requestId", id))
	e.writeFailure(w, f, []string{id}, appendFailure(nil, f, id, time.Now()))
}

// levelHTTP is winston's level "http", between info (0) and verbose.
const levelHTTP = slog.Level(-1)

func (e *endpoint) writeFailure(w http.ResponseWriter, f *failure, id []string, body []byte) {
	h := w.Header()
	if f.retryAfter > 0 {
		h["Retry-After"] = []string{strconv.FormatInt(int64((f.retryAfter+time.Second-1)/time.Second), 10)}
	}
	if f.header != "" {
		h[f.header] = []string{f.value}
	}
	if f.closes {
		h["Connection"] = e.closing
	}
	e.write(w, f.status, id, body)
}

// bufferedReply is how much net/http keeps back until the handler returns, and then counts itself, without an
// allocation; for a longer reply the length must be said, or it would be sent in chunks.
const bufferedReply = 2048

// write sends a whole reply in one Write. Its error is not looked at: the client has gone, and nobody else wants it.
func (e *endpoint) write(w http.ResponseWriter, status int, id []string, body []byte) {
	h := w.Header()
	h["Content-Type"] = e.jsonType
	h["X-Guthega-RequestID"] = id // spelled as the contract spells it, which Header.Set would change
	if len(body) >= bufferedReply {
		h["Content-Length"] = []string{strconv.Itoa(len(body))}
	}
	if e.stopping() {
		h["Connection"] = e.closing
	}
	w.WriteHeader(status)
	_, _ = w.Write(body)
}
