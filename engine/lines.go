package engine

import (
	"math"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/guthega/guthega/engine/delivery"
	"github.com/guthega/guthega/engine/logging"
	"github.com/guthega/guthega/engine/vm"
	"github.com/guthega/guthega/sources"
)

// lineBuffers keeps the buffers of log lines: there is one for every message.
var lineBuffers = sync.Pool{New: func() any { b := make([]byte, 0, 1024); return &b }}

// logTiming writes the one line that every message has (contract §8).
func (e *Engine) logTiming(m *sources.Message, o *delivery.Outcome) {
	if !e.cfg.Log.Enabled(logging.Info) {
		return
	}
	p, _ := lineBuffers.Get().(*[]byte)
	b := (*p)[:0]
	b = append(b, `"name":"messageReceived","requestId":`...)
	b = logging.AppendString(b, m.ID)
	b = append(b, `,"gts":"`...)
	b = logging.AppendTime(b, m.Received)
	b = append(b, `","source":`...)
	b = logging.AppendString(b, m.Source)
	b = appendMeta(b, m.Meta)
	b = append(b, `,"outcome":"`...)
	b = append(b, o.Verdict...)
	b = append(b, `","attempt":`...)
	b = strconv.AppendInt(b, int64(o.Attempts), 10)
	if !o.Started.IsZero() {
		b = append(b, `,"startTime":"`...)
		b = logging.AppendTime(b, o.Started)
		b = append(b, '"')
	}
	b = append(b, `,"duration":`...)
	b = appendMs(b, o.Duration)
	b = append(b, `,"queueDuration":`...)
	b = appendMs(b, o.Queued)
	b = append(b, `,"vmDuration":`...)
	b = appendMs(b, o.Busy)
	b = append(b, `,"billedDuration":`...)
	b = strconv.AppendInt(b, int64(math.Ceil(ms(o.Duration))), 10)
	if o.ColdStart {
		b = append(b, `,"coldStart":true,"initDuration":`...)
		b = appendMs(b, o.Init)
	}
	if o.Err != nil {
		b = append(b, `,"errorName":`...)
		b = logging.AppendString(b, o.Err.Name)
		b = append(b, `,"errorMessage":`...)
		b = logging.AppendString(b, o.Err.Message)
	}
	e.cfg.Log.Log(logging.Info, "Message handler performance", b)
	*p = b
	lineBuffers.Put(p)
}

// appendMeta appends what the source says of the message, nested values (headers, query) left out: they can be long,
// and secret.
func appendMeta(b []byte, meta sources.Fields) []byte {
	for _, f := range meta {
		switch f.Value.(type) {
		case sources.Fields, []string, []byte:
			continue
		}
		b = append(b, ',')
		b = logging.AppendString(b, fieldName(f.Key))
		b = append(b, ':')
		b = logging.AppendValue(b, f.Value)
	}
	return b
}

// fieldName is the name of a source's field in a line, which has members of its own: a second one of the same name would
// hide it from most readers. Receivers' own fields are renamed in the same way.
func fieldName(key string) string {
	switch key {
	case "message", "level", "timestamp", "processor", "name", "requestId", "gts", "source", "outcome", "attempt", "startTime",
		"duration", "queueDuration", "vmDuration", "billedDuration", "coldStart", "initDuration", "errorName", "errorMessage",
		"retryIn", "stack":
		return "meta." + key
	}
	return key
}

func ms(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// appendMs appends d in milliseconds, to the microsecond.
func appendMs(b []byte, d time.Duration) []byte {
	us := d.Round(time.Microsecond).Microseconds()
	b = strconv.AppendInt(b, us/1000, 10)
	if frac := us % 1000; frac != 0 {
		b = append(b, '.', byte('0'+frac/100), byte('0'+frac/10%10), byte('0'+frac%10))
	}
	return b
}

// logFailure writes one failed attempt.
func (e *Engine) logFailure(m *sources.Message, attempt int, err *sources.Error, retryIn time.Duration) {
	b := append([]byte(nil), `"requestId":`...)
	b = logging.AppendString(b, m.ID)
	b = append(b, `,"source":`...)
	b = logging.AppendString(b, m.Source)
	b = appendMeta(b, m.Meta)
	b = append(b, `,"attempt":`...)
	b = strconv.AppendInt(b, int64(attempt), 10)
	if retryIn > 0 {
		b = append(b, `,"retryIn":`...)
		b = appendMs(b, retryIn)
	}
	e.cfg.Log.Log(logging.Error, "Message handler failed", vm.ErrorFields(b, err))
}

func (e *Engine) logLetterRetry(m *sources.Message, err error, in time.Duration) {
	e.cfg.Log.Slog().Error("A dead letter could not be written and is tried again",
		"requestId", m.ID, "errorMessage", err.Error(), "retryIn", in)
}

// counts counts messages by outcome.
type counts struct{ m sync.Map }

func (c *counts) add(v delivery.Final) {
	n, ok := c.m.Load(v)
	if !ok {
		n, _ = c.m.LoadOrStore(v, new(atomic.Int64))
	}
	if n, ok := n.(*atomic.Int64); ok {
		n.Add(1)
	}
}

// logSummary writes the last line of a run.
func (e *Engine) logSummary(start, stopping time.Time, err error) {
	attrs := []any{"uptime", time.Since(start)}
	if !stopping.IsZero() {
		attrs = append(attrs, "drain", time.Since(stopping))
	}
	total := int64(0)
	e.counts.m.Range(func(k, v any) bool {
		n, _ := v.(*atomic.Int64)
		verdict, _ := k.(delivery.Final)
		total += n.Load()
		attrs = append(attrs, string(verdict), n.Load())
		return true
	})
	attrs = append(attrs, "messages", total)
	if err != nil {
		e.cfg.Log.Slog().Error("Stopped: the source failed", append(attrs, "errorMessage", err.Error())...)
		return
	}
	e.cfg.Log.Slog().Info("Stopped", attrs...)
}
