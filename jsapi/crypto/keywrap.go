package crypto

import (
	"bytes"
	"crypto/cipher"
	"crypto/subtle"
	"encoding/binary"
	"slices"
)

// keyWrap is AES key wrapping (RFC 3394), and the one with padding (RFC 5649) where the check value has four bytes. Each
// update is a message.
type keyWrap struct {
	block   cipher.Block
	check   []byte
	decrypt bool
}

func (w *keyWrap) update(data []byte) ([]byte, fault) {
	if len(data) == 0 {
		return []byte{}, noFault
	}
	var out []byte
	padded := len(w.check) == 4
	switch {
	case w.decrypt && padded:
		out = unwrapPadded(w.block, w.check, data)
	case w.decrypt:
		out = unwrapKey(w.block, w.check, data)
	case padded:
		out = wrapPadded(w.block, w.check, data)
	default:
		out = wrapKey(w.block, w.check, data)
	}
	if out == nil {
		return nil, refusedData
	}
	return out, noFault
}

func (w *keyWrap) final() ([]byte, fault) { return []byte{}, noFault }

// defaultCheck is the check value of RFC 3394, section 2.2.3.1.
func defaultCheck() []byte { return bytes.Repeat([]byte{0xa6}, 8) }

// wrapKey returns nil unless data is a multiple of eight bytes, 16 at least.
func wrapKey(block cipher.Block, check, data []byte) []byte {
	if len(data) < 16 || len(data)%8 != 0 {
		return nil
	}
	return wrapRounds(block, check, data)
}

func wrapRounds(block cipher.Block, check, data []byte) []byte {
	out := append(bytes.Clone(check), data...)
	var b [16]byte
	copy(b[:8], check)
	t := uint64(0)
	for range 6 {
		for i := 8; i < len(out); i += 8 {
			copy(b[8:], out[i:i+8])
			block.Encrypt(b[:], b[:])
			t++
			binary.BigEndian.PutUint64(b[:], binary.BigEndian.Uint64(b[:])^t)
			copy(out[i:], b[8:])
		}
	}
	copy(out, b[:8])
	return out
}

// unwrapRounds returns the check value and the key.
func unwrapRounds(block cipher.Block, data []byte) (check, key []byte) {
	out := bytes.Clone(data)
	var b [16]byte
	copy(b[:8], out)
	t := uint64(6 * (len(out)/8 - 1))
	for range 6 {
		for i := len(out) - 8; i >= 8; i -= 8 {
			binary.BigEndian.PutUint64(b[:], binary.BigEndian.Uint64(b[:])^t)
			t--
			copy(b[8:], out[i:i+8])
			block.Decrypt(b[:], b[:])
			copy(out[i:], b[8:])
		}
	}
	return b[:8], out[8:]
}

// unwrapKey returns nil where data was not wrapped with that key and check value.
func unwrapKey(block cipher.Block, check, data []byte) []byte {
	if len(data) < 24 || len(data)%8 != 0 {
		return nil
	}
	got, key := unwrapRounds(block, data)
	if subtle.ConstantTimeCompare(got, check) != 1 {
		return nil
	}
	return key
}

func wrapPadded(block cipher.Block, check, data []byte) []byte {
	if len(data) == 0 {
		return nil
	}
	head := binary.BigEndian.AppendUint32(bytes.Clone(check), uint32(len(data)))
	padded := make([]byte, (len(data)+7)&^7)
	copy(padded, data)
	if len(padded) > 8 {
		return wrapRounds(block, head, padded)
	}
	out := slices.Concat(head, padded)
	block.Encrypt(out, out)
	return out
}

func unwrapPadded(block cipher.Block, check, data []byte) []byte {
	if len(data) < 16 || len(data)%8 != 0 {
		return nil
	}
	var head, key []byte
	if len(data) == 16 {
		out := make([]byte, 16)
		block.Decrypt(out, data)
		head, key = out[:8], out[8:]
	} else {
		head, key = unwrapRounds(block, data)
	}
	n := int64(binary.BigEndian.Uint32(head[4:]))
	pad := int64(len(key)) - n
	if subtle.ConstantTimeCompare(head[:4], check) != 1 || pad < 0 || pad > 7 || n == 0 {
		return nil
	}
	if subtle.ConstantTimeCompare(key[n:], make([]byte, pad)) != 1 {
		return nil
	}
	return key[:n]
}
