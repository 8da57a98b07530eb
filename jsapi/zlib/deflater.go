package zlib

import (
	"bytes"
	"compress/flate"
	"hash"
	"hash/adler32"
	"hash/crc32"
)

const (
	huffmanOnly = 2 // zlib's strategy
	maxBits     = 15
	// slice is how much input is compressed before the output is looked at: what waits to be read is not much more.
	slice = 16 << 10
)

type deflater struct {
	settings
	w     *flate.Writer
	out   bytes.Buffer // written by w, not yet read
	in    []byte
	flush int

	begun, finished bool
	dirty           bool // there is input since the last flush
	segment         int  // bytes since the history began, where the window is smaller than compress/flate's
	crc             uint32
	adler           hash.Hash32
	total           uint32
	last            int // the flush that was asked for last
	spare           spare
}

// spare is a compressor that is at rest. One takes most of a megabyte, and longer to make than a small message to compress.
type spare struct {
	w     *flate.Writer
	level int
}

func newDeflater(s settings, idle spare) *deflater {
	c := &deflater{settings: s, spare: idle, adler: adler32.New()}
	c.reset()
	return c
}

func (c *deflater) reset() {
	c.out.Reset()
	c.in, c.begun, c.finished, c.dirty = nil, false, false, false
	c.crc, c.total, c.last = 0, 0, noFlush
	c.adler.Reset()
	c.compressor(c.usableDictionary())
}

// usableDictionary is what matches may reach. With a small window we leave it alone, since they could reach too far.
func (c *deflater) usableDictionary() []byte {
	if c.mode == gzipMode || c.windowBits < maxBits {
		return nil
	}
	return c.dictionary
}

// compressor begins anew, with no history but dictionary.
func (c *deflater) compressor(dictionary []byte) {
	c.segment = 0
	level := c.level
	switch {
	case c.strategy == huffmanOnly && level != 0:
		level = flate.HuffmanOnly
	case c.windowBits < maxBits && level != 0:
		level = flate.BestSpeed // whose history is soonest forgotten
	}
	if c.spare.w != nil && c.spare.level == level && dictionary == nil {
		c.w = c.spare.w
		c.w.Reset(&c.out)
	} else {
		c.w, _ = flate.NewWriterDict(&c.out, level, dictionary) // the level is valid
	}
	c.spare = spare{level: level}
	if dictionary == nil {
		c.spare.w = c.w
	}
}

// forget ends the history. Only after a flush may it be called.
func (c *deflater) forget() {
	if c.usableDictionary() != nil {
		c.compressor(nil) // Reset would bring the dictionary back
		return
	}
	c.segment = 0
	c.w.Reset(&c.out)
}

// setParams changes level and strategy from here on.
func (c *deflater) setParams(level, strategy int) {
	if level == c.level && strategy == c.strategy {
		return
	}
	c.flushOut()
	c.level, c.strategy = level, strategy
	c.compressor(nil)
}

func (c *deflater) start(in []byte, flush int) { c.in, c.flush = in, flush }

func (c *deflater) rest() int { return len(c.in) }

func (c *deflater) next(dst []byte) (int, error) {
	for c.out.Len() < len(dst) && c.advance() {
	}
	n, _ := c.out.Read(dst)
	return n, nil
}

// advance compresses some input, or flushes. It reports whether there may be more to do.
func (c *deflater) advance() bool {
	if c.finished {
		return false
	}
	c.begin()
	if len(c.in) > 0 {
		n := min(len(c.in), slice)
		if c.windowBits < maxBits {
			n = min(n, 1<<c.windowBits-c.segment)
		}
		c.compress(c.in[:n])
		c.in = c.in[n:]
		return true
	}
	switch c.flush {
	case noFlush:
	case finish:
		c.end()
	default:
		// As zlib does: a flush where there is nothing to flush is done once.
		if c.dirty || rank(c.flush) > rank(c.last) {
			c.flushOut()
			if c.flush == fullFlush {
				c.forget()
			}
		}
	}
	c.last = c.flush
	return false
}

// rank orders the flushes by how much they do.
func rank(flush int) int {
	if flush == blockFlush {
		return 1
	}
	return 2 * flush
}

func (c *deflater) compress(b []byte) {
	_, _ = c.w.Write(b) // a bytes.Buffer takes everything
	c.dirty = true
	if c.segment += len(b); c.windowBits < maxBits && c.segment == 1<<c.windowBits {
		c.flushOut()
		c.forget()
		c.last = syncFlush
	}
	switch c.mode {
	case gzipMode:
		c.crc = crc32.Update(c.crc, crc32.IEEETable, b)
		c.total += uint32(len(b))
	case deflateMode:
		_, _ = c.adler.Write(b)
	}
}

func (c *deflater) flushOut() {
	_ = c.w.Flush()
	c.dirty = false
}
