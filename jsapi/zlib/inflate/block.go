package inflate

// state is what comes next in the input.
type state uint8

const (
	head state = iota
	gzipFields
	gzipExtraSize
	gzipExtra
	gzipName
	gzipComment
	gzipCRC
	dictionaryID
	needDictionary
	block
	storedSize
	stored
	tableSizes
	codeLengths
	tableLengths
	symbol
	lengthExtra
	distance
	distanceExtra
	match
	trailer
	trailerSize
	done
)

// step goes on to the next state, and reports false when it cannot: input, room for output, or an error.
func (d *Decoder) step() bool {
	switch d.state {
	case block:
		return d.blockHead()
	case storedSize:
		return d.storedSize()
	case stored:
		return d.copyStored()
	case tableSizes:
		return d.tableSizes()
	case codeLengths:
		return d.codeLengths()
	case tableLengths:
		return d.tableLengths()
	case symbol:
		return d.symbol()
	case lengthExtra, distance, distanceExtra:
		return d.reference()
	case match:
		return d.copyMatch()
	case trailer, trailerSize:
		return d.trailer()
	case done:
		d.err = ErrEnd
		return false
	case needDictionary:
		d.err = ErrDictionary
		return false
	default:
		return d.header()
	}
}

func (d *Decoder) blockHead() bool {
	if d.final {
		d.bits(d.nbits & 7)
		d.giveBack()
		d.state = trailer
		return true
	}
	if !d.need(3) {
		return false
	}
	d.final = d.bits(1) == 1
	switch d.bits(2) {
	case 0:
		d.bits(d.nbits & 7)
		d.state = storedSize
	case 1:
		d.lit, d.dist = &known().fixedLengths, &known().fixedDists
		d.state = symbol
	case 2:
		d.state = tableSizes
	default:
		return d.fail("invalid block type")
	}
	return true
}

func (d *Decoder) storedSize() bool {
	if !d.need(32) {
		return false
	}
	size, complement := d.bits(16), d.bits(16)
	if size != complement^0xffff {
		return d.fail("invalid stored block lengths")
	}
	d.stored, d.state = size, stored
	return true
}

func (d *Decoder) copyStored() bool {
	for d.stored > 0 && d.nbits > 0 && d.n < len(d.dst) { // whole bytes
		d.dst[d.n] = byte(d.bits(8))
		d.n++
		d.stored--
	}
	if d.nbits == 0 {
		n := copy(d.dst[d.n:], d.src[d.pos:min(len(d.src), d.pos+d.stored)])
		d.n += n
		d.pos += n
		d.stored -= n
	}
	if d.stored > 0 {
		return false
	}
	d.state = block
	return true
}
