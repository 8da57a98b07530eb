package inflate

import "encoding/binary"

const (
	maxMatch = 258
	// wide is how many bytes of input are taken at once. They give at least 56 bits, and a match takes 48 at most.
	wide = 8
)

// symbol decodes literals and matches: as fast as can be where input and room are plenty, then one by one.
func (d *Decoder) symbol() bool {
	if len(d.src)-d.pos >= wide && len(d.dst)-d.n >= maxMatch {
		if !d.fast() || d.state != symbol {
			return d.err == nil
		}
	}
	for {
		e, ok := d.code(d.lit)
		if !ok {
			return false
		}
		switch {
		case e&literal != 0:
			if d.n == len(d.dst) {
				return false
			}
			d.bits(e.length())
			d.dst[d.n] = byte(e.value())
			d.n++
			if len(d.src)-d.pos >= wide && len(d.dst)-d.n >= maxMatch {
				return true
			}
			continue
		case e&end != 0:
			d.bits(e.length())
			d.state = block
		case e&invalid != 0:
			return d.fail("invalid literal/length code")
		default:
			d.bits(e.length())
			d.e, d.state = e, lengthExtra
		}
		return true
	}
}

// reference decodes what follows a length's code.
func (d *Decoder) reference() bool {
	if d.state == lengthExtra {
		if !d.need(d.e.extra()) {
			return false
		}
		d.length = d.e.value() + d.bits(d.e.extra())
		d.state = distance
	}
	if d.state == distance {
		e, ok := d.code(d.dist)
		if !ok {
			return false
		}
		if e&invalid != 0 {
			return d.fail("invalid distance code")
		}
		d.bits(e.length())
		d.e, d.state = e, distanceExtra
	}
	if !d.need(d.e.extra()) {
		return false
	}
	d.distance = d.e.value() + d.bits(d.e.extra())
	if d.distance > d.n+len(d.window) {
		return d.fail("invalid distance too far back")
	}
	d.state = match
	return true
}

// copyMatch copies as much of a match as there is room for.
func (d *Decoder) copyMatch() bool {
	for d.length > 0 {
		if d.n == len(d.dst) {
			return false
		}
		d.length -= d.copyBack(min(d.length, len(d.dst)-d.n))
	}
	d.state = symbol
	return true
}

// copyBack copies up to length bytes from distance back, at least one, and returns how many.
func (d *Decoder) copyBack(length int) int {
	if back := d.distance - d.n; back > 0 { // in the window
		n := copy(d.dst[d.n:d.n+length], d.window[len(d.window)-back:])
		d.n += n
		return n
	}
	start, stop := d.n-d.distance, d.n+length
	for d.n < stop { // what has just been copied is copied again
		d.n += copy(d.dst[d.n:stop], d.dst[start:d.n])
	}
	return length
}

// fast decodes while there are wide bytes of input and room for a whole match. It returns false on an error, and at the
// block's end the state is another one.
func (d *Decoder) fast() bool {
	src, dst, pos, n := d.src, d.dst, d.pos, d.n
	hold, nbits := d.hold, d.nbits
	lit, dist := d.lit, d.dist
	ok := true
loop:
	for len(src)-pos >= wide && len(dst)-n >= maxMatch {
		hold |= binary.LittleEndian.Uint64(src[pos:]) << (nbits & 63)
		pos += int(63-nbits) >> 3
		nbits |= 56
		e := lit.lookup(hold)
		if e&literal != 0 { // two more fit into what is held, and leave enough to go round
			hold, nbits = hold>>e.length(), nbits-e.length()
			dst[n] = byte(e.value())
			n++
			if e = lit.lookup(hold); e&literal == 0 {
				continue // with more bits
			}
			hold, nbits = hold>>e.length(), nbits-e.length()
			dst[n] = byte(e.value())
			n++
			continue
		}
		if e&(end|invalid) != 0 {
			if e&invalid != 0 {
				ok = d.fail("invalid literal/length code")
				break
			}
			hold, nbits = hold>>e.length(), nbits-e.length()
			d.state = block
			break
		}
		hold, nbits = hold>>e.length(), nbits-e.length()
		length := e.value() + int(hold&(1<<e.extra()-1))
		hold, nbits = hold>>e.extra(), nbits-e.extra()
		e = dist.lookup(hold)
		if e&invalid != 0 {
			ok = d.fail("invalid distance code")
			break
		}
		hold, nbits = hold>>e.length(), nbits-e.length()
		back := e.value() + int(hold&(1<<e.extra()-1))
		hold, nbits = hold>>e.extra(), nbits-e.extra()
		switch {
		case back > n+len(d.window):
			ok = d.fail("invalid distance too far back")
			break loop
		case back <= n && back >= length:
			n += copy(dst[n:n+length], dst[n-back:])
		default:
			d.n, d.distance = n, back
			for length > 0 {
				length -= d.copyBack(length)
			}
			n = d.n
		}
	}
	d.pos, d.n, d.nbits = pos, n, nbits
	d.hold = hold & (1<<nbits - 1)
	d.giveBack()
	return ok
}

// giveBack returns whole bytes that are held to the input they came from.
func (d *Decoder) giveBack() {
	n := min(int(d.nbits>>3), d.pos)
	d.pos -= n
	d.nbits -= uint(n) << 3
	d.hold &= 1<<d.nbits - 1
}
