package crypto

import (
	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// cipherState is what a Cipheriv or Decipheriv carries.
type cipherState struct {
	spec    *spec
	engine  engine // nil once final was called
	decrypt bool
	tagLen  int    // in bytes, 0 where any will do
	tag     []byte // made, or to be checked
	failed  fault  // of CCM's update, to be told by final
	text    *textDecoder
}

func (m *module) defineCiphers() {
	for _, decrypt := range []bool{false, true} {
		kind := "Cipher"
		if decrypt {
			kind = "Decipher"
		}
		withIV := m.class(kind+"iv", func(args []goja.Value, proto *goja.Object) *goja.Object {
			return m.createCipheriv(proto, args, decrypt)
		})
		m.function("create"+kind+"iv", func(call goja.FunctionCall) goja.Value {
			return m.createCipheriv(withIV, call.Arguments, decrypt)
		})
		m.cipherMethods(withIV, decrypt)
		old := m.class(kind, func(args []goja.Value, proto *goja.Object) *goja.Object {
			return m.createCipher(proto, args, decrypt)
		})
		m.cipherMethods(old, decrypt)
		create := jsapi.NewFunction(m.rt, "create"+kind, func(call goja.FunctionCall) goja.Value {
			return m.createCipher(old, call.Arguments, decrypt)
		})
		must(m.exports.DefineDataProperty("create"+kind, create, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE))
	}
	m.function("getCiphers", func(goja.FunctionCall) goja.Value { return m.texts(cipherNames()) })
	m.function("getCipherInfo", m.cipherInfo)
}

func (m *module) cipherMethods(proto *goja.Object, decrypt bool) {
	method := func(name string, fn func(*cipherState, goja.FunctionCall) goja.Value) {
		jsapi.SetMethod(m.rt, proto, name, func(call goja.FunctionCall) goja.Value {
			c, ok := stateOf[*cipherState](m, call.This)
			if !ok {
				panic(m.rt.NewTypeError("this is no cipher of the crypto module"))
			}
			return fn(c, call)
		})
	}
	method("update", m.cipherUpdate)
	method("final", m.cipherFinal)
	method("setAutoPadding", m.setAutoPadding)
	method("setAAD", m.setAAD)
	if decrypt {
		method("setAuthTag", m.setAuthTag)
	} else {
		method("getAuthTag", m.getAuthTag)
	}
}

// cipherUpdate is update(data[, inputEncoding[, outputEncoding]]).
func (m *module) cipherUpdate(c *cipherState, call goja.FunctionCall) goja.Value {
	data := m.updateData(call)
	if c.engine == nil {
		panic(m.fault(refusedData))
	}
	out, failed := c.engine.update(data)
	if a, ok := c.engine.(*ccm); ok && c.decrypt && failed == noFault && !c.authentic(a) {
		c.failed, out = unauthentic, []byte{}
	}
	if failed != noFault {
		panic(m.fault(failed))
	}
	return m.cipherText(c, out, call.Argument(2), false)
}

// cipherFinal is final([outputEncoding]).
func (m *module) cipherFinal(c *cipherState, call goja.FunctionCall) goja.Value {
	if c.engine == nil {
		panic(m.invalidState(""))
	}
	e := c.engine
	c.engine = nil
	out, failed := e.final()
	if a, ok := e.(aead); ok {
		switch {
		case c.failed != noFault:
			failed = c.failed
		case c.decrypt && !c.authentic(a):
			failed = unauthentic
		case !c.decrypt && failed == noFault:
			tag := a.tag()
			c.tag = tag[:]
			if c.tagLen > 0 {
				c.tag = tag[:c.tagLen]
			}
		}
	}
	if failed != noFault {
		panic(m.fault(failed))
	}
	return m.cipherText(c, out, call.Argument(0), true)
}

func (m *module) setAutoPadding(c *cipherState, call goja.FunctionCall) goja.Value {
	if c.engine == nil {
		panic(m.invalidState(" for operation setAutoPadding"))
	}
	if b, ok := c.engine.(*blocks); ok {
		b.unpadded = !call.Argument(0).ToBoolean() // nothing is false, whatever Node's documentation says
	}
	return call.This
}

// fault makes an error as Node's.
func (m *module) fault(f fault) *goja.Object {
	const library = "Provider routines"
	switch f {
	case wrongLength:
		return m.opensslError("1C80006B", library, "wrong final block length", "ERR_OSSL_WRONG_FINAL_BLOCK_LENGTH")
	case badPadding:
		return m.opensslError("1C800064", library, "bad decrypt", "ERR_OSSL_BAD_DECRYPT")
	case unauthentic:
		return m.plainError("Unsupported state or unable to authenticate data")
	case missingTag:
		return m.opensslError("1C800077", library, "tag not set", "ERR_OSSL_TAG_NOT_SET")
	case messageTooBig:
		return jsapi.NewError(m.rt, "RangeError", "ERR_CRYPTO_INVALID_MESSAGELEN", "Invalid message length")
	default:
		return m.plainError("Trying to add data in unsupported state")
	}
}
