package crypto

import (
	"bytes"
	"hash"
	"strings"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// signState is what a Sign or Verify carries: the hash of what it was given, nil once it was used.
type signState struct {
	hash hash.Hash
	name string
}

// defineSign makes Sign, Verify, and sign and verify, which do all at once.
func (m *module) defineSign() {
	for name, method := range map[string]func(goja.FunctionCall) goja.Value{"Sign": m.signFinal, "Verify": m.verifyFinal} {
		var proto *goja.Object
		open := func(args []goja.Value, proto *goja.Object) *goja.Object { return m.newSign(args, proto) }
		proto = m.class(name, open)
		jsapi.SetMethod(m.rt, proto, "update", m.signUpdate)
		jsapi.SetMethod(m.rt, proto, strings.ToLower(name), method)
		m.function("create"+name, func(call goja.FunctionCall) goja.Value { return m.newSign(call.Arguments, proto) })
	}
	m.function("sign", m.signOneShot)
	m.function("verify", m.verifyOneShot)
}

// newSign is new Sign(algorithm[, options]), which those of a stream are.
func (m *module) newSign(args []goja.Value, proto *goja.Object) *goja.Object {
	call := goja.FunctionCall{Arguments: args}
	name := m.textArgument(call.Argument(0), "algorithm")
	create := newHash(name)
	if create == nil {
		panic(jsapi.NewError(m.rt, "TypeError", "ERR_CRYPTO_INVALID_DIGEST", "Invalid digest"))
	}
	return m.object(proto, &signState{create(), name}, call.Argument(1))
}

// signing is the state of the receiver, which must not be used up.
func (m *module) signing(this goja.Value) *signState {
	s, ok := stateOf[*signState](m, this)
	if !ok {
		panic(m.rt.NewTypeError("this is no Sign or Verify of the crypto module"))
	}
	if s.hash == nil {
		panic(jsapi.NewError(m.rt, "Error", "ERR_CRYPTO_INVALID_STATE", "Not initialised"))
	}
	return s
}

func (m *module) signUpdate(call goja.FunctionCall) goja.Value {
	data, encoding := call.Argument(0), call.Argument(1)
	if s, ok := data.(goja.String); ok {
		m.evenHex(s, encoding)
	}
	b, ok := m.source(data, encoding)
	if !ok {
		panic(jsapi.InvalidArgType(m.rt, "data", "of type string or an instance of Buffer, TypedArray, or DataView", data))
	}
	_, _ = m.signing(call.This).hash.Write(b)
	return call.This
}

// unhashed refuses the keys that sign data and not a hash of them.
func (m *module) unhashed(k *key) {
	if k.name == "ed25519" {
		panic(jsapi.NewError(m.rt, "Error", "ERR_CRYPTO_UNSUPPORTED_OPERATION", "Unsupported crypto operation"))
	}
}

// signFinal is sign(privateKey[, outputEncoding]).
func (m *module) signFinal(call goja.FunctionCall) goja.Value {
	k := m.signKey(call.Argument(0))
	o := m.signOptions(call.Argument(0))
	s := m.signing(call.This)
	m.unhashed(k)
	digest := s.hash.Sum(nil)
	s.hash = nil
	out, err := signDigest(k, s.name, digest, o)
	if err != nil {
		panic(m.keyError(err))
	}
	return m.encodedResult(out, call.Argument(1))
}

func (m *module) signKey(v goja.Value) *key {
	if !v.ToBoolean() {
		panic(jsapi.NewError(m.rt, "Error", "ERR_CRYPTO_SIGN_KEY_REQUIRED", "No key provided to sign"))
	}
	return m.keyArgument(v, consumePrivate)
}

// encodedResult is b as a Buffer, or as text in an encoding that must be one.
func (m *module) encodedResult(b []byte, encoding goja.Value) goja.Value {
	if goja.IsString(encoding) && encoding.String() != "" && encoding.String() != "buffer" {
		if _, ok := jsapi.ParseEncoding(encoding.String()); !ok {
			panic(jsapi.NewError(m.rt, "TypeError", "ERR_UNKNOWN_ENCODING", "Unknown encoding: "+encoding.String()))
		}
	}
	return m.result(b, encoding)
}

// verifyFinal is verify(key, signature[, signatureEncoding]).
func (m *module) verifyFinal(call goja.FunctionCall) goja.Value {
	k := m.keyArgument(call.Argument(0), consumePublic)
	o := m.signOptions(call.Argument(0))
	signature, ok := m.source(call.Argument(1), call.Argument(2))
	if !ok {
		panic(jsapi.InvalidArgType(m.rt, "signature", plainKeyTypes, call.Argument(1)))
	}
	s := m.signing(call.This)
	m.unhashed(k)
	digest := s.hash.Sum(nil)
	s.hash = nil
	good, err := verifyDigest(k, s.name, digest, signature, o)
	if k.pss != nil && err != nil && err.Error() == invalidSalt().Error() {
		return m.rt.ToValue(false) // other than verify, Verify says only that
	}
	if err != nil {
		panic(m.keyError(err))
	}
	return m.rt.ToValue(good)
}

// oneShotArguments are those that sign and verify begin with. Data are copied where a goroutine will read them.
func (m *module) oneShotArguments(call goja.FunctionCall, callback goja.Value) (name string, data []byte, fn goja.Callable) {
	algorithm := call.Argument(0)
	if !goja.IsUndefined(algorithm) && !goja.IsNull(algorithm) {
		name = m.textArgument(algorithm, "algorithm")
	}
	if !goja.IsUndefined(callback) {
		fn = m.callback(callback)
	}
	data = m.bytesArgument(call.Argument(1), "data", bufferTypes)
	if fn != nil {
		data = bytes.Clone(data)
	}
	return name, data, fn
}

func (m *module) knownDigest(name string) {
	if name != "" && newHash(name) == nil {
		panic(m.invalidDigest(name))
	}
}

// signOneShot is sign(algorithm, data, key[, callback]).
func (m *module) signOneShot(call goja.FunctionCall) goja.Value {
	name, data, fn := m.oneShotArguments(call, call.Argument(3))
	k := m.signKey(call.Argument(2))
	o := m.signOptions(call.Argument(2))
	m.knownDigest(name)
	return m.maybeAside(fn, goja.Null(), func() (func() goja.Value, error) {
		out, err := signMessage(k, name, data, o)
		return func() goja.Value { return m.buffer(out) }, err
	})
}

// verifyOneShot is verify(algorithm, data, key, signature[, callback]).
func (m *module) verifyOneShot(call goja.FunctionCall) goja.Value {
	name, data, fn := m.oneShotArguments(call, call.Argument(4))
	signature, ok := jsapi.Bytes(m.rt, call.Argument(3))
	if !ok {
		panic(jsapi.InvalidArgType(m.rt, "signature", "an instance of Buffer, TypedArray, or DataView", call.Argument(3)))
	}
	k := m.keyArgument(call.Argument(2), consumePublic)
	o := m.signOptions(call.Argument(2))
	m.knownDigest(name)
	if fn != nil {
		signature = bytes.Clone(signature)
	}
	return m.maybeAside(fn, goja.Null(), func() (func() goja.Value, error) {
		good, err := verifyMessage(k, name, data, signature, o)
		return func() goja.Value { return m.rt.ToValue(good) }, err
	})
}

// maybeAside runs work, which touches nothing of JavaScript's: here if there is no callback, and otherwise on a goroutine,
// to call back with (error, value), where error is noError if there is none.
func (m *module) maybeAside(fn goja.Callable, noError goja.Value, work func() (func() goja.Value, error)) goja.Value {
	if fn == nil {
		value, err := work()
		if err != nil {
			panic(m.keyError(err))
		}
		return value()
	}
	m.goAside(func() func() error {
		value, err := work()
		return func() error {
			if err != nil {
				_, thrown := fn(goja.Undefined(), m.keyError(err))
				return thrown
			}
			_, thrown := fn(goja.Undefined(), noError, value())
			return thrown
		}
	})
	return goja.Undefined()
}

// goAside runs work on a goroutine, and what it returns in a turn of the loop.
func (m *module) goAside(work func() func() error) {
	var then func() error
	m.besides().run(m.h.Loop.Reserve(), func() []byte {
		then = work()
		return nil
	}, func([]byte) error { return then() })
}

// besides is where work runs that leaves the VM's goroutine.
func (m *module) besides() *aside {
	if m.aside == nil {
		m.aside = newAside(m.h.Loop)
	}
	return m.aside
}
