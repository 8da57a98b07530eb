package parser

import "bytes"

// Kind is which end of a connection reads.
type Kind uint8

// A server reads requests, a client responses.
const (
	Request Kind = iota
	Response
)

// Framing is what Handler.Headers decides of a message's body.
type Framing uint8

const (
	// ByHeaders: the body is as the headers say.
	ByHeaders Framing = iota
	// NoBody: there is none, whatever they say: the answer to HEAD.
	NoBody
	// Switch: another protocol begins after the headers.
	Switch
)

// Head is a start line with its header fields.
type Head struct {
	Major, Minor int
	// Method and Target are a request's, Status and Reason a response's; as they stand on the wire.
	Method, Target string
	Status         int
	Reason         string
	// Fields are names and values in turn, without white space around the values; their bytes are ISO 8859-1.
	Fields []string
	// Upgrade: the sender asks for another protocol, or agrees to.
	Upgrade bool
	// KeepAlive: another message may follow.
	KeepAlive bool
}

// Handler is told what arrives. It is called by Execute and Finish only, and may call Stop.
type Handler interface {
	Headers(h *Head) Framing
	// Body has a part of the body; b is the caller's of Execute.
	Body(b []byte)
	// Trailers are as Head.Fields, and there is at least one.
	Trailers(fields []string)
	Complete()
}

// Options are a Parser's.
type Options struct {
	// MaxHeaderSize bounds the bytes of a start line with its header fields, and those of the trailers.
	MaxHeaderSize int
	Lenient       bool
}

// Error is what is wrong with the bytes.
type Error struct {
	Code   string // HPE_…
	Reason string
}

func (e *Error) Error() string { return "Parse Error: " + e.Reason }

func fail(code, reason string) error { return &Error{"HPE_" + code, reason} }

type state uint8

const (
	atStart     state = iota // before a message: empty lines are passed over
	inHead                   // collecting lines up to the empty one
	inLength                 // a body of left bytes
	inChunkSize              // collecting a line
	inChunk                  // left bytes of a chunk
	afterChunk               // the line end behind it
	inTrailers               // collecting lines up to the empty one
	untilClose               // a body without a length
	afterLast                // a message that said that it is the last
	inOther                  // another protocol
	failed                   //
)

// maxChunkLine bounds a chunk's size with its extensions.
const maxChunkLine = 16 << 10

// Parser reads one direction of a connection.
type Parser struct {
	kind    Kind
	options Options
	handler Handler

	state   state
	held    []byte // of a head, a chunk's size or trailers that is not complete yet
	scanned int    // how much of held has no end in it
	left    uint64
	last    bool // no message follows this one
	stopped bool
	err     error
}

// New returns a parser that tells h.
func New(k Kind, o Options, h Handler) *Parser { return &Parser{kind: k, options: o, handler: h} }

// Stop has Execute return as soon as the handler does; nothing is told any more.
func (p *Parser) Stop() { p.stopped = true }

// Between reports whether no message is under way.
func (p *Parser) Between() bool {
	return p.state == atStart && len(p.held) == 0 || p.state == afterLast
}

// Execute reads data, and returns how many bytes of it belong to HTTP: fewer than all after Switch, or when it is stopped.
// An *Error is repeated by each later call.
func (p *Parser) Execute(data []byte) (int, error) {
	if p.err != nil {
		return 0, p.err
	}
	all := len(data)
	for len(data) > 0 && !p.stopped {
		if p.state == inOther {
			return all - len(data), nil
		}
		rest, err := p.step(data)
		if err != nil {
			p.err, p.state, p.held = err, failed, nil
			return all - len(data), err
		}
		data = rest
	}
	return all - len(data), nil
}

// Finish says that the other end has closed its half. The *Error says that a message was under way.
func (p *Parser) Finish() error {
	switch {
	case p.err != nil:
		return p.err
	case p.stopped || p.Between() || p.state == inOther:
		return nil
	case p.state == untilClose:
		p.complete()
		return nil
	}
	p.err, p.state = fail("INVALID_EOF_STATE", "Invalid EOF state"), failed
	return p.err
}

// step reads some of data and returns the rest of it.
func (p *Parser) step(data []byte) ([]byte, error) {
	switch p.state {
	case atStart:
		for len(data) > 0 && (data[0] == '\r' || data[0] == '\n') { // RFC 9112, 2.2
			data = data[1:]
		}
		if len(data) > 0 {
			p.state = inHead
		}
		return data, nil
	case inHead:
		return p.head(data)
	case inLength, inChunk:
		n := min(uint64(len(data)), p.left)
		p.left -= n
		p.handler.Body(data[:n])
		if p.left == 0 && !p.stopped {
			if p.state == inChunk {
				p.state = afterChunk
			} else {
				p.complete()
			}
		}
		return data[n:], nil
	case inChunkSize:
		return p.chunkSize(data)
	case afterChunk:
		return p.chunkEnd(data)
	case inTrailers:
		return p.trailers(data)
	case untilClose:
		p.handler.Body(data)
		return nil, nil
	default: // afterLast
		return nil, fail("CLOSED_CONNECTION", "Data after `Connection: close`")
	}
}

// complete ends a message.
func (p *Parser) complete() {
	p.state = atStart
	if p.last {
		p.state = afterLast
	}
	p.handler.Complete()
}

// section takes the lines up to and with the empty one from what is held and data; nil is that they are not all there.
func (p *Parser) section(data []byte, most int) (section, rest []byte, err error) {
	if len(p.held) == 0 {
		if end := sectionEnd(data, 0); end > 0 {
			if end > most {
				return nil, nil, overflow()
			}
			return data[:end], data[end:], nil
		}
	}
	before := len(p.held)
	p.held = append(p.held, data...)
	end := sectionEnd(p.held, max(0, p.scanned-3))
	if end < 0 {
		p.scanned = len(p.held)
		if p.scanned > most {
			return nil, nil, overflow()
		}
		return nil, nil, nil
	}
	if end > most {
		return nil, nil, overflow()
	}
	section = p.held[:end]
	p.held, p.scanned = nil, 0
	return section, data[end-before:], nil
}

func overflow() error { return fail("HEADER_OVERFLOW", "Header overflow") }

// sectionEnd is where the lines of b end whose last one is empty, beginning with the line that has from in it; -1 is that
// it is not there.
func sectionEnd(b []byte, from int) int {
	if from == 0 { // trailers may be the empty line alone
		if len(b) > 0 && b[0] == '\n' {
			return 1
		}
		if len(b) > 1 && b[0] == '\r' && b[1] == '\n' {
			return 2
		}
	}
	for from < len(b) {
		n := bytes.IndexByte(b[from:], '\n')
		if n < 0 {
			return -1
		}
		from += n + 1
		if from < len(b) && b[from] == '\n' {
			return from + 1
		}
		if from+1 < len(b) && b[from] == '\r' && b[from+1] == '\n' {
			return from + 2
		}
	}
	return -1
}
