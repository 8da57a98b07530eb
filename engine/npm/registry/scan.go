package registry

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

const (
	// windowSize is how much of a document is in memory while it is scanned.
	windowSize = 64 << 10
	// maxCapture bounds what is taken out of a document at once (a key, the engines of a version), in bytes.
	maxCapture = 1 << 20
	// maxNesting is that of encoding/json.
	maxNesting = 10000
)

// errSyntax is a document that is not JSON (RFC 8259), or has a name longer than anybody would give.
var errSyntax = errors.New("not valid JSON")

// errEnd is a document that ends before it is complete, which may be the fault of the connection.
var errEnd = fmt.Errorf("the document ends early: %w", io.ErrUnexpectedEOF)

// scanner reads JSON from a stream, keeps a window of it, and skips what nobody asks for, checked all the same. It
// accepts exactly what encoding/json does.
type scanner struct {
	src      io.Reader
	window   []byte // [pos:end] is yet to be scanned
	pos, end int
	base     int64 // offset in the document of window[0]
	mark     int   // start of what is being captured, -1 when nothing is
	depth    int
}

func newScanner(src io.Reader, window []byte) *scanner {
	return &scanner{src: src, window: window, mark: -1}
}

// offset is where in the document the next byte is.
func (s *scanner) offset() int64 { return s.base + int64(s.pos) }

func (s *scanner) syntax(what string) error {
	return fmt.Errorf("%w: %s at byte %d", errSyntax, what, s.offset())
}

// fill reads more, at the end of the window. What is captured stays in the window.
func (s *scanner) fill() error {
	from := s.pos
	if s.mark >= 0 {
		from = s.mark
	}
	if from > 0 {
		copy(s.window, s.window[from:s.end])
		s.base += int64(from)
		s.pos, s.end = s.pos-from, s.end-from
		if s.mark >= 0 {
			s.mark = 0
		}
	}
	if s.end == len(s.window) {
		if len(s.window) > maxCapture {
			return s.syntax("a name or value of more than 1 MiB")
		}
		s.window = append(s.window, make([]byte, len(s.window))...)
	}
	for range 100 { // as io.ErrNoProgress has it
		n, err := s.src.Read(s.window[s.end:])
		s.end += n
		if n > 0 {
			return nil
		}
		if errors.Is(err, io.EOF) {
			return errEnd
		}
		if err != nil {
			return err
		}
	}
	return io.ErrNoProgress
}

// peek returns the next byte that is not white space, without taking it.
func (s *scanner) peek() (byte, error) {
	for {
		for ; s.pos < s.end; s.pos++ {
			switch c := s.window[s.pos]; c {
			case ' ', '\t', '\n', '\r':
			default:
				return c, nil
			}
		}
		if err := s.fill(); err != nil {
			return 0, err
		}
	}
}

// byte takes the next byte.
func (s *scanner) byte() (byte, error) {
	if s.pos == s.end {
		if err := s.fill(); err != nil {
			return 0, err
		}
	}
	c := s.window[s.pos]
	s.pos++
	return c, nil
}

// capture runs read and returns the bytes it took, which are valid until the scanner moves on. read may capture, too.
func (s *scanner) capture(read func() error) ([]byte, error) {
	start, outermost := s.offset(), s.mark < 0
	if outermost {
		s.mark = s.pos
	}
	err := read()
	if outermost {
		s.mark = -1
	}
	return s.window[start-s.base : s.pos], err
}

// text reads a string and returns its value.
func (s *scanner) text() (string, error) {
	raw, err := s.capture(s.skipString)
	if err != nil {
		return "", err
	}
	return unquote(raw)
}

// unquote is for a string that has been scanned.
func unquote(raw []byte) (string, error) {
	for _, c := range raw {
		if c == '\\' || c >= 0x80 {
			var value string
			if err := json.Unmarshal(raw, &value); err != nil {
				return "", fmt.Errorf("%w: %w", errSyntax, err)
			}
			return value, nil
		}
	}
	return string(raw[1 : len(raw)-1]), nil
}

// finish expects the end of the document.
func (s *scanner) finish() error {
	switch _, err := s.peek(); {
	case err == nil:
		return s.syntax("something after the document")
	case !errors.Is(err, errEnd):
		return err
	}
	return nil
}
