package sourcetest

import (
	"context"
	"testing"

	"github.com/guthega/guthega/sources"
)

// Harness is how the suite gets hold of one kind of source.
type Harness struct {
	Traits Traits
	// New makes a source with an empty input, able to have at least Parallel messages in flight, and whatever it
	// needs on the other side. It is called once for each scenario, one after the other. What it opens it closes in
	// t.Cleanup, goroutines included.
	New func(t *testing.T) Peer
}

// Parallel is the number of messages the suite wants to have in flight at once.
const Parallel = 8

// Traits are the ways in which sources may differ.
type Traits struct {
	// Source is every Message's Source, and Meta the keys of its Meta, in order.
	Source string
	Meta   []string
	// CallerRetries and Finite must be what the source itself says (sources.Featured, sources.Finite).
	CallerRetries, Finite bool
	// DeadLetters: the source is a sources.DeadLetterer, and Receipts can find the copies.
	DeadLetters bool
	// Results: who sends a message is given its result; it must be what the source's Features say.
	Results bool
	// Redelivers: a message that is given back comes again within the same Run.
	Redelivers bool
	// Serial: the source hands out one message at a time.
	Serial bool
	// Faults: the Peer is a FaultyPeer.
	Faults bool
	// AnyBytes: a body may hold every byte; otherwise it is a JSON text in one line. EmptyBody: it may be empty.
	AnyBytes, EmptyBody bool
}

// Peer is one source and what is on the other side of it: a client, a broker, a pipe.
type Peer interface {
	// Source is the same at every call. The suite runs it.
	Source() sources.Source
	// Send puts one message into the input. It may be called concurrently, before Run, and after it; it does not
	// wait for the message to be read. ctx covers the message until its Receipt has reported. An error means that
	// the test cannot go on; that the source takes no messages any more is no error, but an Outcome: Returned.
	Send(ctx context.Context, body []byte) (Receipt, error)
	// Finish ends the input of a Finite source after what was sent.
	Finish() error
}

// FaultyPeer is the Peer of a source that can find a message to be more than it takes: too long, say.
type FaultyPeer interface {
	Peer
	// SendFaulty sends one that the source must hand over with a Malformed Fault, and is otherwise as Send.
	SendFaulty(ctx context.Context) (Receipt, error)
}

// Receipt waits until a message is settled, or ended is closed because Run has returned, and says what has become of
// it. An error means that nothing definite has: a reply cut short, say. It is called once.
type Receipt func(ctx context.Context, ended <-chan struct{}) (Outcome, error)

// Outcome is how a message was settled, as seen from the other side.
type Outcome struct {
	State State
	// Kind is what the sender of a Failed message was told.
	Kind sources.Kind
	// Result is the JSON that the sender of a Done message was given; a source may have added members to it.
	Result []byte
	// DeadLetter is the copy of a DeadLettered message.
	DeadLetter DeadLetter
}

// State is one of the ends a message can come to.
type State uint8

const (
	// Done: acknowledged, committed, replied to, or its result printed.
	Done State = iota + 1
	// Failed: refused for good, and its sender told so.
	Failed
	// DeadLettered: taken off the input, with a copy in the dead letter.
	DeadLettered
	// Returned: still in the input, or back in it, or its sender told to come again. Nothing is lost.
	Returned
)

func (s State) String() string {
	return [...]string{"nothing", "done", "failed", "dead-lettered", "returned"}[s]
}

// DeadLetter is a dead letter as somebody would find it.
type DeadLetter struct {
	Body    []byte
	Headers []sources.Header
}
