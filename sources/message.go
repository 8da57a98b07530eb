package sources

import (
	"time"

	"github.com/google/uuid"
)

// Format says how the bytes of a body become the handler's first argument.
type Format uint8

const (
	// JSON is one RFC 8259 text; the handler receives the value JSON.parse would give.
	JSON Format = iota
	// Text is UTF-8; the handler receives a string, with U+FFFD where the bytes are not UTF-8.
	Text
	// Binary is any bytes; the handler receives a Buffer.
	Binary
)

// Message is one unit of work on its way through the engine. A source fills it and must not change it, nor reuse
// Body, before the Handler has returned.
type Message struct {
	// ID is the requestId: a random UUID (RFC 9562, version 4).
	ID string
	// Received is when the source had the message whole: the handler's gts.
	Received time.Time
	// Source is the source's type as the config names it: "http", "kafka", …
	Source string
	// Body is the payload as it came, and Format how to read it.
	Body   []byte
	Format Format
	// Meta is what else the source knows: each field becomes a property of the message context, in this order.
	// Scalar fields (not Fields, not []string) are also written on the timing line.
	Meta Fields
	// MaxQueue bounds the wait for a free place among the in-flight messages; past it the verdict is Unavailable.
	// Zero waits as long as it takes.
	MaxQueue time.Duration
	// Fault, where not nil, is why the source could not take the message as it should: it is too long, in an encoding
	// nobody reads, or came during a drain. No handler runs; the message has its timing line, its dead letter if its
	// Kind and the source have one (Body is then as much as there is), and the verdict is this error.
	Fault *Error
	// Revoked, where not nil, is closed when the source is about to lose its right to settle the message (a Kafka
	// partition that goes to another member, say) and at the soft stop. An attempt that runs goes on; what has not
	// started, or waits for its next attempt, comes back as Unavailable.
	Revoked <-chan struct{}
}

// Field is one named value of a Message's Meta. Value is a string, bool, int, int64, float64, time.Time, []byte
// (a Buffer for the handler), []string, Fields (a nested object), or nil.
type Field struct {
	Key   string
	Value any
}

// Fields is an ordered list of fields; later duplicates of a key win.
type Fields []Field

// NewMessage starts a message received now, with an ID of its own.
func NewMessage(source string, body []byte) *Message {
	return &Message{ID: uuid.NewString(), Received: time.Now(), Source: source, Body: body}
}

// Result is what a handler resolved with.
type Result struct {
	// JSON is the value as JSON.stringify writes it; nil stands for undefined.
	JSON []byte
}
