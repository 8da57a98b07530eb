package crypto

import (
	"reflect"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// updateData is the data of update(data[, inputEncoding]), of a hash or a cipher.
func (m *module) updateData(call goja.FunctionCall) []byte {
	data, encoding := call.Argument(0), call.Argument(1)
	if s, ok := data.(goja.String); ok {
		m.evenHex(s, encoding)
	}
	b, ok := m.source(data, encoding)
	if o, isObject := data.(*goja.Object); !ok || isObject && o.ExportType() == reflect.TypeFor[goja.ArrayBuffer]() {
		panic(jsapi.InvalidArgType(m.rt, "data", "of type string or an instance of Buffer, TypedArray, or DataView", data))
	}
	return b
}

// cipherText is out as a Buffer or, where an encoding is asked for, as much text as its bytes and those left over from
// the last update make. All updates of a cipher, and final, must ask for the same.
func (m *module) cipherText(c *cipherState, out []byte, encoding goja.Value, last bool) goja.Value {
	if !encoding.ToBoolean() || encoding.String() == "buffer" {
		return m.buffer(out)
	}
	enc, ok := jsapi.ParseEncoding(encoding.String())
	if !ok {
		panic(jsapi.NewError(m.rt, "TypeError", "ERR_UNKNOWN_ENCODING", "Unknown encoding: "+encoding.String()))
	}
	if c.text == nil {
		c.text = &textDecoder{encoding: enc}
	}
	if c.text.encoding != enc {
		panic(jsapi.NewError(m.rt, "Error", "ERR_INTERNAL_ASSERTION", "Cannot change encoding"))
	}
	return c.text.decode(m.rt, out, last)
}

// textDecoder decodes bytes that come in pieces, as Node's StringDecoder does.
type textDecoder struct {
	encoding jsapi.Encoding
	held     []byte // the start of a character, or of three bytes of base64
}

func (d *textDecoder) decode(rt *goja.Runtime, b []byte, last bool) goja.Value {
	// A UTF-16 unit that a single byte completes is given out, be it half a pair: so does Node.
	completes := len(d.held)%2 == len(b) && len(b) == 1
	b = append(d.held, b...)
	d.held = nil
	if !last && !(completes && d.encoding == jsapi.UTF16LE) {
		n := len(b) - d.incomplete(b)
		d.held = append(d.held, b[n:]...)
		b = b[:n]
	}
	return d.encoding.Text(rt, b)
}

// incomplete is how many bytes at the end of b need those that follow.
func (d *textDecoder) incomplete(b []byte) int {
	switch d.encoding {
	case jsapi.Base64, jsapi.Base64URL:
		return len(b) % 3
	case jsapi.UTF16LE:
		n := len(b) % 2
		if end := len(b) - n; end >= 2 && b[end-1]>>2 == 0xd8>>2 { // the first half of a surrogate pair
			n += 2
		}
		return n
	case jsapi.UTF8:
		for n := 1; n <= min(3, len(b)); n++ {
			if length, more := jsapi.UTF8Prefix(b[len(b)-n:]); more && length == n {
				return n
			}
		}
	}
	return 0
}
