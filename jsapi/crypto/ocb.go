package crypto

import (
	"crypto/cipher"
	"crypto/subtle"
	"math/bits"
	"slices"
)

// ocb is AES in offset codebook mode (RFC 7253).
type ocb struct {
	block    cipher.Block
	decrypt  bool
	last     [16]byte   // L_*
	dollar   [16]byte   // L_$
	l        [][16]byte // L_0, L_1 …
	data     ocbRun
	aad      ocbRun
	checksum [16]byte
	sum      [16]byte
}

// ocbRun is a run of blocks with the offset of the last one.
type ocbRun struct {
	offset [16]byte
	total  [16]byte // of additional data: what it hashes to
	n      uint64
	held   []byte // less than a block
}

func newOCB(block cipher.Block, nonce []byte, tagLen int, decrypt bool) *ocb {
	o := &ocb{block: block, decrypt: decrypt}
	block.Encrypt(o.last[:], o.last[:])
	o.dollar = double(o.last)
	o.l = append(o.l, double(o.dollar))
	// Section 4.2: the nonce, behind the tag's length in bits and a one, is stretched and shifted by its last six bits.
	var b [16]byte
	copy(b[16-len(nonce):], nonce)
	b[15-len(nonce)] |= 1
	b[0] |= byte(tagLen * 8 % 128 << 1)
	bottom := uint(b[15] & 63)
	b[15] &^= 63
	var stretch [24]byte
	block.Encrypt(stretch[:16], b[:])
	for i := range 8 {
		stretch[16+i] = stretch[i] ^ stretch[i+1]
	}
	skip, shift := bottom/8, bottom%8
	for i := range o.data.offset {
		o.data.offset[i] = byte((uint16(stretch[uint(i)+skip])<<8 | uint16(stretch[uint(i)+skip+1])) >> (8 - shift))
	}
	return o
}

// double multiplies by x in OCB's field.
func double(b [16]byte) (out [16]byte) {
	for i := range 15 {
		out[i] = b[i]<<1 | b[i+1]>>7
	}
	out[15] = b[15]<<1 ^ 0x87*(b[0]>>7)
	return out
}

// next moves the offset of a run on to the next whole block.
func (o *ocb) next(r *ocbRun) {
	r.n++
	i := bits.TrailingZeros64(r.n)
	for len(o.l) <= i {
		o.l = append(o.l, double(o.l[len(o.l)-1]))
	}
	xor(&r.offset, o.l[i][:])
}

func xor(b *[16]byte, with []byte) { subtle.XORBytes(b[:], b[:], with) }

func (o *ocb) addData(data []byte, _ int) fault {
	r := &o.aad
	r.held = append(r.held, data...)
	for ; len(r.held) >= 16; r.held = r.held[16:] {
		o.next(r)
		b := r.offset
		xor(&b, r.held[:16])
		o.block.Encrypt(b[:], b[:])
		xor(&r.total, b[:])
	}
	return noFault
}

func (o *ocb) update(data []byte) ([]byte, fault) {
	r := &o.data
	whole := slices.Concat(r.held, data)
	n := len(whole) &^ 15
	out := make([]byte, n)
	for i := 0; i < n; i += 16 {
		o.next(r)
		in, b := whole[i:i+16], out[i:i+16]
		subtle.XORBytes(b, in, r.offset[:])
		if o.decrypt {
			o.block.Decrypt(b, b)
		} else {
			o.block.Encrypt(b, b)
			xor(&o.checksum, in)
		}
		subtle.XORBytes(b, b, r.offset[:])
		if o.decrypt {
			xor(&o.checksum, b)
		}
	}
	r.held = whole[n:]
	return out, noFault
}

func (o *ocb) final() ([]byte, fault) {
	r := &o.data
	out := make([]byte, len(r.held))
	if n := len(r.held); n > 0 {
		xor(&r.offset, o.last[:])
		var pad [16]byte
		o.block.Encrypt(pad[:], r.offset[:])
		subtle.XORBytes(out, r.held, pad[:])
		plain := r.held
		if o.decrypt {
			plain = out
		}
		xor(&o.checksum, append(slices.Clone(plain), append([]byte{0x80}, make([]byte, 15-n)...)...))
	}
	o.sum = o.checksum
	xor(&o.sum, r.offset[:])
	xor(&o.sum, o.dollar[:])
	o.block.Encrypt(o.sum[:], o.sum[:])
	a := &o.aad
	if n := len(a.held); n > 0 {
		xor(&a.offset, o.last[:])
		b := a.offset
		xor(&b, append(slices.Clone(a.held), append([]byte{0x80}, make([]byte, 15-n)...)...))
		o.block.Encrypt(b[:], b[:])
		xor(&a.total, b[:])
	}
	xor(&o.sum, a.total[:])
	return out, noFault
}

func (o *ocb) tag() [16]byte { return o.sum }
