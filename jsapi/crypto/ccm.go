package crypto

import (
	"crypto/cipher"
	"crypto/subtle"
	"encoding/binary"
)

// ccm is AES in counter mode with CBC-MAC (RFC 3610). The data's length comes first in what is authenticated, so there is
// one update with all of it.
type ccm struct {
	block   cipher.Block
	nonce   []byte
	tagLen  int
	aad     []byte
	length  int // as setAAD announced it, or -1
	done    bool
	decrypt bool
	sum     [16]byte
}

func newCCM(block cipher.Block, nonce []byte, tagLen int, decrypt bool) *ccm {
	return &ccm{block: block, nonce: append([]byte(nil), nonce...), tagLen: tagLen, length: -1, decrypt: decrypt}
}

// limit is the most bytes of a message: how many the rest of the first block can count.
func (c *ccm) limit() int {
	if q := 15 - len(c.nonce); q < 4 {
		return 1<<(8*q) - 1
	}
	return 1<<31 - 1
}

func (c *ccm) addData(data []byte, plaintextLength int) fault {
	if c.done {
		return refusedData
	}
	if plaintextLength > c.limit() {
		return messageTooBig
	}
	c.aad, c.length = append([]byte(nil), data...), plaintextLength
	return noFault
}

func (c *ccm) update(data []byte) ([]byte, fault) {
	switch {
	case len(data) > c.limit():
		return nil, messageTooBig
	case c.done, c.length >= 0 && c.length != len(data):
		return nil, refusedData
	}
	c.done = true
	first := c.counter(0)
	stream := cipher.NewCTR(c.block, first[:])
	var mask [16]byte
	stream.XORKeyStream(mask[:], mask[:])
	out := make([]byte, len(data))
	stream.XORKeyStream(out, data)
	plain := data
	if c.decrypt {
		plain = out
	}
	mac := c.mac(plain)
	subtle.XORBytes(c.sum[:], mac[:], mask[:])
	return out, noFault
}

func (c *ccm) final() ([]byte, fault) {
	if !c.done {
		return nil, missingTag
	}
	return []byte{}, noFault
}

func (c *ccm) tag() [16]byte { return c.sum }

// counter is the block that the i-th block of the key stream is made of.
func (c *ccm) counter(i byte) (b [16]byte) {
	b[0] = byte(14 - len(c.nonce))
	copy(b[1:], c.nonce)
	b[15] = i
	return b
}

func (c *ccm) mac(plain []byte) [16]byte {
	var first [16]byte
	binary.BigEndian.PutUint64(first[8:], uint64(len(plain)))
	copy(first[1:], c.nonce) // the length is within what is left
	first[0] = byte((c.tagLen-2)/2<<3 | (14 - len(c.nonce)))
	if len(c.aad) > 0 {
		first[0] |= 1 << 6
	}
	m := cbcMAC{mode: cipher.NewCBCEncrypter(c.block, make([]byte, 16))}
	m.write(first[:])
	if n := len(c.aad); n > 0 {
		head := binary.BigEndian.AppendUint16(nil, uint16(n))
		if n >= 0xff00 {
			head = binary.BigEndian.AppendUint32([]byte{0xff, 0xfe}, uint32(n))
		}
		m.write(append(head, c.aad...))
	}
	m.write(plain)
	return m.last
}

// cbcMAC encrypts and keeps the last block.
type cbcMAC struct {
	mode    cipher.BlockMode
	scratch [4096]byte
	last    [16]byte
}

// write takes data padded with zeros.
func (m *cbcMAC) write(data []byte) {
	for len(data) > 0 {
		n := copy(m.scratch[:], data)
		data = data[n:]
		padded := (n + 15) &^ 15
		clear(m.scratch[n:padded])
		m.mode.CryptBlocks(m.scratch[:padded], m.scratch[:padded])
		copy(m.last[:], m.scratch[padded-16:padded])
	}
}
