package decode

import (
	"math"

	"github.com/dop251/goja"
)

// MaxDepth is how deep arrays and objects may be nested: [[1]] has depth 2.
//
// Node has no such limit, but what comes after decoding needs one here. goja's JSON.stringify compares every container with all
// that enclose it, and cannot be interrupted: for 1 MiB of empty arrays at the bottom of a nest of 1,000 it takes 1.1 s, of
// 10,000 it takes 11 s. And a receiver that walks a message by recursion must fit its call stack limit (a few thousand
// calls). The Go stack is no concern at this depth: decoding takes some 400 bytes of it a level. Real documents stay below 100;
// other parsers allow 64 (.NET), 128 (Rust's serde), 512 (PHP) or 1,000 (Java's Jackson).
const MaxDepth = 1000

// Scratch space that a large message needed is given back to the garbage collector above these sizes (elements); below, it is
// kept, so that ordinary messages allocate none.
const (
	keepItems  = 1 << 10
	keepUnits  = 4 << 10
	keepSource = 8 << 10
)

// Decoder decodes JSON bodies for one runtime. Like the runtime, it belongs to one goroutine at a time.
type Decoder struct {
	rt               *goja.Runtime
	keys             keyCache
	objProto         *goja.Object  // the runtime's intrinsic Object.prototype
	setWide          goja.Callable // sets a property whose name has lone surrogates; nil until one is seen
	yes, no, negZero goja.Value

	// The rest belongs to the body being decoded.
	body    []byte
	start   int // where the text begins: behind a byte order mark that is skipped
	pos     int
	wtf8    bool   // body may hold lone surrogates, as generalized UTF-8: it was a JavaScript string
	source  []byte // the JavaScript string being decoded; body, then
	text    window
	items   []any    // elements of the arrays that are still open, outermost first
	members []member // members of the objects that are still open, outermost first
	units   []uint16 // the string being unescaped
}

// New returns a Decoder that makes values of rt. It must be called, as every use of the runtime, on the goroutine that owns rt.
func New(rt *goja.Runtime) *Decoder {
	return &Decoder{
		rt:       rt,
		keys:     newKeyCache(),
		objProto: rt.NewObject().Prototype(),
		yes:      rt.ToValue(true),
		no:       rt.ToValue(false),
		negZero:  rt.ToValue(math.Copysign(0, -1)),
	}
}

// Decode returns the value of a JSON body. The value shares nothing with body, which may be reused at once, nor with the values
// of other calls. Errors are a *[SyntaxError], a *[DepthError], or, when the runtime has been interrupted, perhaps goja's
// *InterruptedError; after any of them the Decoder can be used again.
func (d *Decoder) Decode(body []byte) (goja.Value, error) {
	return d.decode(body, skipBOM(body))
}

// decode is Decode of the text that starts at start; what precedes it counts in no position.
func (d *Decoder) decode(body []byte, start int) (goja.Value, error) {
	d.body, d.start, d.pos = body, start, start
	defer d.reset()

	d.space()
	v, err := d.value(0)
	if err != nil {
		return nil, err
	}
	d.space()
	if d.pos < len(body) {
		return nil, d.fail(d.pos, errAfterJSON)
	}
	return v, nil
}

// reset forgets the message, also after an error halfway, so that nothing of it is kept alive by the Decoder.
func (d *Decoder) reset() {
	d.body, d.wtf8, d.text = nil, false, window{}
	d.items, d.members = forget(d.items), forget(d.members)
	if cap(d.units) > keepUnits {
		d.units = nil
	}
	if cap(d.source) > keepSource {
		d.source = nil
	}
}

// forget empties s, which is cleared as far as it was used, and lets go of it when it is large.
func forget[T any](s []T) []T {
	if cap(s) > keepItems {
		return nil
	}
	clear(s)
	return s[:0]
}

// value decodes the value that starts at pos, inside depth open containers.
func (d *Decoder) value(depth int) (goja.Value, error) {
	if d.pos >= len(d.body) {
		return nil, d.unexpected(d.pos)
	}
	switch d.body[d.pos] {
	case '"':
		return d.stringValue()
	case '{':
		return d.object(depth + 1)
	case '[':
		return d.array(depth + 1)
	case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		return d.number()
	case 't':
		return d.literal("true", d.yes)
	case 'f':
		return d.literal("false", d.no)
	case 'n':
		return d.literal("null", goja.Null())
	}
	return nil, d.unexpected(d.pos)
}

// array decodes the array whose bracket is at pos; it is the depth-th open container.
func (d *Decoder) array(depth int) (goja.Value, error) {
	if depth > MaxDepth {
		return nil, &DepthError{Limit: MaxDepth, Offset: d.pos}
	}
	d.pos++
	d.space()
	if d.at(']') {
		d.pos++
		return d.rt.NewArray(), nil
	}
	mark := len(d.items)
	for {
		v, err := d.value(depth)
		if err != nil {
			return nil, err
		}
		d.items = append(d.items, v)
		d.space()
		if d.at(',') {
			d.pos++
			d.space()
			continue
		}
		if !d.at(']') {
			return nil, d.fail(d.pos, errCommaOrBrack)
		}
		d.pos++
		arr := d.rt.NewArray(d.items[mark:]...) // copies the items
		clear(d.items[mark:])
		d.items = d.items[:mark]
		return arr, nil
	}
}

func (d *Decoder) literal(word string, v goja.Value) (goja.Value, error) {
	for i := range len(word) {
		if at := d.pos + i; at >= len(d.body) || d.body[at] != word[i] {
			return nil, d.unexpected(at)
		}
	}
	d.pos += len(word)
	return v, nil
}

// at reports whether the byte at pos is c.
func (d *Decoder) at(c byte) bool { return d.pos < len(d.body) && d.body[d.pos] == c }

// space skips whitespace, which in JSON is these four characters only (RFC 8259 §2).
func (d *Decoder) space() {
	for d.pos < len(d.body) {
		switch d.body[d.pos] {
		case ' ', '\t', '\n', '\r':
			d.pos++
		default:
			return
		}
	}
}
