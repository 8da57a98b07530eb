package crypto

import (
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"errors"
	"math/big"
)

// Key pairs are made here, by functions that touch nothing of JavaScript's.

func generateEd25519() (*key, error) {
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	return newEd25519(private), nil
}

func generateX25519() (*key, error) {
	private, err := ecdh.X25519().GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	return newX25519(private), nil
}

func generateEC(on curve) (*key, error) {
	private, err := ecdsa.GenerateKey(on.Curve, rand.Reader)
	if err != nil {
		return nil, err
	}
	return newEC(private), nil
}

const (
	// usualExponent is the only one that the standard library makes keys with.
	usualExponent = 65537
	// maxModulus is OpenSSL's limit.
	maxModulus = 16384
	minModulus = 512
)

func generateRSA(bits int, exponent *big.Int) (*key, error) {
	switch {
	case bits < minModulus:
		return nil, &opensslFailure{"020000AE", "rsa routines", "key size too small", "ERR_OSSL_RSA_KEY_SIZE_TOO_SMALL"}
	case bits > maxModulus:
		return nil, &opensslFailure{"02000069", "rsa routines", "modulus too large", "ERR_OSSL_RSA_MODULUS_TOO_LARGE"}
	case exponent.BitLen() > 31 || exponent.Bit(0) == 0 || exponent.Cmp(big.NewInt(3)) < 0:
		return nil, &opensslFailure{"020000B2", "rsa routines", "pub exponent out of range", "ERR_OSSL_RSA_PUB_EXPONENT_OUT_OF_RANGE"}
	case exponent.Int64() == usualExponent && bits >= 1024:
		private, err := rsa.GenerateKey(rand.Reader, bits)
		if err != nil {
			return nil, err
		}
		return newRSA(private), nil
	}
	return generateOddRSA(bits, exponent)
}

// generateOddRSA is for exponents and sizes that the standard library refuses.
func generateOddRSA(bits int, exponent *big.Int) (*key, error) {
	one := big.NewInt(1)
	prime := func(bits int) (*big.Int, error) {
		for {
			p, err := rand.Prime(rand.Reader, bits)
			if err != nil {
				return nil, err
			}
			less := new(big.Int).Sub(p, one)
			if new(big.Int).GCD(nil, nil, less, exponent).Cmp(one) == 0 {
				return p, nil
			}
		}
	}
	for range 100 {
		p, err := prime((bits + 1) / 2)
		if err != nil {
			return nil, err
		}
		q, err := prime(bits / 2)
		if err != nil {
			return nil, err
		}
		n := new(big.Int).Mul(p, q)
		if p.Cmp(q) == 0 || n.BitLen() != bits {
			continue
		}
		phi := new(big.Int).Mul(new(big.Int).Sub(p, one), new(big.Int).Sub(q, one))
		private := &rsa.PrivateKey{
			PublicKey: rsa.PublicKey{N: n, E: int(exponent.Int64())},
			D:         new(big.Int).ModInverse(exponent, phi),
			Primes:    []*big.Int{p, q},
		}
		private.Precompute()
		if err := private.Validate(); err != nil {
			return nil, err
		}
		return newRSA(private), nil
	}
	return nil, errors.New("no RSA key found")
}
