package parser

import (
	"bytes"
	"net/http"
	"strings"
)

// framing is what the header fields say of the body.
type framing struct {
	sized   bool // by Content-Length
	length  uint64
	coded   bool // by Transfer-Encoding,
	chunked bool // which ends in chunked
}

// framing reads the fields that matter, and fills in what they mean for the connection.
func (p *Parser) framing(h *Head) (f framing, err error) {
	upgrade := false
	for i := 0; i < len(h.Fields); i += 2 {
		name, value := h.Fields[i], h.Fields[i+1]
		switch len(name) {
		case len("upgrade"):
			upgrade = upgrade || strings.EqualFold(name, "upgrade")
		case len("content-length"):
			if !strings.EqualFold(name, "content-length") {
				continue
			}
			if f.sized {
				return f, fail("UNEXPECTED_CONTENT_LENGTH", "Content-Length already present")
			}
			if f.coded {
				return f, fail("INVALID_CONTENT_LENGTH", "Content-Length can't be present with Transfer-Encoding")
			}
			if f.length, err = length(value); err != nil {
				return f, err
			}
			f.sized = true
		case len("transfer-encoding"):
			if strings.EqualFold(name, "transfer-encoding") {
				if f.chunked {
					return f, fail("INVALID_TRANSFER_ENCODING", "Request has invalid `Transfer-Encoding`")
				}
				if f.sized {
					return f, fail("INVALID_TRANSFER_ENCODING", "Transfer-Encoding can't be present with Content-Length")
				}
				f.coded = true
				f.chunked = endsInChunked(value)
			}
		}
	}
	// In HTTP/1.0 there was none, and who is between may not have understood it (RFC 9112, 6.1).
	if f.coded && p.kind == Request && (!f.chunked || h.Major < 1 || h.Major == 1 && h.Minor == 0) {
		return f, fail("INVALID_TRANSFER_ENCODING", "Request has invalid `Transfer-Encoding`")
	}
	h.KeepAlive = persistent(h)
	agreed := upgrade && hasOption(h, "upgrade")
	if p.kind == Request {
		h.Upgrade = h.Method == http.MethodConnect || agreed
	} else {
		h.Upgrade = h.Status == 101 && agreed
	}
	return f, nil
}

// persistent reports whether the connection outlives the message (RFC 9112, 9.3).
func persistent(h *Head) bool {
	if h.Major < 1 || h.Major == 1 && h.Minor == 0 {
		return hasOption(h, "keep-alive") && !hasOption(h, "close")
	}
	return !hasOption(h, "close")
}

// hasOption reports whether a Connection field lists option, which is in lower case.
func hasOption(h *Head, option string) bool {
	for i := 0; i < len(h.Fields); i += 2 {
		if len(h.Fields[i]) != len("connection") || !strings.EqualFold(h.Fields[i], "connection") {
			continue
		}
		for one := range strings.SplitSeq(h.Fields[i+1], ",") {
			if strings.EqualFold(strings.Trim(one, " \t"), option) {
				return true
			}
		}
	}
	return false
}

func length(value string) (n uint64, err error) {
	if value == "" {
		return 0, fail("INVALID_CONTENT_LENGTH", "Empty Content-Length")
	}
	for _, c := range []byte(value) {
		if c < '0' || c > '9' {
			return 0, fail("INVALID_CONTENT_LENGTH", "Invalid character in Content-Length")
		}
		if n > (1<<63-10)/10 {
			return 0, fail("INVALID_CONTENT_LENGTH", "Content-Length overflow")
		}
		n = 10*n + uint64(c-'0')
	}
	return n, nil
}

func endsInChunked(value string) bool {
	last := value[strings.LastIndexByte(value, ',')+1:]
	return strings.EqualFold(strings.Trim(last, " \t"), "chunked")
}

// tokenChars are those of RFC 9110, 5.6.2, beside letters and digits.
const tokenChars = "!#$%&'*+-.^_`|~"

func isToken(b []byte) bool {
	for _, c := range b {
		if ('a' > c || c > 'z') && ('A' > c || c > 'Z') && ('0' > c || c > '9') && strings.IndexByte(tokenChars, c) < 0 {
			return false
		}
	}
	return true
}

// chunkSize reads a chunk's size, with its extensions (RFC 9112, 7.1).
func (p *Parser) chunkSize(data []byte) ([]byte, error) {
	n := bytes.IndexByte(data, '\n')
	if n < 0 {
		if p.held = append(p.held, data...); len(p.held) > maxChunkLine {
			return nil, fail("CHUNK_EXTENSIONS_OVERFLOW", "Chunk extensions overflow")
		}
		_, err := chunkLength(bytes.TrimSuffix(p.held, []byte{'\r'}))
		return nil, err
	}
	p.held = append(p.held, data[:n+1]...)
	whole := p.held
	p.held = nil
	if len(whole) > maxChunkLine {
		return nil, fail("CHUNK_EXTENSIONS_OVERFLOW", "Chunk extensions overflow")
	}
	line, _, err := p.line(whole)
	if err != nil {
		return nil, fail("INVALID_CHUNK_SIZE", "Invalid character in chunk size")
	}
	size, err := chunkLength(line)
	switch {
	case err != nil:
		return nil, err
	case len(line) == 0:
		return nil, fail("INVALID_CHUNK_SIZE", "Invalid character in chunk size")
	case size == 0:
		p.state = inTrailers
	default:
		p.state, p.left = inChunk, size
	}
	return data[n+1:], nil
}

func chunkLength(line []byte) (n uint64, err error) {
	digits, extension, _ := bytes.Cut(line, []byte{';'})
	for _, c := range extension {
		if c < ' ' && c != '\t' || c == 0x7f {
			return 0, fail("STRICT", "Invalid character in chunk extensions")
		}
	}
	if len(extension) > 0 || len(digits) < len(line) {
		digits = bytes.TrimRight(digits, " \t")
		if len(digits) == 0 {
			return 0, fail("INVALID_CHUNK_SIZE", "Invalid character in chunk size")
		}
	}
	if len(digits) > 15 {
		return 0, fail("INVALID_CHUNK_SIZE", "Chunk size overflow")
	}
	for _, c := range digits {
		switch {
		case '0' <= c && c <= '9':
			c -= '0'
		case 'a' <= c|0x20 && c|0x20 <= 'f':
			c = c | 0x20 - 'a' + 10
		default:
			return 0, fail("INVALID_CHUNK_SIZE", "Invalid character in chunk size")
		}
		n = n<<4 | uint64(c)
	}
	return n, nil
}

// chunkEnd reads the line end behind a chunk.
func (p *Parser) chunkEnd(data []byte) ([]byte, error) {
	for len(data) > 0 {
		c := data[0]
		data = data[1:]
		switch {
		case c == '\r' && len(p.held) == 0:
			p.held = append(p.held, c)
		case c == '\n' && (len(p.held) > 0 || p.options.Lenient):
			p.held, p.state = nil, inChunkSize
			return data, nil
		default:
			return nil, fail("STRICT", "Expected LF after chunk data")
		}
	}
	return nil, nil
}

// trailers reads the fields behind the last chunk.
func (p *Parser) trailers(data []byte) ([]byte, error) {
	section, rest, err := p.section(data, p.options.MaxHeaderSize)
	if section == nil || err != nil {
		return nil, err
	}
	fields, err := p.fields(section)
	if err != nil {
		return nil, err
	}
	if len(fields) > 0 {
		p.handler.Trailers(fields)
	}
	if !p.stopped {
		p.complete()
	}
	return rest, nil
}
