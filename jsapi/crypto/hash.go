package crypto

import (
	"bytes"
	"hash"
	"math"
	"strconv"
	"strings"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// digester is what a Hash or Hmac object carries.
type digester struct {
	hash     hash.Hash
	finished bool // digest was called
	sum      []byte
}

func (m *module) defineHash() {
	m.function("createHash", func(call goja.FunctionCall) goja.Value {
		return m.createHash(m.hashProto, call.Argument(0), call.Argument(1))
	})
	m.function("getHashes", func(goja.FunctionCall) goja.Value { return m.texts(hashNames()) })
	m.function("hash", m.oneShot)
	m.hashProto = m.class("Hash", func(args []goja.Value, proto *goja.Object) *goja.Object {
		return m.createHash(proto, argument(args, 0), argument(args, 1))
	})
	jsapi.SetMethod(m.rt, m.hashProto, "copy", m.copyHash)
	jsapi.SetMethod(m.rt, m.hashProto, "update", m.update)
	jsapi.SetMethod(m.rt, m.hashProto, "digest", func(call goja.FunctionCall) goja.Value {
		d := m.digester(call.This)
		m.unfinished(d)
		return m.finish(d, call.Argument(0))
	})
}

func (m *module) createHash(proto *goja.Object, algorithm, options goja.Value) *goja.Object {
	return m.object(proto, &digester{hash: m.open(algorithm, options)}, options)
}

// digester is what the receiver of a method carries.
func (m *module) digester(this goja.Value) *digester {
	d, ok := stateOf[*digester](m, this)
	if !ok {
		panic(m.rt.NewTypeError("this is no Hash or Hmac of the crypto module"))
	}
	return d
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
		if isLegacyHash(algorithm.String()) {
			panic(m.unsupported())
		}
		panic(m.plainError("Digest method not supported"))
	}
	h := create()
	if length < 0 || length == h.Size() {
		return h
	}
	x, ok := h.(*xof)
	if !ok {
		panic(m.opensslError("030000B2", "digital envelope routines", "not XOF or invalid length",
			"ERR_OSSL_EVP_NOT_XOF_OR_INVALID_LENGTH"))
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
	_, _ = d.hash.Write(m.updateData(call)) // a hash never fails to write
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
	v := m.result(d.final(), encoding)
	d.finished = true
	return v
}

// final is the digest, which the end of a stream and digest may both ask for.
func (d *digester) final() []byte {
	if d.sum == nil {
		d.sum = d.hash.Sum(nil)
	}
	return bytes.Clone(d.sum)
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
	return m.object(m.hashProto, &digester{hash: h}, call.Argument(0))
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
