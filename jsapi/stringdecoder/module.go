package stringdecoder

import (
	_ "embed"
	"reflect"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

//go:embed decoder.js
var decoderJS string

// script is immutable once compiled and shared by every VM of the process.
var script = jsapi.NewScript("node:string_decoder", decoderJS)

// names are Node's for the encodings, indexed by jsapi.Encoding.
var names = [...]string{"utf8", "utf16le", "latin1", "ascii", "base64", "base64url", "hex"}

// Module makes the exports of "string_decoder".
func Module(h *jsapi.Host) goja.Value {
	rt := h.Runtime
	host := jsapi.NewScriptHost(h)
	jsapi.SetMethod(rt, host, "normalize", func(call goja.FunctionCall) goja.Value {
		return rt.ToValue(names[encoding(rt, call.Argument(0))])
	})
	jsapi.SetMethod(rt, host, "create", func(call goja.FunctionCall) goja.Value {
		return jsapi.NewState(rt, &decoder{encoding: encoding(rt, call.Argument(0))})
	})
	method := func(name string, fn func(d *decoder, call goja.FunctionCall) goja.Value) {
		jsapi.SetMethod(rt, host, name, func(call goja.FunctionCall) goja.Value {
			d, ok := jsapi.State[*decoder](call.Argument(0))
			if !ok {
				panic(jsapi.InvalidThis(rt, "StringDecoder"))
			}
			return fn(d, call)
		})
	}
	method("write", func(d *decoder, call goja.FunctionCall) goja.Value {
		b, ok := jsapi.Bytes(rt, call.Argument(1))
		if !ok || isBuffer(call.Argument(1)) {
			panic(jsapi.InvalidArgType(rt, "buf", "an instance of Buffer, TypedArray, or DataView", call.Argument(1)))
		}
		return d.write(rt, b)
	})
	method("end", func(d *decoder, _ goja.FunctionCall) goja.Value { return d.end(rt) })
	method("reset", func(d *decoder, _ goja.FunctionCall) goja.Value { d.reset(); return goja.Undefined() })
	method("held", func(d *decoder, _ goja.FunctionCall) goja.Value {
		b := make([]byte, 4) // Node shows all of its room
		copy(b, d.held)
		return jsapi.NewBuffer(h, b)
	})
	method("lacking", func(d *decoder, _ goja.FunctionCall) goja.Value { return rt.ToValue(d.lacking) })
	method("total", func(d *decoder, _ goja.FunctionCall) goja.Value { return rt.ToValue(len(d.held) + d.lacking) })
	return script.Run(rt, host)
}

// isBuffer reports whether v is an ArrayBuffer: only views on one are written.
func isBuffer(v goja.Value) bool {
	o, ok := v.(*goja.Object)
	return ok && o.ExportType() == reflect.TypeFor[goja.ArrayBuffer]()
}

// encoding reads the constructor's argument.
func encoding(rt *goja.Runtime, v goja.Value) jsapi.Encoding {
	if goja.IsUndefined(v) || goja.IsNull(v) || v.String() == "" {
		return jsapi.UTF8
	}
	e, ok := jsapi.ParseEncoding(v.String())
	if !ok {
		panic(jsapi.NewError(rt, "TypeError", "ERR_UNKNOWN_ENCODING", "Unknown encoding: "+v.String()))
	}
	return e
}
