package sources

import "context"

// DeadLetter is a dead letter as it was read back.
type DeadLetter struct {
	// Body is the original's, and Headers are the guthega-* headers.
	Body    []byte
	Headers []Header
	// Meta is the original's message context as far as it is known ("topic", "key", "headers", …), and Source its type:
	// what the handler is to see when the message is run again.
	Source string
	Meta   Fields
	// From says where it lies ("orders.dead[2]@17"), and To where it would go back to ("orders"); for people.
	From, To string
}

// Header returns the value of the guthega-* header called name, "" where there is none.
func (d *DeadLetter) Header(name string) string {
	for _, h := range d.Headers {
		if h.Name == name {
			return h.Value
		}
	}
	return ""
}

// Disposition is what is to become of a dead letter.
type Disposition uint8

const (
	// Leave it where it is; the next replay sees it again.
	Leave Disposition = iota
	// PutBack: send the original to where it came from, and only when that is safe take the dead letter away.
	PutBack
	// End the replay, leaving this one and all after it.
	End
)

// Replayer is implemented by sources whose dead letters can be read back. It is used instead of Run, not beside it.
type Replayer interface {
	// Replay shows f the dead letters that are there when it is called, oldest first, one at a time, and does as f says.
	// It never waits for new ones. to, where not empty, is the topic, queue or stream they go to instead of their own.
	// A crash between the two steps of PutBack leaves both copies; it never loses one. An error of f, or of ctx, ends it
	// and is returned; the dead letter that f was shown is then left.
	Replay(ctx context.Context, to string, f func(ctx context.Context, d *DeadLetter) (Disposition, error)) error
}
