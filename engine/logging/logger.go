package logging

import (
	"context"
	"io"
	"log/slog"

	"github.com/sirupsen/logrus"
)

// Logger is the process's log. It is safe for concurrent use.
type Logger struct {
	lr  *logrus.Logger
	out *buffer
}

// Options are what a Logger writes beside the messages themselves.
type Options struct {
	Level Level
	// Processor is the name of this instance, on every line.
	Processor string
}

// New makes a logger that writes to out. Close it.
func New(out io.Writer, o Options) *Logger {
	b := newBuffer(out)
	lr := logrus.New()
	lr.SetOutput(b)
	lr.SetLevel(o.Level.logrus())
	lr.SetFormatter(newFormatter(o.Processor))
	return &Logger{lr: lr, out: b}
}

// Enabled reports whether lines of that level are written.
func (g *Logger) Enabled(level Level) bool { return g.lr.IsLevelEnabled(level.logrus()) }

// Log writes one line. fields is the inside of a JSON object without its braces; it may be empty and is not kept.
func (g *Logger) Log(level Level, message string, fields []byte) {
	if !g.Enabled(level) {
		return
	}
	e := logrus.Entry{Logger: g.lr}
	if len(fields) > 0 {
		e.Context = members{context.Background(), fields}
	}
	e.Log(level.logrus(), message)
	if level <= Warn {
		g.out.flush()
	}
}

// Slog returns a slog.Logger that writes here, for the Go side of things: sources and the engine. slog's Debug is
// debug; the levels it has no name for are SlogHTTP, SlogVerbose and SlogSilly.
func (g *Logger) Slog() *slog.Logger { return slog.New(&handler{logger: g}) }

// Flush writes what is buffered.
func (g *Logger) Flush() { g.out.flush() }

// Close flushes and stops buffering; lines logged later are written at once. It returns the first error of the output.
func (g *Logger) Close() error { return g.out.close() }
