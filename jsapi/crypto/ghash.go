package crypto

import (
	"crypto/cipher"
	"crypto/subtle"
	"encoding/binary"
)

// element is one of GF(2^128) as GCM writes them (NIST SP 800-38D, section 6.3): the first bit is the highest of hi.
type element struct{ hi, lo uint64 }

func elementOf(b []byte) element {
	return element{binary.BigEndian.Uint64(b), binary.BigEndian.Uint64(b[8:])}
}

func (e element) bytes() (b [16]byte) {
	binary.BigEndian.PutUint64(b[:], e.hi)
	binary.BigEndian.PutUint64(b[8:], e.lo)
	return b
}

func (e element) plus(f element) element { return element{e.hi ^ f.hi, e.lo ^ f.lo} }

// times is section 6.3's algorithm 1, in a time that does not depend on the elements.
func (e element) times(f element) (z element) {
	for i := range 128 {
		word := e.hi
		if i >= 64 {
			word = e.lo
		}
		bit := -(word >> (63 - i%64) & 1) // all ones or zero
		z.hi, z.lo = z.hi^f.hi&bit, z.lo^f.lo&bit
		low := -(f.lo & 1)
		f.lo = f.lo>>1 | f.hi<<63
		f.hi = f.hi>>1 ^ 0xe1<<56&low
	}
	return z
}

// ghash is GCM's hash, which Go's own GCM only computes for a message that is all there. Node gives a message out piece
// by piece, so this one goes on from where it was, and still has Go's GCM, that is the processor, do the work: the tag of
// an empty message is the hash of its additional data A and of a last block with their lengths, under a mask that we know.
type ghash struct {
	gcm     cipher.AEAD
	mask    element // of the tags of gcm under the nonce of zeros, which never leave this type
	h       element // the hash's key
	y       element // the hash so far
	part    [16]byte
	partLen int
}

// gmacNonce is the nonce of every tag that a ghash makes.
var gmacNonce = [12]byte{}

func newGHash(block cipher.Block) *ghash {
	g := &ghash{}
	var err error
	g.gcm, err = cipher.NewGCM(block)
	must(err) // AES has blocks of the right size
	var b [16]byte
	block.Encrypt(b[:], b[:])
	g.h = elementOf(b[:])
	b = [16]byte{15: 1}
	block.Encrypt(b[:], b[:])
	g.mask = elementOf(b[:])
	return g
}

// write hashes data, which it writes to meanwhile but leaves as it was.
func (g *ghash) write(data []byte) {
	if g.partLen > 0 {
		n := copy(g.part[g.partLen:], data)
		g.partLen += n
		if data = data[n:]; g.partLen < 16 {
			return
		}
		g.partLen = 0
		g.blocks(g.part[:])
	}
	whole := len(data) &^ 15
	g.blocks(data[:whole])
	g.partLen = copy(g.part[:], data[whole:])
}

// pad hashes zeros up to the next block.
func (g *ghash) pad() {
	if g.partLen > 0 {
		clear(g.part[g.partLen:])
		g.partLen = 0
		g.blocks(g.part[:])
	}
}

// lengths hashes the last block, the lengths in bytes of what came before.
func (g *ghash) lengths(aad, data uint64) {
	g.pad()
	g.y = g.y.plus(element{aad * 8, data * 8}).times(g.h)
}

// blocks goes on with whole blocks X1…Xn: each makes y = (y + X)·H. The tag over all but the last is (y + L)·H + mask,
// L being their length, so that adding (L + Xn)·H gives what the last makes of y.
func (g *ghash) blocks(data []byte) {
	if len(data) == 0 {
		return
	}
	rest := len(data) - 16
	last := elementOf(data[rest:])
	if rest == 0 {
		g.y = g.y.plus(last).times(g.h)
		return
	}
	before := g.y.bytes()
	subtle.XORBytes(data[:16], data[:16], before[:])
	var tag [16]byte
	g.gcm.Seal(tag[:0], gmacNonce[:], nil, data[:rest])
	subtle.XORBytes(data[:16], data[:16], before[:])
	length := element{hi: uint64(rest) * 8}
	g.y = elementOf(tag[:]).plus(g.mask).plus(length.plus(last).times(g.h))
}
