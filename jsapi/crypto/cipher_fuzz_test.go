package crypto

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"slices"
	"testing"

	"golang.org/x/crypto/chacha20poly1305"
)

// FuzzEngines: whatever the cipher, key, data and the places where the data is cut, what was decrypted is what was
// encrypted, tags agree, and those that Go has too give what Go gives.
func FuzzEngines(f *testing.F) {
	names := cipherNames()
	for i := range names {
		f.Add(uint8(i), []byte("a key"), []byte("some data that is longer than two blocks of sixteen"), []byte("more"), uint8(5), uint8(17))
	}
	f.Fuzz(func(t *testing.T, which uint8, seed, data, aad []byte, cut, cutBack uint8) {
		s, ok := findCipher(names[int(which)%len(names)])
		if !ok {
			t.Fatalf("getCiphers lists %q, which is not to be found", names[int(which)%len(names)])
		}
		key, iv := stretch(seed, s.key), stretch(append([]byte("iv"), seed...), s.iv)
		if s.mode == "wrap" {
			data, cut, cutBack = append(data, make([]byte, 16+(8-len(data)%8)%8)...), 0, 0
		}
		if s.mode == "ccm" {
			cut, cutBack = 0, 0
		}
		out, tag := run(t, s, newEngine(s, key, iv, 16, false), data, aad, int(cut))
		back, tagBack := run(t, s, newEngine(s, key, iv, 16, true), out, aad, int(cutBack))
		if !bytes.Equal(back, data) {
			t.Errorf("%s: %x became %x", s.name, data, back)
		}
		if tag != tagBack {
			t.Errorf("%s: tags %x and %x", s.name, tag, tagBack)
		}
		if want := reference(s, key, iv, data, aad); want != nil {
			got := out
			if s.authenticated() {
				got = slices.Concat(out, tag[:])
			}
			if !bytes.Equal(got, want) {
				t.Errorf("%s of %x is %x, want %x", s.name, data, got, want)
			}
		}
	})
}

// stretch makes n bytes of seed.
func stretch(seed []byte, n int) []byte {
	return bytes.Repeat(append(seed, 1), n+1)[:n]
}

func run(t *testing.T, s *spec, e engine, data, aad []byte, cut int) (out []byte, tag [16]byte) {
	t.Helper()
	a, authenticates := e.(aead)
	if authenticates {
		if failed := a.addData(aad, len(data)); failed != noFault {
			t.Fatalf("%s: additional data: %d", s.name, failed)
		}
	}
	before := bytes.Clone(data)
	cut = min(cut, len(data))
	parts := [][]byte{data[:cut], data[cut:]}
	if cut == 0 {
		parts = parts[1:]
	}
	for _, part := range parts {
		b, failed := e.update(part)
		if failed != noFault {
			t.Fatalf("%s: update: %d", s.name, failed)
		}
		out = append(out, b...)
	}
	b, failed := e.final()
	if failed != noFault {
		t.Fatalf("%s: final: %d", s.name, failed)
	}
	if !bytes.Equal(before, data) {
		t.Errorf("%s changed its input", s.name)
	}
	if authenticates {
		tag = a.tag()
	}
	return append(out, b...), tag
}

// reference is what Go's own makes of the data, the tag behind it, or nil.
func reference(s *spec, key, iv, data, aad []byte) []byte {
	if s.name == "chacha20-poly1305" {
		a, err := chacha20poly1305.New(key)
		must(err)
		return a.Seal(nil, iv, data, aad)
	}
	if s.mode != "gcm" {
		return nil
	}
	block, err := aes.NewCipher(key)
	must(err)
	a, err := cipher.NewGCM(block)
	must(err)
	return a.Seal(nil, iv, data, aad)
}

// FuzzOpen: bytes from outside make no cipher panic, and nothing that was not sealed opens.
func FuzzOpen(f *testing.F) {
	names := cipherNames()
	for i := range names {
		f.Add(uint8(i), []byte("0123456789abcdef0123456789abcdef"), uint8(12))
	}
	f.Fuzz(func(t *testing.T, which uint8, data []byte, ivLen uint8) {
		s, _ := findCipher(names[int(which)%len(names)])
		n := s.iv
		if s.authenticated() && validIV(s, int(ivLen)) && s.mode != "stream" {
			n = int(ivLen)
		}
		key := make([]byte, s.key)
		fill(key)
		c := &cipherState{spec: s, decrypt: true, tag: make([]byte, 16)}
		e := newEngine(s, key, make([]byte, n), 16, true)
		_, updated := e.update(data)
		_, finished := e.final()
		if a, ok := e.(aead); ok && c.authentic(a) {
			t.Errorf("%s: %x is authentic", s.name, data)
		}
		if s.mode == "wrap" && len(data) > 0 && updated == noFault && finished == noFault {
			t.Errorf("%s: %x could be unwrapped", s.name, data)
		}
	})
}

// FuzzGHASH: a GHASH that goes on from piece to piece is that of the whole.
func FuzzGHASH(f *testing.F) {
	f.Add([]byte("key"), []byte("data of more than two blocks, that is, of more than thirty-two"), uint8(3), uint8(20))
	f.Fuzz(func(t *testing.T, seed, data []byte, a, b uint8) {
		block, err := aes.NewCipher(stretch(seed, 16))
		must(err)
		whole, pieces := newGHash(block), newGHash(block)
		first, second := min(int(a), len(data)), min(int(a)+int(b), len(data))
		whole.write(bytes.Clone(data))
		for _, part := range [][]byte{data[:first], data[first:second], data[second:]} {
			pieces.write(part)
		}
		whole.pad()
		pieces.pad()
		var slow element
		for padded := append(bytes.Clone(data), make([]byte, (16-len(data)%16)%16)...); len(padded) > 0; padded = padded[16:] {
			slow = slow.plus(elementOf(padded)).times(whole.h)
		}
		if whole.y != pieces.y || whole.y != slow {
			t.Errorf("in one %x, in pieces %x, block by block %x", whole.y, pieces.y, slow)
		}
	})
}

func BenchmarkEngines(b *testing.B) {
	data := make([]byte, 1<<20)
	for _, name := range []string{
		"aes-256-cbc", "aes-256-gcm", "aes-256-ctr", "aes-256-ecb", "aes-256-cfb", "aes-256-ofb", "aes-256-ccm", "aes-256-ocb",
		"chacha20-poly1305", "des-ede3-cbc", "aes-256-cfb8",
	} {
		b.Run(name, func(b *testing.B) {
			s, _ := findCipher(name)
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				e := newEngine(s, make([]byte, s.key), make([]byte, s.iv), 16, false)
				_, _ = e.update(data)
				_, _ = e.final()
			}
		})
	}
	b.Run("aes-256-gcm, 64 bytes", func(b *testing.B) {
		s, _ := findCipher("aes-256-gcm")
		b.ReportAllocs()
		for b.Loop() {
			e := newEngine(s, make([]byte, s.key), make([]byte, s.iv), 16, false)
			_, _ = e.update(data[:64])
			_, _ = e.final()
		}
	})
}
