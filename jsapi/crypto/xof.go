package crypto

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha3"
	"errors"
	"hash"
	"reflect"
)

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

// newPair is md5-sha1.
func newPair() hash.Hash { return &pair{md5.New(), sha1.New()} }

// clone copies a running hash. What does not know how to is one of golang.org/x/crypto's: a struct without pointers.
func clone(h hash.Hash) (hash.Hash, error) {
	if c, ok := h.(hash.Cloner); ok {
		return c.Clone()
	}
	from := reflect.ValueOf(h)
	if from.Kind() != reflect.Pointer || from.Elem().Kind() != reflect.Struct {
		return nil, errors.New("this hash cannot be copied")
	}
	to := reflect.New(from.Type().Elem())
	to.Elem().Set(from.Elem())
	c, _ := reflect.TypeAssert[hash.Hash](to)
	return c, nil
}
