package blob

import (
	"bytes"
	_ "embed" // for the script
	"slices"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// Name is what Host.Require must know this package's Module by.
const Name = "internal/blob"

//go:embed blob.js
var source string

var script = jsapi.NewScript("node:internal/blob", source)

// data is a Blob's bytes, which never change.
type data struct{ b []byte }

// Module exports Blob and File, which are to be globals, isBlob(value), and createObjectURL, revokeObjectURL and
// resolveObjectURL.
func Module(h *jsapi.Host) goja.Value {
	rt := h.Runtime
	host := jsapi.NewScriptHost(h)
	method := func(name string, fn func(b []byte, args []goja.Value) goja.Value) {
		jsapi.SetMethod(rt, host, name, func(call goja.FunctionCall) goja.Value {
			return fn(bytesOf(rt, call.Argument(0)), call.Arguments)
		})
	}
	bound := func(args []goja.Value, i int) int { return int(args[i].ToInteger()) }
	jsapi.SetMethod(rt, host, "join", func(call goja.FunctionCall) goja.Value {
		var all []byte
		rt.ForOf(call.Argument(0), func(part goja.Value) bool {
			all = append(all, partBytes(rt, part, call.Argument(1).ToBoolean())...)
			return true
		})
		return jsapi.NewState(rt, data{slices.Clip(all)})
	})
	method("size", func(b []byte, _ []goja.Value) goja.Value { return rt.ToValue(len(b)) })
	method("slice", func(b []byte, args []goja.Value) goja.Value {
		return jsapi.NewState(rt, data{b[bound(args, 1):bound(args, 2)]})
	})
	method("arrayBuffer", func(b []byte, args []goja.Value) goja.Value {
		return rt.ToValue(rt.NewArrayBuffer(append([]byte{}, b[bound(args, 1):bound(args, 2)]...)))
	})
	method("text", func(b []byte, _ []goja.Value) goja.Value {
		return jsapi.UTF8.Text(rt, bytes.TrimPrefix(b, []byte("\ufeff")))
	})
	jsapi.SetMethod(rt, host, "wellFormed", func(call goja.FunctionCall) goja.Value {
		return rt.ToValue(string(jsapi.UTF8.Bytes(jsapi.ToString(rt, call.Argument(0)))))
	})
	return script.Run(rt, host)
}

func bytesOf(rt *goja.Runtime, v goja.Value) []byte {
	d, ok := jsapi.State[data](v)
	if !ok {
		panic(jsapi.InvalidThis(rt, "Blob"))
	}
	return d.b
}

// partBytes is what one of a Blob's sources stands for. native says that line ends of texts become those of the system.
func partBytes(rt *goja.Runtime, part goja.Value, native bool) []byte {
	if d, ok := jsapi.State[data](part); ok {
		return d.b
	}
	if b, ok := jsapi.Bytes(rt, part); ok {
		return b
	}
	b := jsapi.UTF8.Bytes(jsapi.ToString(rt, part))
	if native {
		b = bytes.ReplaceAll(b, []byte("\r\n"), []byte("\n")) // Node leaves a lone \r
	}
	return b
}
