package crypto

import (
	"crypto/ecdh"
	"crypto/ecdsa"
	"math/big"
)

// sharedSecret is what two sides of a Diffie-Hellman exchange, of any kind, have in common.
func sharedSecret(private, public *key) ([]byte, error) {
	if private.name != public.name {
		return nil, differentKeyTypes()
	}
	switch k := private.private.(type) {
	case *ecdsa.PrivateKey:
		if k.Curve != public.ecPublic().Curve {
			return nil, &opensslFailure{"1C8000CB", "Provider routines", "mismatching domain parameters",
				"ERR_OSSL_MISMATCHING_DOMAIN_PARAMETERS"}
		}
		scalar, err := k.ECDH()
		if err != nil {
			return nil, notSupported("ECDH on " + curveName(k.Curve))
		}
		point, err := public.ecPublic().ECDH()
		if err != nil {
			return nil, err
		}
		return scalar.ECDH(point)
	case *ecdh.PrivateKey:
		out, err := k.ECDH(public.public.(*ecdh.PublicKey))
		if err != nil {
			return nil, &opensslFailure{"1C80007D", "Provider routines", "failed during derivation", "ERR_OSSL_FAILED_DURING_DERIVATION"}
		}
		return out, nil
	case *dhPrivate:
		other := public.public.(*dhPublic)
		if !k.equal(other.dhGroup) {
			return nil, &opensslFailure{"1C8000CB", "Provider routines", "mismatching domain parameters",
				"ERR_OSSL_MISMATCHING_DOMAIN_PARAMETERS"}
		}
		secret := new(big.Int).Exp(other.y, k.x, k.p)
		return secret.FillBytes(make([]byte, (k.p.BitLen()+7)/8)), nil
	}
	return nil, unsupportedKeyType()
}

func differentKeyTypes() error {
	return &opensslFailure{"03000096", "digital envelope routines", "different key types", "ERR_OSSL_EVP_DIFFERENT_KEY_TYPES"}
}
