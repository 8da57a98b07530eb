package buffer

import (
	"bytes"
	"math"
	"strconv"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// definePrototype makes the methods that compare and move whole ranges, and the two old accessors.
func (m *module) definePrototype() {
	m.method(func(call goja.FunctionCall, b []byte) goja.Value {
		return m.rt.ToValue(bytes.Equal(b, m.bytes(call.Argument(0), "otherBuffer")))
	}, "equals")
	m.method(m.compare, "compare")
	m.method(m.copy, "copy")
	m.method(func(call goja.FunctionCall, b []byte) goja.Value {
		m.fill(b, call.Argument(0), call.Argument(1), call.Argument(2), call.Argument(3))
		return call.This
	}, "fill")
	m.method(func(call goja.FunctionCall, b []byte) goja.Value {
		return m.rt.ToValue(m.inspect(call.This.(*goja.Object), b))
	}, "inspect")
	symbolFor, _ := goja.AssertFunction(m.rt.Get("Symbol").ToObject(m.rt).Get("for"))
	custom, err := symbolFor(goja.Undefined(), m.rt.ToValue("nodejs.util.inspect.custom"))
	must(err)
	must(m.proto.SetSymbol(custom.(*goja.Symbol), m.proto.Get("inspect")))
	m.oldAccessor("parent", "buffer")
	m.oldAccessor("offset", "byteOffset")
}

// oldAccessor makes a deprecated name for one of a typed array's own.
func (m *module) oldAccessor(name, source string) {
	must(m.proto.DefineAccessorProperty(name, jsapi.NewFunction(m.rt, "", func(call goja.FunctionCall) goja.Value {
		if !m.isBuffer(call.This) {
			return goja.Undefined()
		}
		return call.This.(*goja.Object).Get(source)
	}), nil, goja.FLAG_FALSE, goja.FLAG_TRUE))
}

// compare is compare(target[, targetStart[, targetEnd[, sourceStart[, sourceEnd]]]]).
func (m *module) compare(call goja.FunctionCall, b []byte) goja.Value {
	target := m.bytes(call.Argument(0), "target")
	bound := func(i int, name string, fallback, high int) int {
		if v := call.Argument(i); !goja.IsUndefined(v) {
			return m.integer(v, name, high)
		}
		return fallback
	}
	targetStart := bound(1, "targetStart", 0, maxLength)
	targetEnd := bound(2, "targetEnd", len(target), len(target))
	sourceStart := bound(3, "sourceStart", 0, maxLength)
	sourceEnd := bound(4, "sourceEnd", len(b), len(b))
	target = target[min(targetStart, targetEnd):targetEnd]
	return m.rt.ToValue(bytes.Compare(b[min(sourceStart, sourceEnd):sourceEnd], target))
}

// copy is copy(target[, targetStart[, sourceStart[, sourceEnd]]]), and returns the number of bytes copied.
func (m *module) copy(call goja.FunctionCall, b []byte) goja.Value {
	target := m.bytes(call.Argument(0), "target")
	bound := func(i int, name string, fallback int, high float64, must string) int {
		v := call.Argument(i)
		if goja.IsUndefined(v) {
			return fallback
		}
		f := v.ToFloat()
		if f = math.Floor(f); math.IsNaN(f) || math.Abs(f) > 1<<53 {
			f = 0
		}
		if f < 0 || f > high {
			panic(jsapi.OutOfRange(m.rt, name, must, m.rt.ToValue(f)))
		}
		return int(f)
	}
	n := strconv.Itoa(len(b))
	targetStart := bound(1, "targetStart", 0, math.Inf(1), ">= 0")
	sourceStart := bound(2, "sourceStart", 0, float64(len(b)), ">= 0 && <= "+n)
	sourceEnd := min(bound(3, "sourceEnd", len(b), math.Inf(1), ">= 0"), len(b))
	if targetStart >= len(target) || sourceStart >= sourceEnd {
		return m.rt.ToValue(0)
	}
	return m.rt.ToValue(copy(target[targetStart:], b[sourceStart:sourceEnd]))
}
