package inflate

// maxRun is the longest run of equal code lengths.
const maxRun = 138

func (d *Decoder) tableSizes() bool {
	if !d.need(14) {
		return false
	}
	d.nlen, d.ndist, d.ncode = d.bits(5)+257, d.bits(5)+1, d.bits(4)+4
	if d.nlen > 286 || d.ndist > 30 {
		return d.fail("too many length or distance symbols")
	}
	d.have, d.state = 0, codeLengths
	clear(d.lengths[:19])
	return true
}

// order is the order in which the lengths of the code length alphabet come (RFC 1951, 3.2.7).
const order = "\x10\x11\x12\x00\x08\x07\x09\x06\x0a\x05\x0b\x04\x0c\x03\x0d\x02\x0e\x01\x0f"

func (d *Decoder) codeLengths() bool {
	for ; d.have < d.ncode; d.have++ {
		if !d.need(3) {
			return false
		}
		d.lengths[order[d.have]] = uint8(d.bits(3))
	}
	codes := &d.dynamic[0] // it is not needed yet
	if !codes.build(d.lengths[:19], known().codes, false) {
		return d.fail("invalid code lengths set")
	}
	if codes.entries[0]&invalid != 0 { // no code at all: zlib reads one zero for each bit
		codes.entries[0], codes.entries[1] = 1, 1
	}
	d.have, d.state = 0, tableLengths
	return true
}

func (d *Decoder) tableLengths() bool {
	for d.have < d.nlen+d.ndist {
		e, ok := d.code(&d.dynamic[0])
		if !ok {
			return false
		}
		if e.value() < 16 {
			d.bits(e.length())
			d.lengths[d.have] = uint8(e.value())
			d.have++
			continue
		}
		if !d.run(e) {
			return false
		}
	}
	return d.buildTables()
}

// run repeats a code length.
func (d *Decoder) run(e entry) bool {
	var value uint8
	base, extra := 3, uint(2)
	switch e.value() {
	case 17:
		extra = 3
	case 18:
		base, extra = 11, 7
	}
	if !d.need(e.length() + extra) {
		return false
	}
	d.bits(e.length())
	if e.value() == 16 {
		if d.have == 0 {
			return d.fail("invalid bit length repeat")
		}
		value = d.lengths[d.have-1]
	}
	n := base + d.bits(extra)
	if d.have+n > d.nlen+d.ndist {
		return d.fail("invalid bit length repeat")
	}
	for range n {
		d.lengths[d.have] = value
		d.have++
	}
	return true
}

func (d *Decoder) buildTables() bool {
	if d.lengths[256] == 0 {
		return d.fail("invalid code -- missing end-of-block")
	}
	if !d.dynamic[0].build(d.lengths[:d.nlen], known().lengths, true) {
		return d.fail("invalid literal/lengths set")
	}
	if !d.dynamic[1].build(d.lengths[d.nlen:d.nlen+d.ndist], known().distances, true) {
		return d.fail("invalid distances set")
	}
	d.lit, d.dist, d.state = &d.dynamic[0], &d.dynamic[1], symbol
	return true
}

// code finds the next code of t, without using up its bits.
func (d *Decoder) code(t *table) (entry, bool) {
	for {
		if e := t.lookup(d.hold); e.length() <= d.nbits {
			return e, true
		}
		if !d.need(d.nbits + 1) {
			return 0, false
		}
	}
}
