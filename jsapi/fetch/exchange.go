package fetch

import (
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// maxPending is how much of a response is read ahead of JavaScript.
const maxPending = 256 << 10

var (
	errConnectTimeout = errors.New("connect timeout")
	errHeadersTimeout = errors.New("headers timeout")
	errBodyTimeout    = errors.New("body timeout")
)

// exchange is a request with its response. What is below mu belongs to both sides, the rest to the VM's goroutine.
type exchange struct {
	m       *module
	t       *transport
	cancel  context.CancelCauseFunc
	unclose func()         // takes back what closing the VM would do
	upload  *io.PipeWriter // nil where the request's body was there
	object  *goja.Object

	mu      sync.Mutex
	changed sync.Cond // pending, all or gone changed
	pending []byte
	end     error  // io.EOF after the last byte, or what broke the body off
	all     bool   // everything is wanted, in one piece
	gone    bool   // nobody wants more
	waiter  func() // called, once, when there is something to tell
}

// exchangeKey is where JavaScript's object keeps its exchange.
var exchangeKey = goja.NewSymbol("exchange")

// start is exchange(transport, method, url, headers, body, raw, done): headers are names and values in turn; body is bytes, null for none, or
// true for one that is written later; raw leaves the response encoded. done(error, status, statusText, fields) is called once.
func (m *module) start(call goja.FunctionCall) goja.Value {
	rt := m.h.Runtime
	t, ok := jsapi.State[*transport](call.Argument(0))
	if !ok {
		if m.shared == nil {
			m.shared = m.makeTransport(10 * time.Second)
			m.shared.headers, m.shared.body = 300*time.Second, 300*time.Second
		}
		t = m.shared
	}
	ctx, cancel := context.WithCancelCause(context.Background())
	x := &exchange{m: m, t: t, cancel: cancel}
	x.changed.L = &x.mu
	req, err := x.request(ctx, call)
	done, isFunction := goja.AssertFunction(call.Argument(6))
	if !isFunction {
		panic(jsapi.InvalidArgType(rt, "done", "of type function", call.Argument(6)))
	}
	x.object = rt.NewObject()
	must(x.object.SetSymbol(exchangeKey, jsapi.NewState(rt, x)))
	must(x.object.SetPrototype(m.prototype()))
	x.unclose = m.h.Loop.OnClose(x.stop)
	turn := m.h.Loop.Reserve()
	raw := call.Argument(5).ToBoolean()
	go func() {
		var resp *http.Response
		if err == nil {
			err = m.mayReach(t, req)
		}
		if err == nil {
			resp, err = x.roundTrip(ctx, req)
		}
		if err != nil {
			x.stop()
		}
		// The body is read on while the VM gets there.
		turn.Resume(func() error {
			if err != nil {
				x.unclose()
				_, err := done(goja.Undefined(), m.failure(err))
				return err
			}
			status := strings.TrimPrefix(strings.TrimPrefix(resp.Status, resp.Status[:min(3, len(resp.Status))]), " ")
			_, err := done(goja.Undefined(), goja.Null(), rt.ToValue(resp.StatusCode), jsapi.Latin1.Text(rt, []byte(status)), m.fields(resp.Header))
			return err
		})
		if err == nil {
			x.download(ctx, resp, raw)
		}
	}()
	return x.object
}

// request makes the request of start's arguments.
func (x *exchange) request(ctx context.Context, call goja.FunctionCall) (*http.Request, error) {
	rt := x.m.h.Runtime
	var body io.Reader
	sized := int64(0)
	switch v := call.Argument(4); {
	case goja.IsNull(v) || goja.IsUndefined(v):
	case v.StrictEquals(rt.ToValue(true)):
		var r *io.PipeReader
		r, x.upload = io.Pipe()
		body, sized = r, -1
	default:
		b, ok := jsapi.Bytes(rt, v)
		if !ok {
			panic(jsapi.InvalidArgType(rt, "body", "an instance of Uint8Array", v))
		}
		b = slices.Clone(b)
		body, sized = &reader{b: b}, int64(len(b))
	}
	req, err := http.NewRequestWithContext(ctx, call.Argument(1).String(), call.Argument(2).String(), body)
	if err != nil {
		return nil, err
	}
	req.ContentLength = sized
	if b, ok := body.(*reader); ok {
		req.GetBody = func() (io.ReadCloser, error) { return &reader{b: b.whole()}, nil } // a kept connection may be gone
		if sized == 0 {
			req.Body = http.NoBody
		}
	}
	req.Header = http.Header{}
	var pairs []string
	rt.ForOf(call.Argument(3), func(v goja.Value) bool {
		pairs = append(pairs, string(jsapi.Latin1.Bytes(jsapi.ToString(rt, v))))
		return true
	})
	for i := 0; i+1 < len(pairs); i += 2 {
		switch name, value := pairs[i], pairs[i+1]; strings.ToLower(name) {
		case "host":
			req.Host = value
		case "content-length", "transfer-encoding": // by the body that there is
		case "connection":
			req.Close = strings.EqualFold(value, "close")
		default:
			req.Header[http.CanonicalHeaderKey(name)] = append(req.Header[http.CanonicalHeaderKey(name)], value)
		}
	}
	if _, ok := req.Header["User-Agent"]; !ok {
		req.Header["User-Agent"] = nil // Go's own is not sent
	}
	return req, nil
}

// reader is a body of bytes that are there.
type reader struct {
	b  []byte
	at int
}

func (r *reader) Read(p []byte) (int, error) {
	if r.at == len(r.b) {
		return 0, io.EOF
	}
	n := copy(p, r.b[r.at:])
	r.at += n
	return n, nil
}
func (r *reader) Close() error  { return nil }
func (r *reader) whole() []byte { return r.b }

func (x *exchange) roundTrip(ctx context.Context, req *http.Request) (*http.Response, error) {
	if x.t.headers > 0 {
		timer := time.AfterFunc(x.t.headers, func() { x.cancel(errHeadersTimeout) })
		defer timer.Stop()
	}
	resp, err := x.t.RoundTrip(req)
	if err != nil && ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	return resp, err
}

// stop ends it, from whatever goroutine.
func (x *exchange) stop() {
	x.mu.Lock()
	x.gone = true
	x.pending = nil
	x.changed.Broadcast()
	x.mu.Unlock()
	x.cancel(context.Canceled)
	if x.upload != nil {
		_ = x.upload.CloseWithError(context.Canceled)
	}
}

// download reads the response's body as far as it is wanted.
func (x *exchange) download(ctx context.Context, resp *http.Response, raw bool) {
	defer resp.Body.Close() //nolint:errcheck // it is read, or not wanted
	body := io.Reader(resp.Body)
	if !raw {
		body = decoded(resp)
	}
	var watch *time.Timer
	if x.t.body > 0 {
		watch = time.AfterFunc(x.t.body, func() { x.cancel(errBodyTimeout) })
		defer watch.Stop()
	}
	size := 4 << 10
	if resp.ContentLength > 0 {
		size = int(min(resp.ContentLength+1, 64<<10))
	}
	buf := make([]byte, size)
	for {
		n, err := body.Read(buf)
		if err != nil && err != io.EOF && ctx.Err() != nil { //nolint:errorlint // io.Reader's contract
			err = context.Cause(ctx)
		}
		if watch != nil {
			watch.Reset(x.t.body)
		}
		if !x.arrived(buf[:n], err) || err != nil {
			break
		}
		if n == len(buf) && n < 64<<10 {
			buf = make([]byte, 64<<10)
		}
	}
	x.unclose()
}

// arrived passes bytes on, and waits while there are many that JavaScript has not taken. It returns false when no more are
// wanted.
func (x *exchange) arrived(b []byte, err error) bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.pending = append(x.pending, b...)
	x.end = err
	if x.waiter != nil && (err != nil || !x.all) {
		wake := x.waiter
		x.waiter = nil
		wake()
	}
	for len(x.pending) > maxPending && !x.all && !x.gone && err == nil {
		x.changed.Wait()
	}
	return !x.gone
}
