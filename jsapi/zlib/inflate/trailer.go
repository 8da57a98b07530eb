package inflate

import "hash/crc32"

// check brings the checksum up to the output that there is.
func (d *Decoder) check() {
	fresh := d.dst[d.marked:d.n]
	d.marked = d.n
	switch {
	case len(fresh) == 0:
	case d.gzip:
		d.crc = crc32.Update(d.crc, crc32.IEEETable, fresh)
		d.total += uint32(len(fresh))
	case d.format != Raw:
		_, _ = d.adler.Write(fresh) // a hash never fails
	}
}

func (d *Decoder) trailer() bool {
	if d.format == Raw {
		d.state = done
		return true
	}
	if !d.need(32) {
		return false
	}
	d.check()
	if d.state == trailerSize {
		if uint32(d.bits(32)) != d.total {
			return d.fail("incorrect length check")
		}
		d.state = done
		return true
	}
	var sum uint32
	if d.gzip {
		sum = uint32(d.bits(32))
	} else {
		for range 4 {
			sum = sum<<8 | uint32(d.bits(8))
		}
	}
	switch {
	case d.gzip && sum != d.crc, !d.gzip && sum != d.adler.Sum32():
		return d.fail("incorrect data check")
	case d.gzip:
		d.state = trailerSize
	default:
		d.state = done
	}
	return true
}
