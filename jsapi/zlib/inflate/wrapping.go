package inflate

import (
	"hash/adler32"
	"hash/crc32"
)

// The flags of a gzip header (RFC 1952, 2.3.1), as they stand beside the method.
const (
	hasCRC      = 0x0200
	hasExtra    = 0x0400
	hasName     = 0x0800
	hasComment  = 0x1000
	reserved    = 0xe000
	methodFlate = 8
)

func (d *Decoder) header() bool {
	switch d.state {
	case head:
		return d.head()
	case dictionaryID:
		if !d.need(32) {
			return false
		}
		for range 4 {
			d.wantDict = d.wantDict<<8 | uint32(d.bits(8))
		}
		d.state = needDictionary
		return true
	default:
		return d.gzipHeader()
	}
}

func (d *Decoder) head() bool {
	if !d.need(16) {
		return false
	}
	first := int(d.hold & 0xffff)
	if d.format != Zlib && first == 0x8b1f {
		d.gzip, d.state, d.crc = true, gzipFields, crc32.Update(0, crc32.IEEETable, []byte{0x1f, 0x8b})
		d.bits(16)
		return true
	}
	if d.format == Gzip || (first&0xff<<8+first>>8)%31 != 0 {
		return d.fail("incorrect header check")
	}
	if first&0xf != methodFlate {
		return d.fail("unknown compression method")
	}
	if size := first>>4&0xf + 8; size > 15 || d.windowBits != 0 && size > d.windowBits {
		return d.fail("invalid window size")
	}
	d.bits(16)
	d.adler, d.wantDict = adler32.New(), 0
	d.state = block
	if first&0x2000 != 0 {
		d.state = dictionaryID
	}
	return true
}

// gzipHeader reads what follows the magic number, byte by byte.
func (d *Decoder) gzipHeader() bool {
	switch d.state {
	case gzipFields:
		return d.gzipFields()
	case gzipExtraSize:
		if d.flags&hasExtra == 0 {
			d.stored, d.state = 0, gzipExtra
			return true
		}
		if !d.need(16) {
			return false
		}
		low, high := d.headerByte(), d.headerByte()
		d.stored, d.state = int(low)|int(high)<<8, gzipExtra
	case gzipExtra:
		for ; d.stored > 0; d.stored-- {
			if !d.need(8) {
				return false
			}
			d.headerByte()
		}
		d.state = gzipName
	case gzipName:
		return d.gzipText(hasName, gzipComment)
	case gzipComment:
		return d.gzipText(hasComment, gzipCRC)
	case gzipCRC:
		if d.flags&hasCRC != 0 {
			if !d.need(16) {
				return false
			}
			if uint16(d.bits(16)) != uint16(d.crc) {
				return d.fail("header crc mismatch")
			}
		}
		d.crc, d.total, d.state = 0, 0, block
	}
	return true
}

// gzipFields reads the method, the flags, and six bytes that mean nothing here.
func (d *Decoder) gzipFields() bool {
	if d.stored == 0 {
		if !d.need(16) {
			return false
		}
		d.flags = int(d.hold & 0xffff)
		if d.flags&0xff != methodFlate {
			return d.fail("unknown compression method")
		}
		if d.flags&reserved != 0 {
			return d.fail("unknown header flags set")
		}
		d.headerByte()
		d.headerByte()
		d.stored = 6
	}
	for ; d.stored > 0; d.stored-- {
		if !d.need(8) {
			return false
		}
		d.headerByte()
	}
	d.state = gzipExtraSize
	return true
}

// gzipText skips a text that ends with a zero, if the flag says that there is one.
func (d *Decoder) gzipText(flag int, next state) bool {
	for d.flags&flag != 0 {
		if !d.need(8) {
			return false
		}
		if d.headerByte() == 0 {
			break
		}
	}
	d.state = next
	return true
}

func (d *Decoder) headerByte() byte {
	b := byte(d.bits(8))
	d.crc = crc32.Update(d.crc, crc32.IEEETable, []byte{b})
	return b
}
