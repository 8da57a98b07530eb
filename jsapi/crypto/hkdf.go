package crypto

import (
	"bytes"
	"crypto/hkdf"
	"math"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

const (
	// hkdfTypes names the types in the order in which Node does for HKDF.
	hkdfTypes = "of type string or an instance of ArrayBuffer, TypedArray, DataView, or Buffer"
	ikmTypes  = "of type string or an instance of SecretKeyObject, ArrayBuffer, TypedArray, DataView, or Buffer"
	// maxInfo is the most bytes of info that Node takes.
	maxInfo = 1024
)

// defineHKDF makes HKDF (RFC 5869), whose results are ArrayBuffers.
func (m *module) defineHKDF() {
	m.function("hkdf", func(call goja.FunctionCall) goja.Value {
		work, check := m.hkdf(call)
		callback := m.callback(call.Argument(5))
		check()
		m.derive(callback, m.arrayBuffer, work)
		return goja.Undefined()
	})
	m.function("hkdfSync", func(call goja.FunctionCall) goja.Value {
		work, check := m.hkdf(call)
		check()
		return m.arrayBuffer(work())
	})
}

// hkdf checks (digest, ikm, salt, info, keylen). check throws for what Node finds only after it looked at the callback.
func (m *module) hkdf(call goja.FunctionCall) (work func() []byte, check func()) {
	digest := m.textArgument(call.Argument(0), "digest")
	key, ok := m.secretBytes(call.Argument(1))
	if !ok {
		key = m.bytesArgument(call.Argument(1), "ikm", ikmTypes)
	}
	key = bytes.Clone(key)
	salt := bytes.Clone(m.bytesArgument(call.Argument(2), "salt", hkdfTypes))
	info := string(m.bytesArgument(call.Argument(3), "info", hkdfTypes))
	// Node's upper bound is one more than it can take.
	length := int(m.integerArgument(call.Argument(4), "length", 0, math.MaxUint32+1))
	if len(info) > maxInfo {
		panic(jsapi.OutOfRange(m.rt, "info", "must not contain more than 1024 bytes", m.rt.ToValue(len(info))))
	}
	check = func() {
		if length > 255*m.fixedHash(digest)().Size() {
			panic(m.invalidKeyLength())
		}
	}
	return func() []byte { return hkdfKey(digest, key, salt, info, length) }, check
}

// hkdfKey derives length bytes, at most 255 times the digest's.
func hkdfKey(digest string, key, salt []byte, info string, length int) []byte {
	out, err := hkdf.Key(newHash(digest), key, salt, info, length)
	if err != nil { // the length is within its bounds
		return nil
	}
	return out
}
