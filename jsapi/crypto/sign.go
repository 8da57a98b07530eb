package crypto

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/asn1"
	"math"
	"math/big"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// signOptions are what a key argument says beside the key.
type signOptions struct {
	padding    int  // 0 for the key's own
	saltLength *int // nil for the default
	p1363      bool // r and s side by side, not in DER
}

// signOptions reads padding, saltLength and dsaEncoding.
func (m *module) signOptions(v goja.Value) signOptions {
	var o signOptions
	if _, ok := v.(*goja.Object); !ok || m.keyOf(v) != nil {
		return o
	}
	integer := func(name string) *int {
		n := property(v, name)
		if goja.IsUndefined(n) {
			return nil
		}
		if f := n.ToFloat(); goja.IsNumber(n) && f == math.Trunc(f) && math.Abs(f) <= math.MaxInt32 {
			i := int(f)
			return &i
		}
		panic(jsapi.InvalidArgValue(m.rt, "options."+name, "is invalid", jsapi.Inspect(n)))
	}
	if padding := integer("padding"); padding != nil {
		if o.padding = *padding; o.padding == 0 {
			o.padding = -1 // no padding of OpenSSL's
		}
	}
	o.saltLength = integer("saltLength")
	switch e := property(v, "dsaEncoding"); {
	case goja.IsUndefined(e), goja.IsString(e) && e.String() == "der":
	case goja.IsString(e) && e.String() == "ieee-p1363":
		o.p1363 = true
	default:
		panic(jsapi.InvalidArgValue(m.rt, "options.dsaEncoding", "is invalid", jsapi.Inspect(e)))
	}
	return o
}

// unsupportedKeyType is for keys that cannot do what they were given to.
func unsupportedKeyType() error {
	return &opensslFailure{"03000096", "digital envelope routines", "operation not supported for this keytype",
		"ERR_OSSL_EVP_OPERATION_NOT_SUPPORTED_FOR_THIS_KEYTYPE"}
}

// signDigest signs a digest of the named hash.
func signDigest(k *key, name string, digest []byte, o signOptions) ([]byte, error) {
	switch k.name {
	case "rsa", "rsa-pss":
		return signRSA(k, name, digest, o)
	case "ec":
		return signEC(k, digest, o)
	}
	return nil, unsupportedKeyType()
}

// verifyDigest is the other way; an error is for what no signature could be right for.
func verifyDigest(k *key, name string, digest, signature []byte, o signOptions) (bool, error) {
	switch k.name {
	case "rsa", "rsa-pss":
		return verifyRSA(k, name, digest, signature, o)
	case "ec":
		return verifyEC(k, digest, signature, o), nil
	}
	return false, unsupportedKeyType()
}

type ecSignature struct{ R, S *big.Int }

func signEC(k *key, digest []byte, o signOptions) ([]byte, error) {
	der, err := ecdsa.SignASN1(rand.Reader, k.private.(*ecdsa.PrivateKey), digest)
	if err != nil || !o.p1363 {
		return der, err
	}
	var sig ecSignature
	if _, err := asn1.Unmarshal(der, &sig); err != nil {
		return nil, err
	}
	size := k.orderSize()
	out := make([]byte, 2*size)
	sig.R.FillBytes(out[:size])
	sig.S.FillBytes(out[size:])
	return out, nil
}

// orderSize is how many bytes an EC key's private number has.
func (k *key) orderSize() int { return (k.ecPublic().Params().N.BitLen() + 7) / 8 }

func verifyEC(k *key, digest, signature []byte, o signOptions) bool {
	if o.p1363 {
		size := k.orderSize()
		if len(signature) != 2*size {
			return false
		}
		der, err := asn1.Marshal(ecSignature{new(big.Int).SetBytes(signature[:size]), new(big.Int).SetBytes(signature[size:])})
		if err != nil {
			return false
		}
		signature = der
	}
	return ecdsa.VerifyASN1(k.ecPublic(), digest, signature)
}

// oneShotHash is the hash that sign and verify use: the one asked for, or the key's own where that is "".
func oneShotHash(k *key, name string) (string, error) {
	switch {
	case k.name == "ed25519" && name != "":
		return "", &opensslFailure{"1C80007A", "Provider routines", "invalid digest", "ERR_OSSL_INVALID_DIGEST"}
	case k.name == "x25519" || k.name == "dh":
		return "", unsupportedKeyType()
	case name != "":
		return name, nil
	case k.pss != nil:
		return k.pss.hash, nil
	}
	return "sha256", nil
}

// signMessage signs data with any key. It touches nothing of JavaScript's.
func signMessage(k *key, name string, data []byte, o signOptions) ([]byte, error) {
	name, err := oneShotHash(k, name)
	if err != nil {
		return nil, err
	}
	if private, ok := k.private.(ed25519.PrivateKey); ok {
		return ed25519.Sign(private, data), nil
	}
	h := newHash(name)()
	_, _ = h.Write(data)
	return signDigest(k, name, h.Sum(nil), o)
}

// verifyMessage is the other way.
func verifyMessage(k *key, name string, data, signature []byte, o signOptions) (bool, error) {
	name, err := oneShotHash(k, name)
	if err != nil {
		return false, err
	}
	if public, ok := k.public.(ed25519.PublicKey); ok {
		return len(signature) == ed25519.SignatureSize && ed25519.Verify(public, data, signature), nil
	}
	h := newHash(name)()
	_, _ = h.Write(data)
	return verifyDigest(k, name, h.Sum(nil), signature, o)
}
