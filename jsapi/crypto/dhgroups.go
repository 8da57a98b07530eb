package crypto

import (
	"math/big"
	"strings"
)

// modpGroups are Node's names of the groups of RFC 2409 and RFC 3526, how many bits their primes have, the number that
// those documents add to the digits of π, and how many bits a private key needs (RFC 7919, section 5.2).
func modpGroup(name string) (group dhGroup, secret int, ok bool) {
	for _, g := range []struct {
		name   string
		bits   uint
		offset int64
		secret int
	}{
		{"modp1", 768, 149686, 160}, {"modp2", 1024, 129093, 160}, {"modp5", 1536, 741804, 200}, {"modp14", 2048, 124476, 225},
		{"modp15", 3072, 1690314, 275}, {"modp16", 4096, 240904, 325}, {"modp17", 6144, 929484, 375},
		{"modp18", 8192, 4743158, 400},
	} {
		if g.name == strings.ToLower(name) {
			return dhGroup{modpPrime(g.bits, g.offset), big.NewInt(2)}, g.secret, true
		}
	}
	return dhGroup{}, 0, false
}

// modpPrime is 2^n - 2^(n-64) - 1 + 2^64 · (⌊2^(n-130) π⌋ + offset).
func modpPrime(n uint, offset int64) *big.Int {
	one := big.NewInt(1)
	p := new(big.Int).Lsh(one, n)
	p.Sub(p, new(big.Int).Lsh(one, n-64))
	p.Sub(p, one)
	digits := piBits(n - 130)
	digits.Add(digits, big.NewInt(offset))
	return p.Add(p, digits.Lsh(digits, 64))
}

// piBits is ⌊2^n π⌋, by Machin's formula.
func piBits(n uint) *big.Int {
	const guard = 64
	one := new(big.Int).Lsh(big.NewInt(1), n+guard)
	arctan := func(inverse int64) *big.Int { // of 1/inverse
		square, sum := big.NewInt(inverse*inverse), new(big.Int)
		term := new(big.Int).Quo(one, big.NewInt(inverse))
		for k := int64(1); term.Sign() != 0; k += 2 {
			part := new(big.Int).Quo(term, big.NewInt(k))
			if k%4 == 1 {
				sum.Add(sum, part)
			} else {
				sum.Sub(sum, part)
			}
			term.Quo(term, square)
		}
		return sum
	}
	pi := new(big.Int).Mul(arctan(5), big.NewInt(16))
	pi.Sub(pi, new(big.Int).Mul(arctan(239), big.NewInt(4)))
	return pi.Rsh(pi, guard)
}

// newSecret is a private key for a group; bits is how many it has, 0 for as many as the prime.
func newSecret(group dhGroup, bits int) *big.Int {
	if bits == 0 {
		bits = group.p.BitLen() - 1
	}
	b := make([]byte, (bits+7)/8)
	fill(b)
	x := new(big.Int).SetBytes(b)
	x.Rsh(x, uint(8*len(b)-bits))
	x.SetBit(x, bits-1, 1) // never short
	return x
}

// check is OpenSSL's DH_check: a sum of crypto.constants' DH_….
func (a dhGroup) check() int {
	const notPrime, notSafe, badGenerator = 1, 2, 8
	code := 0
	one := big.NewInt(1)
	less := new(big.Int).Sub(a.p, one)
	if a.g.Cmp(one) <= 0 || a.g.Cmp(less) >= 0 {
		code |= badGenerator
	}
	if a.p.BitLen() > maxDHBits || !a.p.ProbablyPrime(8) {
		return code | notPrime
	}
	if !less.Rsh(less, 1).ProbablyPrime(8) {
		code |= notSafe
	}
	return code
}
