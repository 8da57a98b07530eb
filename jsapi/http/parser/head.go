package parser

import (
	"bytes"
	"strings"
)

// head reads a start line and its header fields.
func (p *Parser) head(data []byte) ([]byte, error) {
	section, rest, err := p.section(data, p.options.MaxHeaderSize)
	if err != nil {
		return nil, err
	}
	if section == nil {
		return nil, p.beginsWrong()
	}
	line, fields, err := p.line(section)
	if err != nil {
		return nil, err
	}
	h := new(Head)
	if p.kind == Request {
		err = h.requestLine(line)
	} else {
		err = h.statusLine(line)
	}
	if err != nil {
		return nil, err
	}
	if h.Fields, err = p.fields(fields); err != nil {
		return nil, err
	}
	return rest, p.begin(h)
}

// beginsWrong looks at what is there of a head, so that whoever speaks another protocol is told at once.
func (p *Parser) beginsWrong() error {
	b := p.held
	if p.kind == Response {
		const name = "HTTP/"
		if n := min(len(b), len(name)); string(b[:n]) != name[:n] {
			return fail("INVALID_CONSTANT", "Expected HTTP/, RTSP/ or ICE/")
		}
		return nil
	}
	word, _, ended := bytes.Cut(b, []byte{' '})
	if ended && isMethod(string(word)) {
		return nil
	}
	for _, method := range Methods() {
		if !ended && strings.HasPrefix(method, string(word)) {
			return nil
		}
	}
	return fail("INVALID_METHOD", "Invalid method encountered")
}

// line takes a line from b, without its end.
func (p *Parser) line(b []byte) (line, rest []byte, err error) {
	line, rest, _ = bytes.Cut(b, []byte{'\n'})
	if n := len(line); n > 0 && line[n-1] == '\r' {
		return line[:n-1], rest, nil
	}
	if p.options.Lenient {
		return line, rest, nil
	}
	return nil, nil, fail("CR_EXPECTED", "Missing expected CR after header value")
}

func (h *Head) requestLine(line []byte) error {
	method, rest, _ := bytes.Cut(line, []byte{' '})
	h.Method = string(method)
	if !isMethod(h.Method) {
		return fail("INVALID_METHOD", "Invalid method encountered")
	}
	target, version, two := bytes.Cut(rest, []byte{' '})
	if !two || len(target) == 0 {
		return fail("INVALID_URL", "Unexpected end of the request line")
	}
	for _, c := range target {
		if c <= ' ' || c == 0x7f {
			return fail("INVALID_URL", "Invalid characters in url")
		}
	}
	h.Target = string(target)
	rest, err := h.version(version)
	if err == nil && len(rest) > 0 {
		return fail("INVALID_VERSION", "Expected CRLF after version")
	}
	return err
}

// version reads HTTP/1.1 and returns what follows.
func (h *Head) version(b []byte) ([]byte, error) {
	rest, ok := bytes.CutPrefix(b, []byte("HTTP/"))
	if !ok {
		return nil, fail("INVALID_CONSTANT", "Expected HTTP/")
	}
	if len(rest) < 3 || rest[1] != '.' {
		return nil, fail("INVALID_VERSION", "Invalid HTTP version")
	}
	switch string(rest[:3]) {
	case "0.9", "1.0", "1.1", "2.0":
	default:
		return nil, fail("INVALID_VERSION", "Invalid HTTP version")
	}
	h.Major, h.Minor = int(rest[0]-'0'), int(rest[2]-'0')
	return rest[3:], nil
}

func (h *Head) statusLine(line []byte) error {
	if !bytes.HasPrefix(line, []byte("HTTP/")) {
		return fail("INVALID_CONSTANT", "Expected HTTP/, RTSP/ or ICE/")
	}
	rest, err := h.version(line)
	if err != nil {
		return err
	}
	if len(rest) < 4 || rest[0] != ' ' {
		return fail("INVALID_STATUS", "Invalid status code")
	}
	for _, c := range rest[1:4] {
		if c < '0' || c > '9' {
			return fail("INVALID_STATUS", "Invalid status code")
		}
		h.Status = 10*h.Status + int(c-'0')
	}
	reason := rest[4:]
	if len(reason) > 0 && reason[0] != ' ' {
		return fail("INVALID_STATUS", "Invalid response status")
	}
	for _, c := range reason {
		if c < ' ' && c != '\t' || c == 0x7f {
			return fail("INVALID_STATUS", "Invalid response status")
		}
	}
	if len(reason) > 0 {
		h.Reason = string(reason[1:])
	}
	return nil
}

// fields reads header fields up to the empty line.
func (p *Parser) fields(b []byte) ([]string, error) {
	fields := make([]string, 0, 2*bytes.Count(b, []byte{'\n'}))
	for len(b) > 0 {
		line, rest, err := p.line(b)
		if err != nil {
			return nil, err
		}
		b = rest
		if len(line) == 0 {
			return fields, nil
		}
		if line[0] == ' ' || line[0] == '\t' { // obs-fold (RFC 9112, 5.2)
			if !p.options.Lenient || len(fields) == 0 {
				return nil, fail("INVALID_HEADER_TOKEN", "Unexpected whitespace after header value")
			}
			fields[len(fields)-1] += " " + string(bytes.Trim(line, " \t"))
			continue
		}
		name, value, colon := bytes.Cut(line, []byte{':'})
		if !colon || len(name) == 0 || !isToken(name) {
			return nil, fail("INVALID_HEADER_TOKEN", "Invalid header token")
		}
		value = bytes.Trim(value, " \t")
		for _, c := range value {
			if c < ' ' && c != '\t' || c == 0x7f {
				if !p.options.Lenient || c == 0 || c == '\r' {
					return nil, fail("INVALID_HEADER_TOKEN", "Invalid header value char")
				}
			}
		}
		fields = append(fields, string(name), string(value))
	}
	return fields, nil
}

// begin decides how the body is framed (RFC 9112, 6.3) and tells of the head.
func (p *Parser) begin(h *Head) error {
	f, err := p.framing(h)
	if err != nil {
		return err
	}
	hasBody := f.chunked || f.sized && f.length > 0
	if p.kind == Response {
		bare := h.Status < 200 || h.Status == 204 || h.Status == 304
		switch {
		case bare:
			hasBody = false
			f = framing{}
		case !f.chunked && (f.coded || !f.sized):
			hasBody = true
			h.KeepAlive = false // the body ends with the connection, unless the handler knows that there is none
		}
	}
	p.last = !h.KeepAlive
	p.state = atStart
	switch p.handler.Headers(h) {
	case Switch:
		if !p.stopped {
			p.state = inOther
			p.handler.Complete()
		}
		return nil
	case NoBody:
		hasBody = false
		p.last = !persistent(h)
	case ByHeaders:
	}
	switch {
	case p.stopped:
	case !hasBody:
		p.complete()
	case f.chunked:
		p.state = inChunkSize
	case f.sized && !f.coded:
		p.state, p.left = inLength, f.length
	default:
		p.state = untilClose
	}
	return nil
}
