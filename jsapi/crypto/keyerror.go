package crypto

import (
	"errors"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// opensslFailure is a failure that has one of OpenSSL's errors for it; m.opensslError says what its fields are.
type opensslFailure struct{ number, lib, reason, code string }

func (e *opensslFailure) Error() string {
	return "error:" + e.number + ":" + e.lib + "::" + e.reason
}

// notSupported is what we have not and Node has; its text says what.
type notSupported string

func (e notSupported) Error() string { return string(e) + " is not supported" }

func undecodable() error {
	return &opensslFailure{"1E08010C", "DECODER routines", "unsupported", "ERR_OSSL_UNSUPPORTED"}
}

func noPassphrase() error {
	return &opensslFailure{"07880109", "common libcrypto routines", "interrupted or cancelled",
		"ERR_OSSL_CRYPTO_INTERRUPTED_OR_CANCELLED"}
}

func badDecrypt() error {
	return &opensslFailure{"1C800064", "Provider routines", "bad decrypt", "ERR_OSSL_BAD_DECRYPT"}
}

// notDER says what is wrong with the outermost element of what is no DER.
func notDER(der []byte) error {
	if len(der) < 2 {
		return &opensslFailure{"0680007B", "asn1 encoding routines", "header too long", "ERR_OSSL_ASN1_HEADER_TOO_LONG"}
	}
	return &opensslFailure{"068000A8", "asn1 encoding routines", "wrong tag", "ERR_OSSL_ASN1_WRONG_TAG"}
}

// keyError makes the JavaScript error of a failure.
func (m *module) keyError(err error) *goja.Object {
	if openssl, ok := errors.AsType[*opensslFailure](err); ok {
		return m.opensslError(openssl.number, openssl.lib, openssl.reason, openssl.code)
	}
	if missing, ok := errors.AsType[notSupported](err); ok {
		return jsapi.NewError(m.rt, "Error", "ERR_FEATURE_UNAVAILABLE_ON_PLATFORM", missing.Error())
	}
	return m.plainError(err.Error())
}
