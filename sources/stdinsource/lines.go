package stdinsource

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/guthega/guthega/sources"
)

// line is one message's worth of input.
type line struct {
	number int // from 1
	body   []byte
	// whole is how long the line is, where that is more than the limit: body is then its beginning. Otherwise 0.
	whole int
}

// fault is why the line is no message as it should be: it is too long; nil where it is not.
func (l *line) fault() *sources.Error {
	if l.whole == 0 {
		return nil
	}
	return &sources.Error{Kind: sources.Malformed, Name: "LineTooLongError", Message: fmt.Sprintf(
		"line %d has %d bytes, more than the limit of %d; this copy is its beginning", l.number, l.whole, len(l.body))}
}

// lines cuts an input into lines.
type lines struct {
	in     *bufio.Reader
	format sources.Format
	max    int // bytes of a line, without its end
	number int // of the line read last
}

// readAhead is one Read of the input and one Write of the output: what a pipe holds on Linux.
const readAhead = 64 << 10

func newBuffer(in io.Reader) *bufio.Reader { return bufio.NewReaderSize(in, readAhead) }

// next returns the next line that is not blank, in memory of its own; io.EOF when there is none.
func (l *lines) next() (*line, error) {
	if l.format == sources.Binary {
		return l.all()
	}
	for {
		n, err := l.one()
		if err != nil || n.whole > 0 || len(bytes.TrimSpace(n.body)) > 0 {
			return n, err
		}
	}
}

// one reads up to the next line end, and keeps no more than the limit of it.
func (l *lines) one() (*line, error) {
	var (
		body   []byte
		length int
		tail   [2]byte // the last two bytes read, whether kept or not
	)
	for {
		piece, err := l.in.ReadSlice('\n')
		length += len(piece)
		for _, c := range piece[max(len(piece)-2, 0):] {
			tail[0], tail[1] = tail[1], c
		}
		body = append(body, piece[:min(len(piece), l.max+2-len(body))]...) // 2: the longest line end
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if err != nil && (!errors.Is(err, io.EOF) || length == 0) {
			return nil, err
		}
		break
	}
	l.number++
	switch {
	case length >= 2 && tail == [2]byte{'\r', '\n'}:
		length -= 2
	case tail[1] == '\n':
		length--
	}
	n := &line{number: l.number, body: body[:min(length, l.max)]}
	if length > l.max {
		n.whole = length
	}
	return n, nil
}

// all reads the whole input as the one message there is.
func (l *lines) all() (*line, error) {
	if l.number > 0 {
		return nil, io.EOF
	}
	body, err := io.ReadAll(io.LimitReader(l.in, int64(l.max)))
	if err != nil {
		return nil, err
	}
	rest, err := io.Copy(io.Discard, l.in)
	switch {
	case err != nil:
		return nil, err
	case len(body) == 0:
		return nil, io.EOF
	}
	l.number = 1
	n := &line{number: 1, body: body}
	if rest > 0 {
		n.whole = len(body) + int(rest)
	}
	return n, nil
}
