package crypto

import (
	"hash"
	"math"
	"reflect"
	"strconv"
	"strings"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// digester is what a Hash or Hmac object carries.
type digester struct {
	hash     hash.Hash
	finished bool // digest was called
}

func (m *module) defineHash() {
	m.function("createHash", func(call goja.FunctionCall) goja.Value {
		return m.newDigester(m.hashProto, m.open(call.Argument(0), call.Argument(1)))
	})
	m.function("getHashes", func(goja.FunctionCall) goja.Value {
		var names []any
		for _, name := range hashNames() {
			names = append(names, name)
		}
		return m.rt.NewArray(names...)
	})
	m.function("hash", m.oneShot)
	m.hashProto = m.class("Hash", func(call goja.ConstructorCall) hash.Hash {
		return m.open(call.Argument(0), call.Argument(1))
	})
	jsapi.SetMethod(m.rt, m.hashProto, "copy", m.copyHash)
	jsapi.SetMethod(m.rt, m.hashProto, "update", m.update)
	jsapi.SetMethod(m.rt, m.hashProto, "digest", func(call goja.FunctionCall) goja.Value {
		d := m.digester(call.This)
		m.unfinished(d)
		return m.finish(d, call.Argument(0))
	})
}

// class makes an exported class whose objects carry the hash that open gives. It can be called without new. class
// returns its prototype.
func (m *module) class(name string, open func(goja.ConstructorCall) hash.Hash) *goja.Object {
	var proto *goja.Object
	class := m.rt.ToValue(func(call goja.ConstructorCall) *goja.Object {
		of := proto
		if call.NewTarget != nil { // a subclass
			of = call.NewTarget.Get("prototype").ToObject(m.rt)
		}
		return m.newDigester(of, open(call))
	}).(*goja.Object)
	must(class.DefineDataProperty("name", m.rt.ToValue(name), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE))
	must(m.exports.Set(name, class))
	proto = class.Get("prototype").(*goja.Object)
	return proto
}

func (m *module) newDigester(proto *goja.Object, h hash.Hash) *goja.Object {
	o := m.rt.CreateObject(proto)
	state := jsapi.NewState(m.rt, &digester{hash: h})
	must(o.DefineDataPropertySymbol(m.state, state, goja.FLAG_FALSE, goja.FLAG_FALSE, goja.FLAG_FALSE))
	return o
}

// digester is what the receiver of a method carries.
func (m *module) digester(this goja.Value) *digester {
	if o, ok := this.(*goja.Object); ok {
		if d, ok := jsapi.State[*digester](o.GetSymbol(m.state)); ok {
			return d
		}
	}
	panic(m.rt.NewTypeError("this is no Hash or Hmac of the crypto module"))
}

func (m *module) unfinished(d *digester) {
	if d.finished {
		panic(jsapi.NewError(m.rt, "Error", "ERR_CRYPTO_HASH_FINALIZED", "Digest already called"))
	}
}

// open finds the hash that createHash was asked for. outputLength is for those that have no length of their own.
func (m *module) open(algorithm, options goja.Value) hash.Hash {
	if !goja.IsString(algorithm) {
		panic(jsapi.InvalidArgType(m.rt, "algorithm", "of type string", algorithm))
	}
	length := m.outputLength(options)
	create := newHash(algorithm.String())
	if create == nil {
		panic(m.plainError("Digest method not supported"))
	}
	h := create()
	if length < 0 || length == h.Size() {
		return h
	}
	x, ok := h.(*xof)
	if !ok {
		e := m.plainError("error:030000B2:digital envelope routines::not XOF or invalid length")
		must(e.Set("code", "ERR_OSSL_EVP_NOT_XOF_OR_INVALID_LENGTH"))
		panic(e)
	}
	x.size = length
	return x
}

// outputLength is the option of that name, or -1.
func (m *module) outputLength(options goja.Value) int {
	o, ok := options.(*goja.Object)
	if !ok {
		return -1
	}
	v := o.Get("outputLength")
	if v == nil || goja.IsUndefined(v) {
		return -1
	}
	if !goja.IsNumber(v) {
		panic(jsapi.InvalidArgType(m.rt, "options.outputLength", "of type number", v))
	}
	f := v.ToFloat()
	if f != math.Trunc(f) {
		panic(jsapi.OutOfRange(m.rt, "options.outputLength", "an integer", v))
	}
	if f < 0 || f > math.MaxUint32 {
		panic(jsapi.OutOfRange(m.rt, "options.outputLength", ">= 0 && <= 4294967295", v))
	}
	return int(f)
}

func (m *module) update(call goja.FunctionCall) goja.Value {
	d := m.digester(call.This)
	m.unfinished(d)
	data, encoding := call.Argument(0), call.Argument(1)
	if s, ok := data.(goja.String); ok {
		m.evenHex(s, encoding)
	}
	b, ok := m.source(data, encoding)
	if o, isObject := data.(*goja.Object); !ok || isObject && o.ExportType() == reflect.TypeFor[goja.ArrayBuffer]() {
		panic(jsapi.InvalidArgType(m.rt, "data", "of type string or an instance of Buffer, TypedArray, or DataView", data))
	}
	_, _ = d.hash.Write(b) // a hash never fails to write
	return call.This
}

// evenHex refuses half a byte.
func (m *module) evenHex(s goja.String, encoding goja.Value) {
	if goja.IsString(encoding) && strings.EqualFold(encoding.String(), "hex") && s.Length()%2 != 0 {
		panic(jsapi.InvalidArgValue(m.rt, "encoding", "is invalid for data of length "+strconv.Itoa(s.Length()),
			jsapi.Inspect(encoding)))
	}
}

func (m *module) finish(d *digester, encoding goja.Value) goja.Value {
	v := m.result(d.hash.Sum(nil), encoding)
	d.finished = true
	return v
}

func (m *module) copyHash(call goja.FunctionCall) goja.Value {
	d := m.digester(call.This)
	m.unfinished(d)
	h, err := clone(d.hash)
	must(err)
	if x, ok := h.(*xof); ok {
		if x.size = x.strength(); m.outputLength(call.Argument(0)) >= 0 { // the copy does not inherit it, as in Node
			x.size = m.outputLength(call.Argument(0))
		}
	}
	return m.newDigester(m.hashProto, h)
}

// oneShot is hash(algorithm, data[, outputEncoding]), hexadecimal if no encoding is given.
func (m *module) oneShot(call goja.FunctionCall) goja.Value {
	algorithm, input, encoding := call.Argument(0), call.Argument(1), call.Argument(2)
	if !goja.IsString(algorithm) {
		panic(jsapi.InvalidArgType(m.rt, "algorithm", "of type string", algorithm))
	}
	b, ok := m.source(input, goja.Undefined())
	if !ok {
		panic(jsapi.InvalidArgType(m.rt, "input", "of type string or an instance of Buffer, TypedArray, or DataView", input))
	}
	if goja.IsUndefined(encoding) {
		encoding = m.rt.ToValue("hex")
	}
	if !goja.IsString(encoding) {
		panic(jsapi.InvalidArgType(m.rt, "outputEncoding", "of type string", encoding))
	}
	if _, ok := jsapi.ParseEncoding(encoding.String()); !ok && !strings.EqualFold(encoding.String(), "buffer") {
		panic(jsapi.InvalidArgValue(m.rt, "outputEncoding", "is invalid", jsapi.Inspect(encoding)))
	}
	h := m.open(algorithm, goja.Undefined())
	_, _ = h.Write(b)
	return m.result(h.Sum(nil), encoding)
}
