package crypto

import (
	"bytes"
	"crypto/subtle"
	"math"
	"strconv"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// authentic reports whether the tag that setAuthTag was given is the data's.
func (c *cipherState) authentic(a aead) bool {
	if len(c.tag) == 0 {
		return false
	}
	tag := a.tag()
	return subtle.ConstantTimeCompare(tag[:len(c.tag)], c.tag) == 1
}

// tagLength checks the option authTagLength of a cipher that makes tags. It returns 0 for any length.
func (m *module) tagLength(s *spec, name string, options goja.Value) int {
	n := -1
	if v := property(options, "authTagLength"); !goja.IsUndefined(v) {
		f := v.ToFloat()
		if !goja.IsNumber(v) || f != math.Trunc(f) || f < 0 || f > math.MaxUint32 {
			panic(jsapi.InvalidArgValue(m.rt, "options.authTagLength", "is invalid", jsapi.Inspect(v)))
		}
		n = int(f)
	}
	switch {
	case !s.authenticated():
		return 0
	case n < 0 && s.needsTagLength():
		panic(jsapi.NewError(m.rt, "TypeError", "ERR_CRYPTO_INVALID_AUTH_TAG", "authTagLength required for "+name))
	case n < 0 && s.mode == "gcm":
		return 0
	case n < 0:
		return 16
	case !validTagLength(s, n):
		panic(m.invalidTagLength(n))
	}
	return n
}

func validTagLength(s *spec, n int) bool {
	switch s.mode {
	case "gcm":
		return n == 4 || n == 8 || n >= 12 && n <= 16
	case "ccm":
		return n >= 4 && n <= 16 && n%2 == 0
	}
	return n >= 1 && n <= 16
}

func (m *module) invalidTagLength(n int) *goja.Object {
	return jsapi.NewError(m.rt, "TypeError", "ERR_CRYPTO_INVALID_AUTH_TAG",
		"Invalid authentication tag length: "+strconv.Itoa(n))
}

// setAAD is setAAD(buffer[, { plaintextLength, encoding }]).
func (m *module) setAAD(c *cipherState, call goja.FunctionCall) goja.Value {
	options := call.Argument(1)
	data, ok := m.source(call.Argument(0), property(options, "encoding"))
	if !ok {
		panic(jsapi.InvalidArgType(m.rt, "aadbuf", bufferTypes, call.Argument(0)))
	}
	length := -1
	if v := property(options, "plaintextLength"); !goja.IsUndefined(v) {
		f := v.ToFloat()
		if !goja.IsNumber(v) || f != math.Trunc(f) || f < 0 || f > math.MaxUint32 {
			panic(jsapi.InvalidArgValue(m.rt, "options.plaintextLength", "is invalid", jsapi.Inspect(v)))
		}
		length = int(f)
	}
	a, ok := c.engine.(aead)
	if !ok {
		panic(m.invalidState(" for operation setAAD"))
	}
	if length < 0 && c.spec.mode == "ccm" {
		panic(jsapi.NewError(m.rt, "TypeError", "ERR_MISSING_ARGS", "options.plaintextLength required for CCM mode with AAD"))
	}
	switch a.addData(data, length) {
	case noFault:
	case messageTooBig:
		panic(m.fault(messageTooBig))
	default:
		panic(m.invalidState(" for operation setAAD"))
	}
	return call.This
}

// setAuthTag is setAuthTag(buffer[, encoding]).
func (m *module) setAuthTag(c *cipherState, call goja.FunctionCall) goja.Value {
	tag, ok := m.source(call.Argument(0), call.Argument(1))
	if !ok {
		panic(jsapi.InvalidArgType(m.rt, "buffer", bufferTypes, call.Argument(0)))
	}
	if c.engine == nil || !c.spec.authenticated() || c.tag != nil {
		panic(m.invalidState(" for operation setAuthTag"))
	}
	if c.tagLen > 0 && len(tag) != c.tagLen || !validTagLength(c.spec, len(tag)) {
		panic(m.invalidTagLength(len(tag)))
	}
	c.tag = bytes.Clone(tag)
	return call.This
}

func (m *module) getAuthTag(c *cipherState, _ goja.FunctionCall) goja.Value {
	if c.engine != nil || c.tag == nil {
		panic(m.invalidState(" for operation getAuthTag"))
	}
	return m.buffer(bytes.Clone(c.tag))
}
