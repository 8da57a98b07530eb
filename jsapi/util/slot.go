package util

import (
	"math/big"
	"reflect"
	"regexp"
	"sync"
	"time"

	"github.com/dop251/goja"
)

// slot names the kind of object that v is by its internal slots: "" for a primitive, "Object" for one without slots that
// goja shows (a WeakMap, a DataView, a generator are such too).
func slot(v goja.Value) string {
	o, ok := v.(*goja.Object)
	if !ok {
		return ""
	}
	t := o.ExportType()
	if t == reflect.TypeFor[goja.Proxy]() { // the class name is its target's
		return "Proxy"
	}
	switch class := o.ClassName(); class {
	case "Array", "Arguments", "Error", "RegExp", "Date", "Number", "String", "Boolean":
		return class
	}
	switch t {
	case nil:
		return "Object"
	case reflect.TypeFor[[][2]any]():
		return "Map"
	case reflect.TypeFor[[]any]():
		return "Set"
	case reflect.TypeFor[goja.ArrayBuffer]():
		return "ArrayBuffer"
	case reflect.TypeFor[*goja.Promise]():
		return "Promise"
	case reflect.TypeFor[*big.Int]():
		return "BigInt"
	case reflect.TypeFor[time.Time]():
		return "Date"
	}
	switch t.Kind() {
	case reflect.Func:
		return "Function"
	case reflect.Slice:
		return "TypedArray"
	case reflect.String:
		return "Symbol"
	}
	return "Object"
}

// controls matches the escape sequences of ECMA-48 that terminals are sent: CSI with its parameters, OSC up to its end,
// and the others of two characters.
var controls = sync.OnceValue(func() *regexp.Regexp {
	const (
		csi   = `(?:\x1b\[|\x{9b})[0-?]*[ -/]*[@-~]`
		osc   = `(?:\x1b\]|\x{9d})[^\x07\x1b\x{9c}]*(?:\x07|\x1b\\|\x{9c})`
		short = `\x1b[ -/]*[0-Z\\^-~]`
	)
	return regexp.MustCompile(osc + "|" + csi + "|" + short)
})

// strip takes the escape sequences for terminals out of a string.
func strip(rt *goja.Runtime, v goja.Value) goja.Value {
	s := v.String()
	if stripped := controls().ReplaceAllLiteralString(s, ""); len(stripped) != len(s) {
		return rt.ToValue(stripped)
	}
	return v
}
