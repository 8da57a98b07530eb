package crypto

import (
	"bytes"
	"crypto/pbkdf2"
	"hash"
	"math"

	"github.com/dop251/goja"
)

// definePBKDF2 makes PBKDF2 (RFC 8018, section 5.2).
func (m *module) definePBKDF2() {
	m.function("pbkdf2", func(call goja.FunctionCall) goja.Value {
		if _, ok := goja.AssertFunction(call.Argument(4)); ok {
			m.textArgument(goja.Undefined(), "digest") // throws: Node takes it for the callback
		}
		work, digest := m.pbkdf2(call)
		callback := m.callback(call.Argument(5))
		m.fixedHash(digest)
		m.derive(callback, m.buffer, work)
		return goja.Undefined()
	})
	m.function("pbkdf2Sync", func(call goja.FunctionCall) goja.Value {
		work, digest := m.pbkdf2(call)
		m.fixedHash(digest)
		return m.buffer(work())
	})
}

// pbkdf2 checks (password, salt, iterations, keylen, digest); the digest's name is left to check, as Node looks at the
// callback first.
func (m *module) pbkdf2(call goja.FunctionCall) (work func() []byte, digest string) {
	digest = m.textArgument(call.Argument(4), "digest")
	password := string(m.bytesArgument(call.Argument(0), "password", bufferTypes))
	salt := bytes.Clone(m.bytesArgument(call.Argument(1), "salt", bufferTypes))
	iterations := int(m.integerArgument(call.Argument(2), "iterations", 1, math.MaxInt32))
	length := int(m.integerArgument(call.Argument(3), "keylen", 0, math.MaxInt32))
	return func() []byte { return pbkdf2Key(digest, password, salt, iterations, length) }, digest
}

// pbkdf2Key derives length bytes.
func pbkdf2Key(digest, password string, salt []byte, iterations, length int) []byte {
	if length == 0 {
		return []byte{} // which Go refuses
	}
	key, err := pbkdf2.Key(newHash(digest), password, salt, iterations, length)
	if err != nil { // the lengths are within its bounds
		return nil
	}
	return key
}

// fixedHash throws unless the hash exists and has a length.
func (m *module) fixedHash(digest string) func() hash.Hash {
	create := newFixedHash(digest)
	if create == nil {
		panic(m.invalidDigest(digest))
	}
	return create
}
