package delivery

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/guthega/guthega/sources"
)

// Letters writes dead letters through a source.
type Letters struct {
	To sources.DeadLetterer
	// Timeout is how long writing one is tried before the source has to stop.
	Timeout time.Duration
	// Receiver and Version name the receiver.
	Receiver, Version string
	// Retrying is told of a write that failed and will be repeated.
	Retrying func(m *sources.Message, err error, in time.Duration)

	gate gate
}

const (
	firstWriteRetry = 100 * time.Millisecond
	lastWriteRetry  = 5 * time.Second
	// maxHeader and maxStack bound the headers that a receiver's author can make long, in bytes: brokers refuse
	// messages whose headers are large.
	maxHeader = 1 << 10
	maxStack  = 8 << 10
)

// write writes m's dead letter and returns when it is safe, or why it cannot be.
func (l *Letters) write(hard context.Context, m *sources.Message, o Outcome) *sources.Error {
	headers := l.headers(m, o)
	ctx, cancel := context.WithTimeout(hard, l.Timeout)
	defer cancel()
	reopen := func() {}
	defer func() { reopen() }()
	for wait := firstWriteRetry; ; wait = min(2*wait, lastWriteRetry) {
		err := l.To.DeadLetter(ctx, m, headers)
		if err == nil {
			return nil
		}
		if sources.KindOf(err) == sources.Unavailable { // the source has lost the message, and gets it again: no copy is due
			return &sources.Error{Kind: sources.Unavailable, Name: "AbortError", Message: err.Error(), Err: err}
		}
		if sources.KindOf(err) == sources.Fatal { // it can never be written: a body that is too large for a copy, say
			return l.unwritten(m, err)
		}
		if hard.Err() != nil {
			return &sources.Error{Kind: sources.Stopped, Name: "AbortError", Message: "guthega is stopping", Err: err}
		}
		if wait == firstWriteRetry {
			reopen = l.gate.shut()
		}
		l.Retrying(m, err, wait)
		if !sleep(ctx, wait) && hard.Err() == nil {
			return l.unwritten(m, fmt.Errorf("tried for %s: %w", l.Timeout, err))
		}
	}
}

// unwritten is what stops the source.
func (l *Letters) unwritten(m *sources.Message, err error) *sources.Error {
	return &sources.Error{Kind: sources.Fatal, Name: "DeadLetterError", Err: err, Message: fmt.Sprintf(
		"the dead letter of message %s could not be written, so the message stays unsettled: %v", m.ID, err)}
}

// headers are those of contract §6 that do not depend on the source.
func (l *Letters) headers(m *sources.Message, o Outcome) []sources.Header {
	return []sources.Header{
		{Name: "guthega-error-name", Value: cut(o.Err.Name, maxHeader)},
		{Name: "guthega-error-message", Value: cut(o.Err.Message, maxHeader)},
		{Name: "guthega-error-stack", Value: cut(o.Err.Stack, maxStack)},
		{Name: "guthega-attempts", Value: strconv.Itoa(o.Attempts)},
		{Name: "guthega-request-id", Value: m.ID},
		{Name: "guthega-source", Value: m.Source},
		{Name: "guthega-receiver", Value: l.Receiver},
		{Name: "guthega-receiver-version", Value: l.Version},
		{Name: "guthega-failed-at", Value: time.Now().UTC().Format("2006-01-02T15:04:05.000Z")},
	}
}

// cut shortens s to at most n bytes, between characters, and says so.
func cut(s string, n int) string {
	const mark = "… (cut)"
	if len(s) <= n {
		return s
	}
	return strings.ToValidUTF8(s[:n-len(mark)], "") + mark
}
