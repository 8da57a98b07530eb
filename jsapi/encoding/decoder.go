package encoding

import (
	"bytes"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// decoder turns bytes of one encoding into UTF-8.
type decoder interface {
	// decode returns the text of src so far; what may still become a character is kept for the next call, unless last.
	// bad says that something in src, or what was left at the end, was no character and became U+FFFD. Whoever calls it
	// with last may go on with a new stream.
	decode(src []byte, last bool) (text []byte, bad bool)
}

// stream is the state of one TextDecoder (WHATWG Encoding, section 7.1).
type stream struct {
	rt               *goja.Runtime
	label            string
	fatal, ignoreBOM bool
	make             func() decoder

	decoder decoder // nil between streams
	begun   bool    // the first character of the stream is out, so that a byte order mark is one no more
}

// open makes the decoder of label and returns an object with the attributes of a TextDecoder and its decode method.
func open(rt *goja.Runtime, label, options goja.Value) goja.Value {
	text := jsapi.ToString(rt, label).String()
	name, newDecoder := find(text)
	if newDecoder == nil {
		panic(jsapi.NewError(rt, "RangeError", "ERR_ENCODING_NOT_SUPPORTED", `The "`+text+`" encoding is not supported`))
	}
	s := &stream{
		rt: rt, label: name, make: newDecoder,
		fatal: option(rt, options, "fatal"), ignoreBOM: option(rt, options, "ignoreBOM"),
	}
	o := rt.NewObject()
	jsapi.SetMethod(rt, o, "decode", s.decode)
	for _, p := range []struct {
		name string
		v    any
	}{{"encoding", name}, {"fatal", s.fatal}, {"ignoreBOM", s.ignoreBOM}} {
		if err := o.Set(p.name, p.v); err != nil {
			panic(err)
		}
	}
	return o
}

// option reads a boolean member of an options dictionary.
func option(rt *goja.Runtime, options goja.Value, name string) bool {
	if goja.IsUndefined(options) || goja.IsNull(options) {
		return false
	}
	o, ok := options.(*goja.Object)
	if !ok {
		panic(jsapi.InvalidArgType(rt, "options", "of type object", options))
	}
	v := o.Get(name)
	return v != nil && v.ToBoolean()
}

func (s *stream) decode(call goja.FunctionCall) goja.Value {
	var src []byte
	if input := call.Argument(0); !goja.IsUndefined(input) {
		b, ok := jsapi.Bytes(s.rt, input)
		if !ok {
			panic(jsapi.NewError(s.rt, "TypeError", "ERR_INVALID_ARG_TYPE",
				`The "list" argument must be an instance of SharedArrayBuffer, ArrayBuffer or ArrayBufferView.`))
		}
		src = b
	}
	last := !option(s.rt, call.Argument(1), "stream")
	if s.decoder == nil {
		s.decoder, s.begun = s.make(), false
	}
	text, bad := s.decoder.decode(src, last)
	if last || bad && s.fatal {
		s.decoder = nil
	}
	if bad && s.fatal {
		panic(jsapi.NewError(s.rt, "TypeError", "ERR_ENCODING_INVALID_ENCODED_DATA",
			"The encoded data was not valid for encoding "+s.label))
	}
	if !s.begun && len(text) > 0 {
		s.begun = true
		if !s.ignoreBOM {
			text = bytes.TrimPrefix(text, []byte("\ufeff"))
		}
	}
	return s.rt.ToValue(string(text))
}
