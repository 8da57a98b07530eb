package crypto

import (
	"crypto/rand"
	"crypto/rsa"
	"errors"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// defineRSACiphers makes publicEncrypt and the three like it.
func (m *module) defineRSACiphers() {
	for _, f := range []struct {
		name    string
		use     use
		padding int
		run     func(*key, []byte, rsaOptions) ([]byte, error)
	}{
		{"publicEncrypt", consumePublic, paddingOAEP, publicEncrypt},
		{"publicDecrypt", consumePublic, paddingPKCS1, publicDecrypt},
		{"privateEncrypt", consumePrivate, paddingPKCS1, privateEncrypt},
		{"privateDecrypt", consumePrivate, paddingOAEP, privateDecrypt},
	} {
		m.function(f.name, func(call goja.FunctionCall) goja.Value {
			k := m.keyArgument(call.Argument(0), f.use)
			o := m.rsaOptions(call.Argument(0), f.padding)
			data, ok := m.source(call.Argument(1), o.encoding)
			if !ok {
				panic(jsapi.InvalidArgType(m.rt, "buffer", bufferTypes, call.Argument(1)))
			}
			if f.name == "privateDecrypt" && o.padding == paddingPKCS1 {
				panic(jsapi.NewError(m.rt, "TypeError", "ERR_INVALID_ARG_VALUE", "RSA_PKCS1_PADDING is no longer supported for "+
					"private decryption, this can be reverted with --security-revert=CVE-2023-46809"))
			}
			if k.name != "rsa" {
				panic(m.keyError(unsupportedKeyType()))
			}
			out, err := f.run(k, data, o)
			if err != nil {
				panic(m.keyError(err))
			}
			return m.buffer(out)
		})
	}
}

// rsaOptions are what a key argument says beside the key.
type rsaOptions struct {
	padding  int
	hash     string // OAEP's
	label    []byte
	encoding goja.Value // of strings
}

func (m *module) rsaOptions(v goja.Value, padding int) rsaOptions {
	o := rsaOptions{padding: padding, hash: "sha1", encoding: goja.Undefined()}
	if _, ok := v.(*goja.Object); !ok || m.keyOf(v) != nil {
		return o
	}
	o.encoding = property(v, "encoding")
	if p := property(v, "padding"); p.ToBoolean() {
		o.padding = int(p.ToInteger())
	}
	if h := property(v, "oaepHash"); !goja.IsUndefined(h) {
		o.hash = m.textArgument(h, "key.oaepHash")
	}
	if l := property(v, "oaepLabel"); !goja.IsUndefined(l) {
		o.label = m.bytesArgument(l, "key.oaepLabel", bufferTypes)
	}
	if newHash(o.hash) == nil {
		e := m.plainError("Invalid digest used")
		must(e.Set("code", "ERR_OSSL_EVP_INVALID_DIGEST"))
		panic(e)
	}
	return o
}

func unknownPadding() error {
	return &opensslFailure{"02000076", "rsa routines", "unknown padding type", "ERR_OSSL_RSA_UNKNOWN_PADDING_TYPE"}
}

// unpadded checks data that are as long as the modulus, since nothing fills them up.
func unpadded(k *key, data []byte) error {
	switch size := k.rsaPublic().Size(); {
	case len(data) < size:
		return &opensslFailure{"0200007A", "rsa routines", "data too small for key size", "ERR_OSSL_RSA_DATA_TOO_SMALL_FOR_KEY_SIZE"}
	case len(data) > size:
		return tooLargeForKey()
	}
	return nil
}

func publicEncrypt(k *key, data []byte, o rsaOptions) (out []byte, err error) {
	switch o.padding {
	case paddingOAEP:
		out, err = rsa.EncryptOAEP(newHash(o.hash)(), rand.Reader, k.rsaPublic(), data, o.label)
	case paddingPKCS1:
		out, err = rsa.EncryptPKCS1v15(rand.Reader, k.rsaPublic(), data) //nolint:staticcheck // servers ask for it
	case paddingNone:
		if err := unpadded(k, data); err != nil {
			return nil, err
		}
		return rsaPublicOp(k.rsaPublic(), data)
	default:
		return nil, unknownPadding()
	}
	if errors.Is(err, rsa.ErrMessageTooLong) {
		return nil, tooLargeForKey()
	}
	return out, err
}

func privateDecrypt(k *key, data []byte, o rsaOptions) ([]byte, error) {
	private := k.private.(*rsa.PrivateKey)
	switch o.padding {
	case paddingOAEP:
		out, err := rsa.DecryptOAEP(newHash(o.hash)(), nil, private, data, o.label)
		if errors.Is(err, rsa.ErrDecryption) {
			return nil, oaepError()
		}
		return out, err
	case paddingNone:
		if err := unpadded(k, data); err != nil {
			return nil, err
		}
		return rsaPrivateOp(private, data)
	}
	return nil, unknownPadding()
}

func oaepError() error {
	return &opensslFailure{"02000079", "rsa routines", "oaep decoding error", "ERR_OSSL_RSA_OAEP_DECODING_ERROR"}
}

// privateEncrypt is a signature of the data themselves.
func privateEncrypt(k *key, data []byte, o rsaOptions) ([]byte, error) {
	private := k.private.(*rsa.PrivateKey)
	switch o.padding {
	case paddingPKCS1:
		out, err := rsa.SignPKCS1v15(nil, private, 0, data)
		if errors.Is(err, rsa.ErrMessageTooLong) {
			return nil, tooLargeForKey()
		}
		return out, err
	case paddingNone:
		if err := unpadded(k, data); err != nil {
			return nil, err
		}
		return rsaPrivateOp(private, data)
	}
	return nil, illegalPadding()
}

func publicDecrypt(k *key, data []byte, o rsaOptions) ([]byte, error) {
	if o.padding != paddingPKCS1 && o.padding != paddingNone {
		return nil, illegalPadding()
	}
	if len(data) > k.rsaPublic().Size() {
		return nil, tooLargeForKey()
	}
	out, err := rsaPublicOp(k.rsaPublic(), data)
	if err != nil || o.padding == paddingNone {
		return out, err
	}
	invalid := &opensslFailure{"0200008A", "rsa routines", "invalid padding", "ERR_OSSL_RSA_INVALID_PADDING"}
	if len(out) < 11 || out[0] != 0 || out[1] != 1 {
		return nil, invalid
	}
	for i, b := range out[2:] {
		switch {
		case b == 0xff:
		case b == 0 && i >= 8:
			return out[2+i+1:], nil
		default:
			return nil, invalid
		}
	}
	return nil, invalid
}
