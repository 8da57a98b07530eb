package encoding

import (
	"bytes"
	"encoding/binary"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/guthega/guthega/jsapi"
)

// utf8Decoder keeps the start of a character that ends in the next chunk, at most three bytes.
type utf8Decoder struct{ kept []byte }

func (d *utf8Decoder) decode(src []byte, last bool) ([]byte, bool) {
	if len(d.kept) > 0 {
		src = append(d.kept, src...)
		d.kept = nil
	}
	if !last {
		whole := len(src) - unfinished(src)
		d.kept = bytes.Clone(src[whole:])
		src = src[:whole]
	}
	return jsapi.ValidUTF8(src), !utf8.Valid(src)
}

// unfinished counts the bytes at the end of b that may be the start of a character.
func unfinished(b []byte) int {
	for n := 1; n <= min(utf8.UTFMax-1, len(b)); n++ {
		if tail := b[len(b)-n:]; utf8.RuneStart(tail[0]) {
			if _, more := jsapi.UTF8Prefix(tail); more {
				return n
			}
			return 0
		}
	}
	return 0
}

// utf16Decoder keeps an odd byte, and a high surrogate whose low one is still to come.
type utf16Decoder struct {
	order binary.ByteOrder
	kept  []byte
}

func (d *utf16Decoder) decode(src []byte, last bool) (text []byte, bad bool) {
	if len(d.kept) > 0 {
		src = append(d.kept, src...)
		d.kept = nil
	}
	text = make([]byte, 0, len(src))
	for len(src) >= 2 {
		r, n := rune(d.order.Uint16(src)), 2
		if utf16.IsSurrogate(r) {
			high := r < 0xdc00
			if high && len(src) < 4 && !last {
				break // its other half may come
			}
			pair := rune(utf8.RuneError)
			if high && len(src) >= 4 {
				pair = utf16.DecodeRune(r, rune(d.order.Uint16(src[2:])))
			}
			if pair == utf8.RuneError {
				bad = true
			} else {
				n = 4
			}
			r = pair
		}
		text = utf8.AppendRune(text, r)
		src = src[n:]
	}
	if len(src) > 0 && last {
		// Half a character, or a high surrogate and half its other one, is one error.
		return utf8.AppendRune(text, utf8.RuneError), true
	}
	d.kept = bytes.Clone(src)
	return text, bad
}
