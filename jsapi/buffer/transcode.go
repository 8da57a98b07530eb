package buffer

import (
	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// illegalArgument is ICU's U_ILLEGAL_ARGUMENT_ERROR, which Node's transcode reports.
const illegalArgument = 1

// defineTranscode makes transcode(source, from, to) between utf8, ucs2, latin1 and ascii, the encodings Node knows there.
// What the target cannot write becomes a question mark.
func (m *module) defineTranscode(o *goja.Object) {
	m.static(o, "transcode", func(call goja.FunctionCall) goja.Value {
		src := m.bytes(call.Argument(0), "source")
		if len(src) == 0 {
			return m.alloc(0)
		}
		from, okFrom := jsapi.ParseEncoding(call.Argument(1).String())
		to, okTo := jsapi.ParseEncoding(call.Argument(2).String())
		if !okFrom || !okTo || from > jsapi.ASCII || to > jsapi.ASCII {
			const code = "U_ILLEGAL_ARGUMENT_ERROR"
			e, err := m.rt.New(m.rt.Get("Error"), m.rt.ToValue("Unable to transcode Buffer ["+code+"]"))
			must(err)
			must(e.Set("code", code))
			must(e.Set("errno", illegalArgument))
			panic(e)
		}
		s := from.Text(m.rt, src).(goja.String)
		if to == jsapi.UTF8 || to == jsapi.UTF16LE {
			return m.wrap(to.Bytes(s))
		}
		return m.wrap(narrow(s, to))
	})
}

// narrow writes one byte for each character, a question mark for one above the encoding's last.
func narrow(s goja.String, to jsapi.Encoding) []byte {
	last := rune(0xff)
	if to == jsapi.ASCII {
		last = 0x7f
	}
	var b []byte
	for _, r := range s.String() {
		if r > last {
			r = '?'
		}
		b = append(b, byte(r))
	}
	return b
}
