package crypto

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/subtle"
	"errors"
	"math/big"
)

// rsaPublicOp is m^e mod n, of as many bytes as the modulus has.
func rsaPublicOp(k *rsa.PublicKey, in []byte) ([]byte, error) {
	m := new(big.Int).SetBytes(in)
	if m.Cmp(k.N) >= 0 {
		return nil, tooLargeForModulus()
	}
	m.Exp(m, bigInt(k.E), k.N)
	return m.FillBytes(make([]byte, k.Size())), nil
}

// rsaPrivateOp is c^d mod n, for what the standard library has no function. The number that is raised to the secret power
// is a random one, so that the time it takes tells nothing; the result is checked, so that a fault does not either.
func rsaPrivateOp(k *rsa.PrivateKey, in []byte) ([]byte, error) {
	c := new(big.Int).SetBytes(in)
	if c.Cmp(k.N) >= 0 {
		return nil, tooLargeForModulus()
	}
	var blind, unblind *big.Int
	for unblind == nil {
		r, err := rand.Int(rand.Reader, k.N)
		if err != nil {
			return nil, err
		}
		unblind = new(big.Int).ModInverse(r, k.N)
		blind = r.Exp(r, bigInt(k.E), k.N)
	}
	m := blind.Mul(blind, c)
	m.Mod(m, k.N)
	m.Exp(m, k.D, k.N)
	m.Mul(m, unblind)
	m.Mod(m, k.N)
	out := m.FillBytes(make([]byte, k.Size()))
	check, err := rsaPublicOp(&k.PublicKey, out)
	if err != nil {
		return nil, err
	}
	if subtle.ConstantTimeCompare(check, c.FillBytes(make([]byte, k.Size()))) != 1 {
		return nil, errors.New("RSA operation failed")
	}
	return out, nil
}

func tooLargeForModulus() error {
	return &opensslFailure{"02000084", "rsa routines", "data too large for modulus", "ERR_OSSL_RSA_DATA_TOO_LARGE_FOR_MODULUS"}
}

func tooLargeForKey() error {
	return &opensslFailure{"0200006E", "rsa routines", "data too large for key size", "ERR_OSSL_RSA_DATA_TOO_LARGE_FOR_KEY_SIZE"}
}
