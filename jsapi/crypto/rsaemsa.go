package crypto

import (
	"bytes"
	"crypto/rsa"
	"crypto/subtle"
	"encoding/binary"
	"hash"
)

// EMSA-PSS (RFC 8017, section 9.1), for what the standard library's PSS does not do: no salt at all, and a mask by another
// hash than the message's.

// mask is MGF1, exclusive-ored into out.
func mask(out []byte, h hash.Hash, seed []byte) {
	for counter := uint32(0); len(out) > 0; counter++ {
		h.Reset()
		_, _ = h.Write(seed)
		_, _ = h.Write(binary.BigEndian.AppendUint32(nil, counter))
		sum := h.Sum(nil)
		n := min(len(out), len(sum))
		subtle.XORBytes(out, out[:n], sum[:n])
		out = out[n:]
	}
}

func pssHash(h hash.Hash, digest, salt []byte) []byte {
	h.Reset()
	_, _ = h.Write(make([]byte, 8))
	_, _ = h.Write(digest)
	_, _ = h.Write(salt)
	return h.Sum(nil)
}

// signPSS signs a digest.
func signPSS(k *rsa.PrivateKey, digest []byte, name, mgf1 string, saltLength int) ([]byte, error) {
	h, bits := newHash(name)(), k.N.BitLen()-1
	em := make([]byte, (bits+7)/8)
	if len(em) < h.Size()+saltLength+2 {
		return nil, tooLargeForKey()
	}
	salt := make([]byte, saltLength)
	fill(salt)
	sum := pssHash(h, digest, salt)
	db := em[:len(em)-h.Size()-1]
	db[len(db)-saltLength-1] = 1
	copy(db[len(db)-saltLength:], salt)
	mask(db, newHash(mgf1)(), sum)
	db[0] &= 0xff >> (8*len(em) - bits)
	copy(em[len(db):], sum)
	em[len(em)-1] = 0xbc
	return rsaPrivateOp(k, em)
}

// verifyPSS checks a signature; a negative salt length takes any.
func verifyPSS(k *rsa.PublicKey, digest, signature []byte, name, mgf1 string, saltLength int) bool {
	h, bits := newHash(name)(), k.N.BitLen()-1
	if len(signature) != k.Size() {
		return false
	}
	em, err := rsaPublicOp(k, signature)
	if err != nil {
		return false
	}
	size := (bits + 7) / 8
	if len(em) > size { // when the modulus has one bit more than whole bytes
		if em[0] != 0 {
			return false
		}
		em = em[1:]
	}
	if size < h.Size()+2 || em[size-1] != 0xbc {
		return false
	}
	db, sum := em[:size-h.Size()-1], em[size-h.Size()-1:size-1]
	if db[0]&^(0xff>>(8*size-bits)) != 0 {
		return false
	}
	mask(db, newHash(mgf1)(), sum)
	db[0] &= 0xff >> (8*size - bits)
	at := bytes.IndexByte(db, 1)
	if at < 0 || !allZero(db[:at]) || saltLength >= 0 && saltLength != len(db)-at-1 {
		return false
	}
	return subtle.ConstantTimeCompare(sum, pssHash(h, digest, db[at+1:])) == 1
}

func allZero(b []byte) bool {
	for _, c := range b {
		if c != 0 {
			return false
		}
	}
	return true
}
