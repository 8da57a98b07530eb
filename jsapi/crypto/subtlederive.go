package crypto

import (
	"errors"
	"slices"

	"github.com/dop251/goja"
)

// subtleDeriveBits is deriveBits(algorithm, baseKey[, length]).
func (m *module) subtleDeriveBits(c subtleCall) work {
	name := c.algorithm(c.arg(0), "deriveBits")
	k := c.key(1)
	bits := m.deriveBits(c, name, k, "deriveBits", c.arg(2))
	return work{true, func() (outcome, error) {
		out, err := bits()
		return func() goja.Value { return m.arrayBuffer(out) }, err
	}}
}

// deriveBits checks the arguments and returns what derives. usage is what the key must have.
func (m *module) deriveBits(c subtleCall, name string, k *cryptoKey, usage string, length goja.Value) func() ([]byte, error) {
	if !isSymmetric(name) {
		return m.deriveShared(c, name, k, usage, length)
	}
	if !k.may(usage) {
		panic(m.invalidAccess("baseKey does not have " + usage + " usage"))
	}
	if k.name != name {
		panic(m.invalidAccess("Key algorithm mismatch"))
	}
	job := m.webDeriveBits(name, c.arg(0), k.secret, length)
	return func() ([]byte, error) {
		out, ok := job()
		if !ok {
			return nil, operationFailed{}
		}
		return out, nil
	}
}

func (m *module) deriveShared(c subtleCall, name string, k *cryptoKey, usage string, length goja.Value) func() ([]byte, error) {
	p := webParams{m, "EcdhKeyDeriveParams", c.arg(0)}
	other, ok := stateOf[*cryptoKey](m, p.required("public"))
	switch {
	case !ok:
		panic(p.fail("ERR_INVALID_ARG_TYPE", "'public' of 'EcdhKeyDeriveParams' (passed algorithm) is not of type CryptoKey."))
	case !k.may(usage):
		panic(m.invalidAccess("baseKey does not have " + usage + " usage"))
	case k.name != name:
		panic(m.invalidAccess("Key algorithm mismatch"))
	case other.kind != publicKey:
		panic(m.invalidAccess("algorithm.public must be a public key"))
	case k.kind != privateKey:
		panic(m.invalidAccess("baseKey must be a private key"))
	case other.name != "ECDH" && other.name != "X25519":
		panic(m.invalidAccess("Keys must be ECDH, X25519, or X448 keys"))
	case other.name != k.name:
		panic(m.invalidAccess("The public and private keys must be of the same type"))
	case name == "ECDH" && other.ecPublic().Curve != k.ecPublic().Curve:
		panic(m.domException("Named curve mismatch", "InvalidAccessError"))
	}
	n, limited := c.bitLength(length)
	return func() ([]byte, error) {
		out, err := sharedSecret(k.key, other.key)
		if err != nil || !limited {
			return out, err
		}
		if n > 8*len(out) {
			return nil, errTooFewBits
		}
		out = out[:(n+7)/8]
		if rest := n % 8; rest != 0 {
			out[len(out)-1] &= 0xff << (8 - rest)
		}
		return out, nil
	}
}

// errTooFewBits is Node's words for it, the wrong way round.
var errTooFewBits = errors.New("derived bit length is too small")

// subtleDeriveKey is deriveKey(algorithm, baseKey, derivedKeyAlgorithm, extractable, usages).
func (m *module) subtleDeriveKey(c subtleCall) work {
	name := c.algorithm(c.arg(0), "deriveBits")
	k := c.key(1)
	made := c.algorithm(c.arg(2), "importKey")
	if !isSymmetric(made) {
		panic(m.domException("Unrecognized algorithm name", "NotSupportedError"))
	}
	params, extractable, usages := c.arg(2), c.arg(3).ToBoolean(), slices.Clone(c.usages(4))
	bits := m.deriveBits(c, name, k, "deriveKey", m.webKeyLength(made, params))
	return work{true, func() (outcome, error) {
		out, err := bits()
		return func() goja.Value {
			return m.importKey("raw", m.arrayBuffer(out), made, params, extractable, usages)
		}, err
	}}
}
