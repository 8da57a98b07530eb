package zlib

import (
	"errors"
	"io"
	"reflect"

	"github.com/andybalholm/brotli"
)

type brotliDecoder struct {
	r     *brotli.Reader
	feed  feed
	flush int
	ended bool
}

// feed is the reader's source: what it has not, the reader is to ask for again later, unless it is closed.
type feed struct {
	in     []byte
	closed bool
}

var errLater = errors.New("zlib: the input comes later")

func (f *feed) Read(b []byte) (int, error) {
	n := copy(b, f.in)
	f.in = f.in[n:]
	switch {
	case n > 0:
		return n, nil
	case f.closed:
		return 0, io.EOF
	}
	return 0, errLater
}

func newBrotliDecoder() *brotliDecoder {
	c := &brotliDecoder{}
	c.r = brotli.NewReader(&c.feed)
	return c
}

func (c *brotliDecoder) reset() {
	c.feed, c.ended = feed{}, false
	_ = c.r.Reset(&c.feed)
}

func (c *brotliDecoder) start(in []byte, flush int) { c.feed.in, c.flush = in, flush }

func (c *brotliDecoder) rest() int {
	if c.ended {
		return max(len(c.feed.in), 1) // what the reader has taken of it, it keeps for itself
	}
	return 0
}

func (c *brotliDecoder) next(dst []byte) (n int, err error) {
	for n < len(dst) && !c.ended {
		var m int
		m, err = c.r.Read(dst[n:])
		n += m
		if err == nil {
			continue
		}
		if errors.Is(err, errLater) {
			break
		}
		// The library's errors about the data are numbers, those of brotli's own; any other is data after the end.
		if code := reflect.ValueOf(err); code.Kind() == reflect.Int {
			return n, brotliFailure(int(code.Int()))
		}
		c.ended = true
	}
	if n < len(dst) && c.flush == finish && !c.ended && !c.atEnd() {
		return n, unexpectedEnd()
	}
	return n, nil
}

// atEnd asks the reader whether it has seen the end, which it says when there is nothing more to read.
func (c *brotliDecoder) atEnd() bool {
	c.feed.closed = true
	_, err := c.r.Read(make([]byte, 1))
	c.feed.closed = false
	return errors.Is(err, io.EOF)
}

// brotliFailure names an error as Node does, after BROTLI_DECODER's.
func brotliFailure(number int) *failure {
	for _, c := range brotliErrors {
		if c.value == number {
			return &failure{"Decompression failed", "ERR_" + c.name[len("BROTLI_DECODER"):], number}
		}
	}
	return &failure{"Decompression failed", "ERR__ERROR_UNREACHABLE", number}
}
