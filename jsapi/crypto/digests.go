package crypto

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha3"
	"crypto/sha512"
	"errors"
	"hash"
	"strings"
)

// hashNames are what getHashes lists: every hash we have, by OpenSSL's names.
func hashNames() []string {
	return []string{
		"RSA-MD5", "RSA-SHA1", "RSA-SHA224", "RSA-SHA256", "RSA-SHA3-224", "RSA-SHA3-256", "RSA-SHA3-384", "RSA-SHA3-512",
		"RSA-SHA384", "RSA-SHA512", "RSA-SHA512/224", "RSA-SHA512/256", "md5", "md5-sha1", "md5WithRSAEncryption", "sha1",
		"sha1WithRSAEncryption", "sha224", "sha224WithRSAEncryption", "sha256", "sha256WithRSAEncryption", "sha3-224",
		"sha3-256", "sha3-384", "sha3-512", "sha384", "sha384WithRSAEncryption", "sha512", "sha512-224",
		"sha512-224WithRSAEncryption", "sha512-256", "sha512-256WithRSAEncryption", "sha512WithRSAEncryption", "shake128",
		"shake256",
	}
}

// newHash finds a hash by any of OpenSSL's names for it, in any case; nil when there is none.
func newHash(name string) func() hash.Hash {
	name = strings.ToLower(name)
	name = strings.TrimSuffix(strings.TrimPrefix(name, "rsa-"), "withrsaencryption")
	switch name {
	case "md5", "ssl3-md5":
		return md5.New
	case "sha1", "sha-1", "ssl3-sha1", "sha1-2":
		return sha1.New
	case "sha224", "sha-224", "sha2-224":
		return sha256.New224
	case "sha256", "sha-256", "sha2-256":
		return sha256.New
	case "sha384", "sha-384", "sha2-384":
		return sha512.New384
	case "sha512", "sha-512", "sha2-512":
		return sha512.New
	case "sha512-224", "sha512/224", "sha-512/224", "sha2-512/224":
		return sha512.New512_224
	case "sha512-256", "sha512/256", "sha-512/256", "sha2-512/256":
		return sha512.New512_256
	case "sha3-224":
		return func() hash.Hash { return sha3.New224() }
	case "sha3-256":
		return func() hash.Hash { return sha3.New256() }
	case "sha3-384":
		return func() hash.Hash { return sha3.New384() }
	case "sha3-512":
		return func() hash.Hash { return sha3.New512() }
	case "md5-sha1":
		return func() hash.Hash { return &pair{md5.New(), sha1.New()} }
	case "shake128", "shake-128":
		return func() hash.Hash { return newXOF(sha3.NewSHAKE128()) }
	case "shake256", "shake-256":
		return func() hash.Hash { return newXOF(sha3.NewSHAKE256()) }
	}
	return nil
}

// xof is a hash of a length that the caller chooses.
type xof struct {
	*sha3.SHAKE
	size int
}

func newXOF(s *sha3.SHAKE) *xof {
	x := &xof{SHAKE: s}
	x.size = x.strength()
	return x
}

// strength is OpenSSL's default length: the security strength, which the block size gives away.
func (x *xof) strength() int { return (200 - x.BlockSize()) / 2 }

func (x *xof) Size() int { return x.size }

// Sum ends the hash, unlike others': it is asked for once.
func (x *xof) Sum(b []byte) []byte {
	out := make([]byte, x.size)
	_, _ = x.Read(out) // a SHAKE gives without end
	return append(b, out...)
}

// Clone implements hash.Cloner.
func (x *xof) Clone() (hash.Cloner, error) {
	saved, err := x.MarshalBinary()
	if err != nil {
		return nil, err
	}
	fresh := sha3.NewSHAKE128()
	if fresh.BlockSize() != x.BlockSize() {
		fresh = sha3.NewSHAKE256()
	}
	return &xof{fresh, x.size}, fresh.UnmarshalBinary(saved)
}

// pair is one hash after the other, as TLS 1.0 signed.
type pair struct{ a, b hash.Hash }

func (p *pair) Write(b []byte) (int, error) {
	_, _ = p.a.Write(b) // a hash never fails to write
	return p.b.Write(b)
}

func (p *pair) Sum(b []byte) []byte { return p.b.Sum(p.a.Sum(b)) }
func (p *pair) Reset()              { p.a.Reset(); p.b.Reset() }
func (p *pair) Size() int           { return p.a.Size() + p.b.Size() }
func (p *pair) BlockSize() int      { return p.a.BlockSize() }

// Clone implements hash.Cloner.
func (p *pair) Clone() (hash.Cloner, error) {
	a, errA := clone(p.a)
	b, errB := clone(p.b)
	return &pair{a, b}, errors.Join(errA, errB)
}

func clone(h hash.Hash) (hash.Hash, error) {
	c, ok := h.(hash.Cloner)
	if !ok {
		return nil, errors.New("this hash cannot be copied")
	}
	return c.Clone()
}
