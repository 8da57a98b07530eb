package crypto

import (
	"bytes"
	"crypto/cipher"
)

// streamed is an engine of a key stream.
type streamed struct{ cipher.Stream }

func (s streamed) update(data []byte) ([]byte, fault) {
	out := make([]byte, len(data))
	s.XORKeyStream(out, data)
	return out, noFault
}

func (streamed) final() ([]byte, fault) { return []byte{}, noFault }

// feedback is CFB with segments of a block, or OFB (NIST SP 800-38A, sections 6.3 and 6.4). Go has both, deprecated.
type feedback struct {
	block    cipher.Block
	register []byte // what the next block of the key stream is made of
	key      []byte
	used     int
	output   bool // OFB
	decrypt  bool
}

func newFeedback(block cipher.Block, iv []byte, output, decrypt bool) *feedback {
	n := block.BlockSize()
	return &feedback{block: block, register: bytes.Clone(iv), key: make([]byte, n), used: n, output: output, decrypt: decrypt}
}

func (f *feedback) XORKeyStream(dst, src []byte) {
	for i, in := range src {
		if f.used == len(f.key) {
			f.block.Encrypt(f.key, f.register)
			f.used = 0
		}
		out := in ^ f.key[f.used]
		switch {
		case f.output:
			f.register[f.used] = f.key[f.used]
		case f.decrypt:
			f.register[f.used] = in
		default:
			f.register[f.used] = out
		}
		dst[i] = out
		f.used++
	}
}

// narrow is CFB with segments of one bit or eight.
type narrow struct {
	block    cipher.Block
	register []byte
	key      []byte
	bits     int
	decrypt  bool
}

func newNarrow(block cipher.Block, iv []byte, bits int, decrypt bool) *narrow {
	return &narrow{block, bytes.Clone(iv), make([]byte, block.BlockSize()), bits, decrypt}
}

func (n *narrow) XORKeyStream(dst, src []byte) {
	for i, in := range src {
		if n.bits == 8 {
			n.block.Encrypt(n.key, n.register)
			out := in ^ n.key[0]
			copy(n.register, n.register[1:])
			n.register[len(n.register)-1] = n.ciphertext(in, out)
			dst[i] = out
			continue
		}
		dst[i] = n.perBit(in)
	}
}

func (n *narrow) perBit(in byte) (out byte) {
	for shift := 7; shift >= 0; shift-- {
		n.block.Encrypt(n.key, n.register)
		bit := in >> shift & 1
		coded := bit ^ n.key[0]>>7
		carry := n.ciphertext(bit, coded)
		for j := len(n.register) - 1; j >= 0; j-- {
			n.register[j], carry = n.register[j]<<1|carry, n.register[j]>>7
		}
		out |= coded << shift
	}
	return out
}

func (n *narrow) ciphertext(in, out byte) byte {
	if n.decrypt {
		return in
	}
	return out
}
