package buffer

import (
	"encoding/base64"
	"strings"
	"unicode/utf8"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// defineChecks makes isUtf8 and isAscii.
func (m *module) defineChecks(o *goja.Object) {
	m.static(o, "isUtf8", func(call goja.FunctionCall) goja.Value {
		return m.rt.ToValue(utf8.Valid(m.arrayOrBuffer(call.Argument(0))))
	})
	m.static(o, "isAscii", func(call goja.FunctionCall) goja.Value {
		for _, c := range m.arrayOrBuffer(call.Argument(0)) {
			if c >= utf8.RuneSelf {
				return m.rt.ToValue(false)
			}
		}
		return m.rt.ToValue(true)
	})
}

// defineBase64 makes atob and btoa (HTML, "Base64 utility methods").
func (m *module) defineBase64(o *goja.Object) {
	m.static(o, "btoa", func(call goja.FunctionCall) goja.Value {
		s := m.input(call)
		for i := range s.Length() {
			if s.CharAt(i) > 0xff {
				panic(m.domException("Invalid character", "InvalidCharacterError"))
			}
		}
		return m.rt.ToValue(base64.StdEncoding.EncodeToString(jsapi.Latin1.Bytes(s)))
	})
	m.static(o, "atob", m.atob)
}

// atob is the forgiving-base64 decode of the Infra standard.
func (m *module) atob(call goja.FunctionCall) goja.Value {
	s := strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \t\n\f\r", r) {
			return -1
		}
		return r
	}, m.input(call).String())
	if len(s)%4 == 0 {
		s = strings.TrimSuffix(strings.TrimSuffix(s, "="), "=")
	}
	b, err := base64.RawStdEncoding.DecodeString(s)
	switch {
	case err == nil:
		return jsapi.Latin1.Text(m.rt, b)
	case len(s)%4 == 1 && !strings.Contains(s, "="):
		panic(m.domException("The string to be decoded is not correctly encoded.", "InvalidCharacterError"))
	default:
		panic(m.domException("Invalid character", "InvalidCharacterError"))
	}
}

// input is the one argument of atob and btoa, as a string.
func (m *module) input(call goja.FunctionCall) goja.String {
	if len(call.Arguments) == 0 {
		panic(jsapi.NewError(m.rt, "TypeError", "ERR_MISSING_ARGS", `The "input" argument must be specified`))
	}
	return jsapi.ToString(m.rt, call.Arguments[0])
}

func (m *module) arrayOrBuffer(v goja.Value) []byte {
	b, ok := jsapi.Bytes(m.rt, v)
	if !ok {
		panic(jsapi.InvalidArgType(m.rt, "input", "an instance of ArrayBuffer, Buffer, or TypedArray", v))
	}
	return b
}

func (m *module) domException(message, name string) *goja.Object {
	class := m.h.Require("internal/events").ToObject(m.rt).Get("DOMException")
	e, err := m.rt.New(class, m.rt.ToValue(message), m.rt.ToValue(name))
	must(err)
	return e
}
