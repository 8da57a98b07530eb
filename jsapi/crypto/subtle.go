package crypto

import (
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// Web Crypto's SubtleCrypto (Web Cryptography API, section 14). Here are the arguments, which algorithm can do what, and
// the promise. What an algorithm does is in the other files of this name, for key pairs, and in websym.go for secret keys.

// outcome is a promise's value, to be made on the VM's goroutine.
type outcome func() goja.Value

// work is what is left of an operation when its arguments are read. It touches nothing of JavaScript's. heavy work runs on
// a goroutine; the rest takes less time than the way there and back.
type work struct {
	heavy bool
	run   func() (outcome, error)
}

// operationFailed is the error of an operation that fails for the data's sake.
type operationFailed struct{ cause error }

func (e operationFailed) Error() string {
	return "The operation failed for an operation-specific reason"
}

// subtleMethods are SubtleCrypto's methods but digest, in their order, with the number of arguments that must be there.
func (m *module) subtleMethods(proto *goja.Object) {
	for _, method := range []struct {
		name  string
		least int
		begin func(subtleCall) work
	}{
		{"encrypt", 3, func(c subtleCall) work { return m.subtleCrypt(c, false) }},
		{"decrypt", 3, func(c subtleCall) work { return m.subtleCrypt(c, true) }},
		{"sign", 3, m.subtleSign},
		{"verify", 4, m.subtleVerify},
		{"generateKey", 3, m.subtleGenerate},
		{"deriveKey", 5, m.subtleDeriveKey},
		{"deriveBits", 2, m.subtleDeriveBits},
		{"importKey", 4, m.subtleImport},
		{"exportKey", 2, m.subtleExport},
		{"wrapKey", 4, m.subtleWrap},
		{"unwrapKey", 7, m.subtleUnwrap},
	} {
		jsapi.SetMethod(m.rt, proto, method.name, func(call goja.FunctionCall) goja.Value {
			return m.promise(func() work {
				if this, ok := call.This.(*goja.Object); !ok || this.Prototype() != proto {
					panic(jsapi.InvalidThis(m.rt, "SubtleCrypto"))
				}
				c := subtleCall{m, method.name, call.Arguments}
				if n := len(c.args); n < method.least {
					panic(c.fail("ERR_MISSING_ARGS", strconv.Itoa(method.least)+" arguments required, but only "+strconv.Itoa(n)+" present."))
				}
				return method.begin(c)
			})
		})
	}
}

// promise begins an operation and settles the promise that it returns when it is done; what begin throws, rejects it.
func (m *module) promise(begin func() work) goja.Value {
	promise, resolve, reject := m.rt.NewPromise()
	settle := func(made outcome, err error) error {
		var value goja.Value
		if err == nil {
			if thrown := m.rt.Try(func() { value = made() }); thrown != nil {
				return reject(thrown.Value())
			}
			return resolve(value)
		}
		return reject(m.operationError(err))
	}
	var w work
	if thrown := m.rt.Try(func() { w = begin() }); thrown != nil {
		must(reject(thrown.Value()))
		return m.rt.ToValue(promise)
	}
	if !w.heavy {
		must(settle(w.run()))
		return m.rt.ToValue(promise)
	}
	m.goAside(func() func() error {
		made, err := w.run()
		return func() error { return settle(made, err) }
	})
	return m.rt.ToValue(promise)
}

// operationError is the DOMException of a failure.
func (m *module) operationError(err error) goja.Value {
	if errors.Is(err, errTooFewBits) {
		return m.domException(err.Error(), "OperationError")
	}
	var failed operationFailed
	if !errors.As(err, &failed) {
		failed = operationFailed{err}
	}
	return m.domExceptionOf(failed.Error(), "OperationError", failed.cause)
}

// domExceptionOf makes a DOMException with a cause, if there is one.
func (m *module) domExceptionOf(message, name string, cause error) *goja.Object {
	if cause == nil {
		return m.domException(message, name)
	}
	class := m.h.Require("internal/events").ToObject(m.rt).Get("DOMException")
	options := m.rt.NewObject()
	must(options.Set("name", name))
	must(options.Set("cause", m.keyError(cause)))
	e, err := m.rt.New(class, m.rt.ToValue(message), options)
	must(err)
	return e
}

// subtleCall is a call of one of the methods.
type subtleCall struct {
	m      *module
	method string
	args   []goja.Value
}

func (c subtleCall) arg(i int) goja.Value {
	if i < len(c.args) {
		return c.args[i]
	}
	return goja.Undefined()
}

func (c subtleCall) fail(code, text string) *goja.Object {
	return jsapi.NewError(c.m.rt, "TypeError", code, "Failed to execute '"+c.method+"' on 'SubtleCrypto': "+text)
}

// ordinal names an argument in messages.
func ordinal(i int) string {
	return [...]string{"1st", "2nd", "3rd", "4th", "5th", "6th", "7th"}[i] + " argument"
}

// data is a copy of the bytes of an argument.
func (c subtleCall) data(i int) []byte {
	b, ok := jsapi.Bytes(c.m.rt, c.arg(i))
	if !ok {
		panic(c.fail("ERR_INVALID_ARG_TYPE", ordinal(i)+" is not instance of ArrayBuffer, Buffer, TypedArray, or DataView."))
	}
	return append([]byte{}, b...)
}

func (c subtleCall) key(i int) *cryptoKey {
	k, ok := stateOf[*cryptoKey](c.m, c.arg(i))
	if !ok {
		panic(c.fail("ERR_INVALID_ARG_TYPE", ordinal(i)+" is not of type CryptoKey."))
	}
	return k
}

// format is the first argument.
func (c subtleCall) format() string {
	f := c.arg(0).String()
	if !slices.Contains([]string{"raw", "pkcs8", "spki", "jwk"}, f) {
		panic(c.fail("ERR_INVALID_ARG_VALUE", ordinal(0)+" value '"+f+"' is not a valid enum value of type KeyFormat."))
	}
	return f
}

// usages is a sequence of KeyUsage without repetitions.
func (c subtleCall) usages(i int) []string {
	o, ok := c.arg(i).(*goja.Object)
	if !ok || o.GetSymbol(goja.SymIterator) == nil {
		panic(c.fail("ERR_INVALID_ARG_TYPE", ordinal(i)+" can not be converted to sequence."))
	}
	all := []string{"encrypt", "decrypt", "sign", "verify", "deriveKey", "deriveBits", "wrapKey", "unwrapKey"}
	var out []string
	index := 0
	c.m.rt.ForOf(o, func(v goja.Value) bool {
		u := v.String()
		if !slices.Contains(all, u) {
			panic(c.fail("ERR_INVALID_ARG_VALUE", ordinal(i)+", index "+strconv.Itoa(index)+" value '"+u+
				"' is not a valid enum value of type KeyUsage."))
		}
		if !slices.Contains(out, u) {
			out = append(out, u)
		}
		index++
		return true
	})
	return out
}

// algorithms says which algorithms an operation has.
func algorithms(operation string) []string {
	switch operation {
	case "encrypt", "decrypt":
		return []string{"RSA-OAEP", "AES-CBC", "AES-CTR", "AES-GCM"}
	case "sign", "verify":
		return []string{"RSASSA-PKCS1-v1_5", "RSA-PSS", "ECDSA", "HMAC", "Ed25519"}
	case "deriveBits":
		return []string{"ECDH", "X25519", "HKDF", "PBKDF2"}
	case "generateKey":
		return []string{"RSASSA-PKCS1-v1_5", "RSA-PSS", "RSA-OAEP", "ECDSA", "ECDH", "Ed25519", "X25519", "AES-CTR", "AES-CBC",
			"AES-GCM", "AES-KW", "HMAC"}
	case "wrapKey":
		return []string{"AES-KW"}
	}
	return []string{"RSASSA-PKCS1-v1_5", "RSA-PSS", "RSA-OAEP", "ECDSA", "ECDH", "Ed25519", "X25519", "AES-CTR", "AES-CBC",
		"AES-GCM", "AES-KW", "HMAC", "HKDF", "PBKDF2"}
}

// algorithm is the name, as Web Crypto writes it, of an algorithm argument that the operation has.
func (c subtleCall) algorithm(v goja.Value, operations ...string) string {
	if o, ok := v.(*goja.Object); ok {
		v = property(o, "name")
	}
	name := v.String()
	for _, operation := range operations {
		for _, a := range algorithms(operation) {
			if strings.EqualFold(a, name) {
				return a
			}
		}
	}
	panic(c.m.domException("Unrecognized algorithm name", "NotSupportedError"))
}

// invalidAccess is for keys that may not do what is asked of them.
func (m *module) invalidAccess(message string) *goja.Object {
	return m.domException(message, "InvalidAccessError")
}

// maxLight is the size of data up to which hashing and AES are no heavy work.
const maxLight = digestAside

// job is the work that websym.go leaves.
func (m *module) job(j webJob, size int) work {
	return work{size > maxLight, func() (outcome, error) {
		out, ok := j()
		if !ok {
			return nil, operationFailed{}
		}
		return func() goja.Value { return m.arrayBuffer(out) }, nil
	}}
}

// bitLength reads a length argument of bits; it reports false for null and undefined.
func (c subtleCall) bitLength(v goja.Value) (int, bool) {
	if goja.IsNull(v) || goja.IsUndefined(v) {
		return 0, false
	}
	f := math.Trunc(v.ToFloat())
	if math.IsNaN(f) || f < 0 || f > math.MaxUint32 {
		return 0, true
	}
	return int(f), true
}
