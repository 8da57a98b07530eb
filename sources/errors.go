package sources

import (
	"errors"
	"fmt"
	"time"
)

// Kind is what a source needs to know of an error to settle the message.
type Kind uint8

const (
	// Rejected: the handler rejected or threw; transient unless retried in vain.
	Rejected Kind = iota
	// Permanent: the handler rejected with err.permanent === true.
	Permanent
	// Malformed: the body is not valid in its format; no handler saw it.
	Malformed
	// Timeout: the handler did not settle in time.
	Timeout
	// Unavailable: the message did not run, or only shared a VM with one that had to be stopped. Nothing is known
	// against it: give it back uncounted (HTTP: 503 with Retry-After).
	Unavailable
	// Stopped: the hard stop came while it ran: give it back.
	Stopped
	// Fatal: nothing can be said of the message and the source must stop with it unsettled.
	Fatal
)

var kindNames = [...]string{"rejected", "permanent", "malformed", "timeout", "unavailable", "stopped", "fatal"}

func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return fmt.Sprintf("Kind(%d)", k)
}

// Error is the verdict on a message that was not done.
type Error struct {
	Kind Kind
	// Name and Message are those of the JavaScript error ("TypeError", "x is not a function"), or our own.
	Name, Message string
	// Stack is the JavaScript stack, mapped to the author's files, without the leading name and message; may be empty.
	Stack string
	// RetryAfter asks for the next attempt no sooner; zero leaves it to the policy.
	RetryAfter time.Duration
	// Err is the cause, where there is one in Go.
	Err error
}

func (e *Error) Error() string {
	if e.Name == "" {
		return e.Message
	}
	return e.Name + ": " + e.Message
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// KindOf returns the Kind of the first *Error in err's tree, and Rejected for any other error.
func KindOf(err error) Kind {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return Rejected
}

// RetryAfter returns the first *Error's RetryAfter in err's tree.
func RetryAfter(err error) time.Duration {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.RetryAfter
	}
	return 0
}
