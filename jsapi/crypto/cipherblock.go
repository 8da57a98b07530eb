package crypto

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/des"
	"crypto/subtle"
	"slices"
	"strings"
)

// fault is what goes wrong in a cipher; module.fault makes Node's error of it.
type fault uint8

const (
	noFault       fault = iota
	wrongLength         // the data ends within a block
	badPadding          // what was decrypted does not end in a padding
	refusedData         // there is no data wanted here, or not this
	unauthentic         // the tag is not that of the data
	missingTag          // CCM was not given any data, not even none
	messageTooBig       // for CCM's nonce
)

// engine is a running cipher. A zero length of data is data too.
type engine interface {
	// update returns, in memory of its own, what has become of data.
	update(data []byte) ([]byte, fault)
	// final returns the rest.
	final() ([]byte, fault)
}

// newBlock makes the block cipher of s, with a key of s's length.
func newBlock(s *spec, key []byte) cipher.Block {
	var b cipher.Block
	var err error
	if strings.HasPrefix(s.name, "des-ede") {
		if len(key) == 16 { // the first key is the third as well
			key = slices.Concat(key, key[:8])
		}
		b, err = des.NewTripleDESCipher(key)
	} else {
		b, err = aes.NewCipher(key)
	}
	must(err) // only a length is refused
	return b
}

// ecb is each block by itself, as a cipher.BlockMode.
type ecb struct {
	cipher.Block
	decrypt bool
}

func (e ecb) CryptBlocks(dst, src []byte) {
	size := e.BlockSize()
	one := e.Encrypt
	if e.decrypt {
		one = e.Decrypt
	}
	for ; len(src) > 0; dst, src = dst[size:], src[size:] {
		one(dst[:size], src[:size])
	}
}

// blocks is an engine of whole blocks, that pads the last one (PKCS #7, RFC 5652, section 6.3) unless told not to.
type blocks struct {
	mode      cipher.BlockMode
	decrypt   bool
	unpadded  bool
	held      []byte // less than a block, or, of what may be the padding, one
	heldBlock [16]byte
}

func newBlocks(mode cipher.BlockMode, decrypt bool) *blocks {
	b := &blocks{mode: mode, decrypt: decrypt}
	b.held = b.heldBlock[:0]
	return b
}

func (b *blocks) update(data []byte) ([]byte, fault) {
	size, total := b.mode.BlockSize(), len(b.held)+len(data)
	n := total - total%size
	if n == total && n > 0 && b.decrypt && !b.unpadded {
		n -= size // it may be the padding
	}
	out := make([]byte, n)
	if n > 0 {
		src := data
		if len(b.held) > 0 {
			src = out
			copy(out[copy(out, b.held):], data)
			data = data[n-len(b.held):]
			b.held = b.held[:0]
		} else {
			data = data[n:]
		}
		b.mode.CryptBlocks(out, src[:n])
	}
	b.held = append(b.held, data...)
	return out, noFault
}

func (b *blocks) final() ([]byte, fault) {
	size := b.mode.BlockSize()
	out := slices.Clone(b.held)
	switch {
	case b.unpadded:
		if len(out) > 0 {
			return nil, wrongLength
		}
	case b.decrypt:
		if len(out) != size {
			return nil, wrongLength
		}
		b.mode.CryptBlocks(out, out)
		return unpad(out)
	default:
		pad := size - len(out)
		for range pad {
			out = append(out, byte(pad))
		}
		b.mode.CryptBlocks(out, out)
	}
	return out, noFault
}

// unpad takes the padding off the last block, in a time that does not depend on what is wrong with it.
func unpad(block []byte) ([]byte, fault) {
	n := int(block[len(block)-1])
	good := subtle.ConstantTimeLessOrEq(1, n) & subtle.ConstantTimeLessOrEq(n, len(block))
	for i, c := range block {
		inPadding := subtle.ConstantTimeLessOrEq(len(block)-n, i)
		good &= subtle.ConstantTimeByteEq(c, byte(n)) | (1 - inPadding)
	}
	if good != 1 {
		return nil, badPadding
	}
	return block[:len(block)-n], noFault
}
