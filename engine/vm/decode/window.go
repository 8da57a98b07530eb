package decode

import (
	"encoding/binary"
	"unicode/utf8"

	"github.com/dop251/goja"
)

// Short strings are cut from a copy of the stretch of body they lie in: one allocation of 16 bytes each, where a string
// of its own needs three. The price is that a string which a receiver keeps keeps its stretch alive, so a stretch is
// short: a kept identifier costs at most windowSize bytes, however large its message was.
const (
	windowSize = 1024
	maxShared  = 128 // longer strings are copied one by one: sharing saves them little
)

// window is a copy of body[start:end], all of it ASCII. The zero window is empty.
type window struct {
	start, end int
	text       goja.String
}

// slice returns body[start:end], which must be ASCII and no longer than maxShared, as a string. Within one body, start only grows.
func (w *window) slice(rt *goja.Runtime, body []byte, start, end int) goja.Value {
	if end > w.end {
		w.move(rt, body, start, end)
	}
	return w.text.Substring(start-w.start, end-w.start)
}

// move makes the window start at start and reach to windowSize or to the first byte outside ASCII, whichever comes first.
func (w *window) move(rt *goja.Runtime, body []byte, start, end int) {
	n := end - start
	n += asciiRun(body[end:min(start+windowSize, len(body))])
	w.start, w.end = start, start+n
	text := rt.ToValue(string(body[start:w.end])).(goja.String) // always a String: it is made from one
	// A long Go string becomes a goja string that is not scanned yet, and whose parts are; the part that is all of it is the
	// plain ASCII kind, from which more can be cut for 16 bytes each.
	w.text = text.Substring(0, n)
}

// asciiRun returns how many bytes at the start of b are ASCII.
func asciiRun(b []byte) int {
	i := 0
	for i+8 <= len(b) && binary.LittleEndian.Uint64(b[i:])&0x8080808080808080 == 0 {
		i += 8
	}
	for i < len(b) && b[i] < utf8.RuneSelf {
		i++
	}
	return i
}
