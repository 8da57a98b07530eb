package crypto

import (
	"crypto/cipher"
	"encoding/binary"

	"golang.org/x/crypto/chacha20"
	"golang.org/x/crypto/poly1305" //nolint:staticcheck // chacha20poly1305 takes a whole message, Node one in pieces
)

// chachaStream is ChaCha20 alone; its 16 bytes of IV begin with the block counter.
type chachaStream struct {
	stream *chacha20.Cipher
	left   uint64 // bytes until the counter ends, at which Go panics
}

func newChaChaStream(key, iv []byte) *chachaStream {
	c, err := chacha20.NewUnauthenticatedCipher(key, iv[4:])
	must(err) // only lengths are refused
	counter := binary.LittleEndian.Uint32(iv)
	c.SetCounter(counter)
	return &chachaStream{c, (1<<32 - uint64(counter)) * 64}
}

func (c *chachaStream) update(data []byte) ([]byte, fault) {
	if uint64(len(data)) > c.left {
		return nil, refusedData
	}
	c.left -= uint64(len(data))
	return streamed{c.stream}.update(data)
}

func (c *chachaStream) final() ([]byte, fault) { return []byte{}, noFault }

// chachaPoly is ChaCha20-Poly1305 (RFC 8439, section 2.8).
type chachaPoly struct {
	stream         cipher.Stream
	mac            *poly1305.MAC
	aadLen, length uint64
	decrypt        bool
	sum            [16]byte
}

func newChaChaPoly(key, nonce []byte, decrypt bool) *chachaPoly {
	c, err := chacha20.NewUnauthenticatedCipher(key, nonce)
	must(err) // only lengths are refused
	var macKey [32]byte
	c.XORKeyStream(macKey[:], macKey[:])
	c.SetCounter(1)
	return &chachaPoly{stream: c, mac: poly1305.New(&macKey), decrypt: decrypt}
}

func (c *chachaPoly) addData(data []byte, _ int) fault {
	if c.length > 0 {
		return refusedData
	}
	_, _ = c.mac.Write(data) // it never fails
	c.aadLen += uint64(len(data))
	return noFault
}

// pad fills what was authenticated up, n bytes of it, to a multiple of 16.
func (c *chachaPoly) pad(n uint64) {
	var zeros [16]byte
	_, _ = c.mac.Write(zeros[:-n%16])
}

func (c *chachaPoly) update(data []byte) ([]byte, fault) {
	out := make([]byte, len(data))
	if len(data) == 0 {
		return out, noFault
	}
	if c.length == 0 {
		c.pad(c.aadLen)
	}
	c.length += uint64(len(data))
	c.stream.XORKeyStream(out, data)
	if c.decrypt {
		_, _ = c.mac.Write(data)
	} else {
		_, _ = c.mac.Write(out)
	}
	return out, noFault
}

func (c *chachaPoly) final() ([]byte, fault) {
	if c.length == 0 {
		c.pad(c.aadLen)
	}
	c.pad(c.length)
	var lengths [16]byte
	binary.LittleEndian.PutUint64(lengths[:], c.aadLen)
	binary.LittleEndian.PutUint64(lengths[8:], c.length)
	_, _ = c.mac.Write(lengths[:])
	c.mac.Sum(c.sum[:0])
	return []byte{}, noFault
}

func (c *chachaPoly) tag() [16]byte { return c.sum }
