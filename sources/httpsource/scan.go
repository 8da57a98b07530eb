package httpsource

// scanner walks over JSON text without decoding it. On text that is no JSON it may accept too much, but it never reads
// past the end.
type scanner struct {
	b []byte
	i int
}

func (s *scanner) at(c byte) bool { return s.i < len(s.b) && s.b[s.i] == c }

func (s *scanner) take(c byte) bool {
	if !s.at(c) {
		return false
	}
	s.i++
	return true
}

func (s *scanner) space() {
	for s.at(' ') || s.at('\t') || s.at('\n') || s.at('\r') {
		s.i++
	}
}

// value skips one value and returns its bytes; false when there is none or it does not end.
func (s *scanner) value() ([]byte, bool) {
	start, depth := s.i, 0
	for s.i < len(s.b) {
		switch s.b[s.i] {
		case '"':
			if !s.str() {
				return nil, false
			}
		case '{', '[':
			depth++
			s.i++
		case '}', ']':
			if depth == 0 { // the end of what a bare number or word is in
				return s.b[start:s.i], s.i > start
			}
			depth--
			s.i++
		case ',', ':', ' ', '\t', '\n', '\r':
			if depth == 0 {
				return s.b[start:s.i], s.i > start
			}
			s.i++
			continue
		default:
			s.i++
			continue
		}
		if depth == 0 {
			return s.b[start:s.i], true
		}
	}
	return nil, false
}

// str skips a string, from its opening quote.
func (s *scanner) str() bool {
	for s.i++; s.i < len(s.b); s.i++ {
		switch s.b[s.i] {
		case '\\':
			s.i++
		case '"':
			s.i++
			return true
		}
	}
	return false
}
