package crypto

import (
	"crypto/cipher"
	"crypto/subtle"
	"encoding/binary"
)

// aead is an engine that authenticates.
type aead interface {
	engine
	// addData takes additional data, before any other. plaintextLength is the length of all other data, or -1.
	addData(data []byte, plaintextLength int) fault
	// tag is that of all data, once final was called.
	tag() [16]byte
}

// gcm is AES in Galois/Counter Mode (NIST SP 800-38D).
type gcm struct {
	hash           *ghash
	block          cipher.Block
	stream         cipher.Stream
	counter        [16]byte // of stream's first block
	left           uint64   // how many bytes until the counter's last 32 bits begin anew
	mask           [16]byte
	aadLen, length uint64
	decrypt        bool
}

func newGCM(block cipher.Block, iv []byte, decrypt bool) *gcm {
	g := &gcm{hash: newGHash(block), block: block, decrypt: decrypt}
	if len(iv) == 12 {
		copy(g.counter[:], iv)
		g.counter[15] = 1
	} else {
		g.hash.write(append([]byte(nil), iv...))
		g.hash.lengths(0, uint64(len(iv)))
		g.counter = g.hash.y.bytes()
		g.hash.y = element{}
	}
	block.Encrypt(g.mask[:], g.counter[:])
	g.start(binary.BigEndian.Uint32(g.counter[12:]) + 1)
	return g
}

// start makes the key stream from a counter on. Go's counts with all 128 bits, GCM with the last 32.
func (g *gcm) start(counter uint32) {
	binary.BigEndian.PutUint32(g.counter[12:], counter)
	g.stream = cipher.NewCTR(g.block, g.counter[:])
	g.left = (1<<32 - uint64(counter)) * 16
}

func (g *gcm) crypt(dst, src []byte) {
	for uint64(len(src)) > g.left {
		n := g.left
		g.stream.XORKeyStream(dst[:n], src[:n])
		dst, src = dst[n:], src[n:]
		g.start(0)
	}
	g.stream.XORKeyStream(dst, src)
	g.left -= uint64(len(src))
}

func (g *gcm) addData(data []byte, _ int) fault {
	if g.length > 0 {
		return refusedData
	}
	g.hash.write(append([]byte(nil), data...)) // the hash writes to it
	g.aadLen += uint64(len(data))
	return noFault
}

func (g *gcm) update(data []byte) ([]byte, fault) {
	out := make([]byte, len(data))
	if len(data) == 0 {
		return out, noFault
	}
	if g.length == 0 {
		g.hash.pad()
	}
	g.length += uint64(len(data))
	if g.decrypt {
		copy(out, data)
		g.hash.write(out)
		g.crypt(out, out)
	} else {
		g.crypt(out, data)
		g.hash.write(out)
	}
	return out, noFault
}

func (g *gcm) final() ([]byte, fault) {
	g.hash.lengths(g.aadLen, g.length)
	return []byte{}, noFault
}

func (g *gcm) tag() (t [16]byte) {
	sum := g.hash.y.bytes()
	subtle.XORBytes(t[:], sum[:], g.mask[:])
	return t
}
