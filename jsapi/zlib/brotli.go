package zlib

import (
	"bytes"

	"github.com/andybalholm/brotli"
)

// Brotli's parameters that have an effect, by their numbers in zlib.constants.
const (
	brotliQuality = 1
	brotliWindow  = 2
)

type brotliEncoder struct {
	w        *brotli.Writer
	out      bytes.Buffer
	in       []byte
	flush    int
	finished bool
	dirty    bool
}

func newBrotliEncoder(s settings) *brotliEncoder {
	options := brotli.WriterOptions{Quality: brotli.BestCompression, LGWin: 22}
	if quality, ok := s.params[brotliQuality]; ok {
		options.Quality = clamp(quality, brotli.BestSpeed, brotli.BestCompression)
	}
	if window, ok := s.params[brotliWindow]; ok {
		options.LGWin = clamp(window, 10, 24)
	}
	c := &brotliEncoder{}
	c.w = brotli.NewWriterOptions(&c.out, options)
	return c
}

// clamp is what brotli does with a parameter, an unsigned number.
func clamp(n, low, high int) int {
	if n < 0 {
		return high
	}
	return min(max(n, low), high)
}

func (c *brotliEncoder) reset() {
	c.out.Reset()
	c.w.Reset(&c.out)
	c.in, c.finished, c.dirty = nil, false, false
}

func (c *brotliEncoder) start(in []byte, flush int) { c.in, c.flush = in, flush }

func (c *brotliEncoder) rest() int { return len(c.in) }

func (c *brotliEncoder) next(dst []byte) (int, error) {
	for c.out.Len() < len(dst) && !c.finished && len(c.in) > 0 {
		n := min(len(c.in), slice)
		if _, err := c.w.Write(c.in[:n]); err != nil {
			return 0, &failure{"Compression failed", "ERR_BROTLI_COMPRESSION_FAILED", -2}
		}
		c.in, c.dirty = c.in[n:], true
	}
	if len(c.in) == 0 && c.out.Len() < len(dst) && !c.finished {
		switch {
		case c.flush == finish:
			c.finished = true
			_ = c.w.Close() // into a bytes.Buffer
		case c.flush != noFlush && c.dirty:
			c.dirty = false
			_ = c.w.Flush()
		}
	}
	n, _ := c.out.Read(dst)
	return n, nil
}
