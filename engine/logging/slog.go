package logging

import (
	"context"
	"log/slog"
	"slices"
	"time"
)

// handler is a slog.Handler on top of Logger.
type handler struct {
	logger *Logger
	fields []byte // of WithAttrs, encoded
	group  string // prefix of the keys: groups are flattened with dots
}

func (h *handler) Enabled(_ context.Context, level slog.Level) bool {
	return h.logger.Enabled(fromSlog(level))
}

func (h *handler) Handle(_ context.Context, r slog.Record) error {
	b := slices.Clone(h.fields)
	r.Attrs(func(a slog.Attr) bool {
		b = h.appendAttr(b, h.group, a)
		return true
	})
	h.logger.Log(fromSlog(r.Level), r.Message, b)
	return nil
}

func (h *handler) WithAttrs(attrs []slog.Attr) slog.Handler {
	n := *h
	n.fields = slices.Clone(h.fields)
	for _, a := range attrs {
		n.fields = h.appendAttr(n.fields, h.group, a)
	}
	return &n
}

func (h *handler) WithGroup(name string) slog.Handler {
	n := *h
	n.group = h.group + name + "."
	return &n
}

func (h *handler) appendAttr(b []byte, prefix string, a slog.Attr) []byte {
	v := a.Value.Resolve()
	if v.Kind() == slog.KindGroup {
		if a.Key != "" {
			prefix += a.Key + "."
		}
		for _, m := range v.Group() {
			b = h.appendAttr(b, prefix, m)
		}
		return b
	}
	if a.Key == "" {
		return b
	}
	if len(b) > 0 {
		b = append(b, ',')
	}
	b = AppendString(b, prefix+a.Key)
	b = append(b, ':')
	if v.Kind() == slog.KindDuration { // milliseconds, as everywhere in the log
		return AppendFloat(b, float64(v.Duration().Round(time.Microsecond))/float64(time.Millisecond))
	}
	return AppendValue(b, v.Any())
}
