package stringdecoder

import (
	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// decoder is one StringDecoder. held are the bytes at the end of what was written that do not make a character yet:
// lacking is how many more it takes at least, 0 when none are held.
type decoder struct {
	encoding jsapi.Encoding
	held     []byte
	lacking  int
}

// write returns the text of all whole characters up to the end of b, which is not kept.
func (d *decoder) write(rt *goja.Runtime, b []byte) goja.Value {
	begun := len(d.held) + d.lacking
	if len(d.held) > 0 {
		b = append(d.held, b...)
	}
	n, lacking := d.incomplete(b, begun)
	whole := b[:len(b)-n]
	text := d.encoding.Text(rt, whole)
	d.held, d.lacking = append([]byte(nil), b[len(b)-n:]...), lacking
	return text
}

// end returns the text of what is held, as far as it is one, and starts anew.
func (d *decoder) end(rt *goja.Runtime) goja.Value {
	text := d.encoding.Text(rt, d.held)
	d.reset()
	return text
}

func (d *decoder) reset() { d.held, d.lacking = nil, 0 }

// incomplete is how many bytes at the end of b are the start of a character, and how many it lacks. The first character
// has begun before, and its length is begun.
func (d *decoder) incomplete(b []byte, begun int) (n, lacking int) {
	switch d.encoding {
	case jsapi.UTF8:
		return incompleteUTF8(b)
	case jsapi.UTF16LE:
		if len(b) < begun {
			return len(b), begun - len(b)
		}
		return incompleteUTF16(b[begun:])
	case jsapi.Base64, jsapi.Base64URL:
		if n := len(b) % 3; n > 0 {
			return n, 3 - n
		}
	}
	return 0, 0
}

// incompleteUTF8 goes by the first byte alone, as Node does: the next bytes may still show that it was none.
func incompleteUTF8(b []byte) (n, lacking int) {
	for n := 1; n <= min(3, len(b)); n++ {
		size := 0
		switch c := b[len(b)-n]; {
		case c&0xc0 == 0x80:
			continue
		case c&0xe0 == 0xc0:
			size = 2
		case c&0xf0 == 0xe0:
			size = 3
		case c&0xf8 == 0xf0:
			size = 4
		}
		if size > n {
			return n, size - n
		}
		break
	}
	return 0, 0
}

// incompleteUTF16 holds half a unit, or else the first unit of a surrogate pair. One that the pieces tear twice comes out
// as two strings, as in Node; put together they are right.
func incompleteUTF16(b []byte) (n, lacking int) {
	switch {
	case len(b)%2 == 1:
		return 1, 1
	case len(b) >= 2 && b[len(b)-1]&0xfc == 0xd8:
		return 2, 2
	}
	return 0, 0
}
