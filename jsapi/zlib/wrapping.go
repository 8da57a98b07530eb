package zlib

import (
	"encoding/binary"
	"hash/adler32"
)

// begin writes the header.
func (c *deflater) begin() {
	if c.begun {
		return
	}
	c.begun = true
	level := c.level
	if level < 0 {
		level = 6
	}
	switch c.mode {
	case gzipMode:
		fast := byte(0)
		switch {
		case level == 9:
			fast = 2
		case level < 2 || c.strategy >= huffmanOnly:
			fast = 4
		}
		c.out.Write([]byte{0x1f, 0x8b, 8, 0, 0, 0, 0, 0, fast, 3}) // RFC 1952, 2.3: made on Unix
	case deflateMode:
		c.zlibHeader(level)
	}
}

// zlibHeader is RFC 1950, 2.2.
func (c *deflater) zlibHeader(level int) {
	head := uint16(8+(c.windowBits-8)<<4) << 8
	switch {
	case c.strategy >= huffmanOnly || level < 2:
	case level < 6:
		head |= 1 << 6
	case level == 6:
		head |= 2 << 6
	default:
		head |= 3 << 6
	}
	if c.dictionary != nil {
		head |= 1 << 5
	}
	head += 31 - head%31
	b := binary.BigEndian.AppendUint16(nil, head)
	if c.dictionary != nil {
		b = binary.BigEndian.AppendUint32(b, adler32.Checksum(c.dictionary))
	}
	c.out.Write(b)
}

// end writes the last block and the trailer.
func (c *deflater) end() {
	c.finished = true
	if c.dirty {
		_ = c.w.Close()
	} else {
		c.out.Write([]byte{3, 0}) // a last block of nothing, shorter than compress/flate's
	}
	var b []byte
	switch c.mode {
	case gzipMode:
		b = binary.LittleEndian.AppendUint32(binary.LittleEndian.AppendUint32(nil, c.crc), c.total)
	case deflateMode:
		b = binary.BigEndian.AppendUint32(nil, c.adler.Sum32())
	}
	c.out.Write(b)
}
