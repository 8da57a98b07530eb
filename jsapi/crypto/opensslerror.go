package crypto

import (
	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// opensslError is an error of OpenSSL 3 as Node passes it on. number is its packed code in hexadecimal, library the name of
// the part that raised it, code what Node makes of the reason ("ERR_OSSL_BAD_DECRYPT").
func (m *module) opensslError(number, library, reason, code string) *goja.Object {
	e := m.plainError("error:" + number + ":" + library + "::" + reason)
	must(e.Set("library", library))
	must(e.Set("reason", reason))
	must(e.Set("code", code))
	return e
}

// unsupported is what OpenSSL says of an algorithm that its default provider leaves out, as we do for some more.
func (m *module) unsupported() *goja.Object {
	return m.opensslError("0308010C", "digital envelope routines", "unsupported", "ERR_OSSL_EVP_UNSUPPORTED")
}

func (m *module) invalidState(doing string) *goja.Object {
	return jsapi.NewError(m.rt, "Error", "ERR_CRYPTO_INVALID_STATE", "Invalid state"+doing)
}

func (m *module) invalidKeyLength() *goja.Object {
	return jsapi.NewError(m.rt, "RangeError", "ERR_CRYPTO_INVALID_KEYLEN", "Invalid key length")
}

func (m *module) invalidDigest(name string) *goja.Object {
	return jsapi.NewError(m.rt, "TypeError", "ERR_CRYPTO_INVALID_DIGEST", "Invalid digest: "+name)
}
