package registry

import (
	"encoding/binary"
	"math/bits"
)

// skip passes over one value.
func (s *scanner) skip() error {
	c, err := s.peek()
	if err != nil {
		return err
	}
	switch {
	case c == '"':
		return s.skipString()
	case c == '{':
		return s.members(func([]byte) error { return s.skip() })
	case c == '[':
		return s.skipArray()
	case c == 't':
		return s.skipLiteral("true")
	case c == 'f':
		return s.skipLiteral("false")
	case c == 'n':
		return s.skipLiteral("null")
	case c == '-' || c >= '0' && c <= '9':
		return s.skipNumber()
	}
	return s.syntax("no value")
}

// nest enters an object or an array.
func (s *scanner) nest() error {
	if s.depth++; s.depth > maxNesting {
		return s.syntax("nested too deep")
	}
	_, err := s.byte()
	return err
}

// members reads an object: member is called for each, with the key's bytes in quotes, which are valid until it reads on;
// it must read the value.
func (s *scanner) members(member func(key []byte) error) error {
	if err := s.nest(); err != nil {
		return err
	}
	for first := true; ; first = false {
		c, err := s.peek()
		if err != nil {
			return err
		}
		switch {
		case c == '}' && first:
			s.depth--
			s.pos++
			return nil
		case c != '"':
			return s.syntax("no key")
		}
		key, err := s.key()
		if err != nil {
			return err
		}
		if err := member(key); err != nil {
			return err
		}
		if more, err := s.more('}'); err != nil || !more {
			return err
		}
	}
}

// key reads a member's key and its colon. White space between them is rare enough to have the key copied.
func (s *scanner) key() ([]byte, error) {
	key, err := s.capture(s.skipString)
	if err != nil {
		return nil, err
	}
	if s.pos < s.end && s.window[s.pos] == ':' {
		s.pos++
		return key, nil
	}
	key = append([]byte(nil), key...)
	if c, err := s.peek(); err != nil {
		return nil, err
	} else if c != ':' {
		return nil, s.syntax("no colon")
	}
	s.pos++
	return key, nil
}

// more reads what follows a member or an element: a comma, or the end.
func (s *scanner) more(end byte) (bool, error) {
	c, err := s.peek()
	if err != nil {
		return false, err
	}
	switch c {
	case ',':
		s.pos++
		return true, nil
	case end:
		s.pos++
		s.depth--
		return false, nil
	}
	return false, s.syntax("neither a comma nor an end")
}

func (s *scanner) skipArray() error {
	if err := s.nest(); err != nil {
		return err
	}
	if c, err := s.peek(); err != nil {
		return err
	} else if c == ']' {
		s.depth--
		s.pos++
		return nil
	}
	for {
		if err := s.skip(); err != nil {
			return err
		}
		if more, err := s.more(']'); err != nil || !more {
			return err
		}
	}
}

func (s *scanner) skipString() error {
	s.pos++ // the quote, which the caller has seen
	for {
		s.pos += plain(s.window[s.pos:s.end])
		if s.pos == s.end {
			if err := s.fill(); err != nil {
				return err
			}
			continue
		}
		switch c := s.window[s.pos]; c {
		case '"':
			s.pos++
			return nil
		case '\\':
			s.pos++
			if err := s.skipEscape(); err != nil {
				return err
			}
		default:
			return s.syntax("a control character in a string")
		}
	}
}

// plain returns how many bytes at the start of b have no meaning of their own in a string. Most of a document is
// strings: eight bytes at once gain a sixth of the whole scan.
func plain(b []byte) int {
	const low, high = 0x0101010101010101, 0x8080808080808080
	i := 0
	for ; i+8 <= len(b); i += 8 {
		w := binary.LittleEndian.Uint64(b[i:])
		// The high bit of a byte is set where it is less than 32, a quote or a backslash. A borrow may set that of a byte
		// above one that is; only the first counts.
		quote, slash := w^low*'"', w^low*'\\'
		special := ((w-low*' ')&^w | (quote-low)&^quote | (slash-low)&^slash) & high
		if special != 0 {
			return i + bits.TrailingZeros64(special)/8
		}
	}
	for ; i < len(b); i++ {
		if c := b[i]; c < ' ' || c == '"' || c == '\\' {
			break
		}
	}
	return i
}

func (s *scanner) skipEscape() error {
	c, err := s.byte()
	if err != nil {
		return err
	}
	switch c {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return nil
	case 'u':
		for range 4 {
			c, err := s.byte()
			if err != nil {
				return err
			}
			if !(c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F') {
				return s.syntax("a bad escape")
			}
		}
		return nil
	}
	return s.syntax("a bad escape")
}

func (s *scanner) skipLiteral(want string) error {
	for i := range len(want) {
		c, err := s.byte()
		if err != nil {
			return err
		}
		if c != want[i] {
			return s.syntax("no value")
		}
	}
	return nil
}

func (s *scanner) skipNumber() error {
	c, err := s.byte()
	if err != nil {
		return err
	}
	if c == '-' {
		if c, err = s.byte(); err != nil {
			return err
		}
	}
	switch {
	case c == '0':
	case c >= '1' && c <= '9':
		s.digits()
	default:
		return s.syntax("a bad number")
	}
	if s.next() == '.' {
		s.pos++
		if s.digits() == 0 {
			return s.syntax("a bad number")
		}
	}
	if c := s.next(); c == 'e' || c == 'E' {
		s.pos++
		if c := s.next(); c == '+' || c == '-' {
			s.pos++
		}
		if s.digits() == 0 {
			return s.syntax("a bad number")
		}
	}
	return nil
}

func (s *scanner) digits() (n int) {
	for c := s.next(); c >= '0' && c <= '9'; c = s.next() {
		s.pos++
		n++
	}
	return n
}

// next returns the next byte without taking it, 0 at the end of the document; a failure to read shows at the next step.
func (s *scanner) next() byte {
	if s.pos == s.end && s.fill() != nil {
		return 0
	}
	return s.window[s.pos]
}
