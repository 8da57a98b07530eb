package sources

import "context"

// Handler judges one message. A source calls it once per message, from any number of goroutines at once, and settles
// the message by what comes back; the blocking is the back-pressure.
//
// A nil error means settle as done. Otherwise the error says why not, as an *Error (see KindOf): the message has
// then had all the attempts it was to have, and is in the dead letter where one was due, so that Rejected, Permanent,
// Malformed and Timeout mean "settle as failed"; Unavailable and Stopped mean "give it back, it does not count";
// Fatal means the message stays unsettled and the source must end its Run with this error.
//
// The engine does not stop work because ctx ends: a client that hangs up lets its handler finish. ctx carries values
// only.
type Handler func(ctx context.Context, m *Message) (Result, error)

// Source reads messages and settles them.
type Source interface {
	// Run is called once. It reads until ctx ends (the soft stop) or the input does, calls h for each message, and
	// returns only when every message it handed out is settled: nil after a clean drain, else what made it stop.
	// After the soft stop it takes nothing new. It settles what is in flight whatever the state of ctx, and may give
	// up on that only when Hard(ctx) ends (the hard stop).
	Run(ctx context.Context, h Handler) error
}

// Features are the ways in which a source differs that the engine must know. The zero value is
// right for most.
type Features struct {
	// CallerRetries: the sender waits for the verdict and repeats the message itself, as over HTTP. The engine
	// makes one attempt, writes no dead letter, and does not run a bystander again but calls it Unavailable.
	CallerRetries bool
	// NoResults: what handlers resolve with is read by nobody, as on a broker, and is not made into JSON.
	NoResults bool
}

// Featured is implemented by sources whose Features are not the zero value.
type Featured interface {
	Features() Features
}

// Finite is implemented by sources whose input ends by itself, as stdin's does.
type Finite interface {
	// Ended is closed once the last message has been handed to the Handler. From then on a message whose promise
	// nothing can settle any more fails at once instead of waiting for its timeout.
	Ended() <-chan struct{}
}

// Connected is implemented by sources that may be without their broker for a while.
type Connected interface {
	// Connected reports whether messages can come, and if not, why ("waiting for localhost:9092: connection refused").
	// It is called at any time, concurrently.
	Connected() (ok bool, why string)
}

// DeadLetterer is implemented by sources that have somewhere to put a message that failed for good.
type DeadLetterer interface {
	// DeadLetter writes m with headers and returns nil only when the copy is safe. It may be called
	// concurrently, and again for the same message after an error. An *Error of kind Unavailable means that the message is
	// no longer this process's to settle, and will come again: no copy is due, and it is not tried again.
	DeadLetter(ctx context.Context, m *Message, headers []Header) error
}

// Header is one guthega-* header of a dead letter.
type Header struct{ Name, Value string }

type hardKey struct{}

// WithHard returns ctx carrying hard, the context that ends at the hard stop.
func WithHard(ctx, hard context.Context) context.Context {
	return context.WithValue(ctx, hardKey{}, hard)
}

// Hard returns the context that a source settles under: it outlives the soft stop and ends at the hard one. Without
// one (a test that calls Run directly) it never ends.
func Hard(ctx context.Context) context.Context {
	if hard, ok := ctx.Value(hardKey{}).(context.Context); ok {
		return hard
	}
	return context.WithoutCancel(ctx)
}
