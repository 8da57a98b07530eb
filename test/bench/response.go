package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
)

// response is one HTTP/1.1 response (RFC 9112), valid until the next one is read.
type response struct {
	status int
	body   []byte
}

// reader reads responses from one connection. It knows only as much HTTP as the peers speak: a Content-Length, no
// chunks, no interim responses.
type reader struct {
	src io.Reader
	buf []byte // what was read and not used starts at buf[r], ends at buf[w]
	r   int
	w   int
}

func newReader(src io.Reader) *reader { return &reader{src: src, buf: make([]byte, 8<<10)} }

var (
	headerEnd     = []byte("\r\n\r\n")
	contentLength = []byte("content-length")
)

func (d *reader) read() (response, error) {
	head, err := d.head()
	if err != nil {
		return response{}, err
	}
	status, err := statusOf(head)
	if err != nil {
		return response{}, err
	}
	length, err := lengthOf(head)
	if err != nil {
		return response{}, err
	}
	for d.w-d.r < length {
		if err := d.fill(); err != nil {
			return response{}, err
		}
	}
	body := d.buf[d.r : d.r+length]
	d.r += length
	return response{status, body}, nil
}

// head returns the status line and the header, without the empty line, and steps over them.
func (d *reader) head() ([]byte, error) {
	if d.r > 0 { // what the last body left; without pipelining that is nothing
		d.w = copy(d.buf, d.buf[d.r:d.w])
		d.r = 0
	}
	for {
		if i := bytes.Index(d.buf[:d.w], headerEnd); i >= 0 {
			d.r = i + len(headerEnd)
			return d.buf[:i], nil
		}
		if err := d.fill(); err != nil {
			return nil, err
		}
	}
}

func (d *reader) fill() error {
	if d.w == len(d.buf) {
		d.buf = append(d.buf, make([]byte, len(d.buf))...)
	}
	n, err := d.src.Read(d.buf[d.w:])
	d.w += n
	if n > 0 {
		return nil
	}
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

func statusOf(head []byte) (int, error) {
	if len(head) < len("HTTP/1.1 200") || !bytes.HasPrefix(head, []byte("HTTP/1.1 ")) {
		return 0, fmt.Errorf("not an HTTP/1.1 response: %.40q", head)
	}
	status, err := strconv.Atoi(string(head[9:12]))
	if err != nil {
		return 0, fmt.Errorf("not an HTTP/1.1 response: %.40q", head)
	}
	return status, nil
}

func lengthOf(head []byte) (int, error) {
	for rest := head; len(rest) > 0; {
		line := rest
		if i := bytes.IndexByte(rest, '\n'); i >= 0 {
			line, rest = rest[:i], rest[i+1:]
		} else {
			rest = nil
		}
		n := len(contentLength)
		if len(line) <= n || line[n] != ':' || !bytes.EqualFold(line[:n], contentLength) {
			continue
		}
		length, err := strconv.Atoi(string(bytes.TrimSpace(line[n+1:])))
		if err != nil || length < 0 {
			return 0, fmt.Errorf("bad Content-Length in %q", line)
		}
		return length, nil
	}
	return 0, fmt.Errorf("the response has no Content-Length: %q", head)
}
