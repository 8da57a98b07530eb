package inflate_test

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"encoding/hex"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/guthega/guthega/jsapi/zlib/inflate"
)

// decode decompresses data that comes in pieces of at most in bytes, out bytes at a time.
func decode(d *inflate.Decoder, data []byte, in, out int) (got, rest []byte, err error) {
	buf := make([]byte, out)
	for {
		piece := data[:min(in, len(data))]
		n, used, err := d.Decode(buf, piece)
		got, data = append(got, buf[:n]...), data[used:]
		if err != nil {
			return got, data, err
		}
		if n < out && len(data) == 0 {
			return got, nil, io.ErrUnexpectedEOF
		}
	}
}

func compress(t testing.TB, format inflate.Format, level int, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	var w io.WriteCloser
	switch format {
	case inflate.Raw:
		w, _ = flate.NewWriter(&b, level)
	case inflate.Zlib:
		w, _ = zlib.NewWriterLevel(&b, level)
	default:
		z, _ := gzip.NewWriterLevel(&b, level)
		z.Name, z.Comment, z.Extra = "name", "comment", []byte("extra")
		w = z
	}
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func samples() map[string][]byte {
	random := make([]byte, 100_000)
	r := rand.NewChaCha8([32]byte{1})
	_, _ = r.Read(random)
	words := []byte{}
	rng := rand.New(r)
	list := strings.Fields("a message handler performance requests of the broker , \n 17 0x00 and")
	for len(words) < 90_000 {
		words = append(append(words, list[rng.IntN(len(list))]...), ' ')
	}
	return map[string][]byte{
		"empty": {}, "one": {7}, "zeros": make([]byte, 99_000), "random": random, "words": words, "pairs": bytes.Repeat([]byte("ab"), 5000),
		"bytes": bytes.Repeat(random[:700], 90),
	}
}

func TestDecode(t *testing.T) {
	for name, data := range samples() {
		for _, format := range []inflate.Format{inflate.Raw, inflate.Zlib, inflate.Gzip, inflate.Any} {
			for _, level := range []int{-2, 0, 1, 6, 9} {
				packed := append(compress(t, format, level, data), "rest"...)
				for _, size := range [][2]int{{1 << 20, 1 << 20}, {1, 1 << 16}, {1 << 16, 1}, {13, 300}, {9, 259}} {
					if min(size[0], size[1]) == 1 && (len(data) > 50_000 || level == 9) {
						continue // a call for every byte
					}
					got, rest, err := decode(inflate.New(format, 0), packed, size[0], size[1])
					if !errors.Is(err, inflate.ErrEnd) || !bytes.Equal(got, data) || string(rest) != "rest" {
						t.Fatalf("%s, format %d, level %d, sizes %v: %d bytes of %d, rest %q, %v", name, format, level, size, len(got), len(data), rest, err)
					}
				}
			}
		}
	}
}

// TestSyncFlush wants all of the output that the input decides, without the end.
func TestSyncFlush(t *testing.T) {
	var b bytes.Buffer
	w, _ := flate.NewWriter(&b, 6)
	d := inflate.New(inflate.Raw, 15)
	out := make([]byte, 1000)
	for _, message := range []string{"first", "second first", "", strings.Repeat("third", 100)} {
		b.Reset()
		_, _ = w.Write([]byte(message))
		_ = w.Flush()
		n, used, err := d.Decode(out, b.Bytes())
		if string(out[:n]) != message || used != b.Len() || err != nil {
			t.Errorf("%q: got %q, used %d of %d, %v", message, out[:n], used, b.Len(), err)
		}
	}
}

func TestDictionary(t *testing.T) {
	dictionary := []byte("hello, world of messages")
	var b bytes.Buffer
	w, _ := zlib.NewWriterLevelDict(&b, 6, dictionary)
	_, _ = w.Write([]byte("world of messages"))
	_ = w.Close()
	d := inflate.New(inflate.Zlib, 0)
	out := make([]byte, 100)
	_, used, err := d.Decode(out, b.Bytes())
	if !errors.Is(err, inflate.ErrDictionary) || d.SetDictionary([]byte("other")) || !d.SetDictionary(dictionary) {
		t.Fatal(err)
	}
	n, _, err := d.Decode(out, b.Bytes()[used:])
	if string(out[:n]) != "world of messages" || !errors.Is(err, inflate.ErrEnd) {
		t.Errorf("%q, %v", out[:n], err)
	}
}

// TestErrorsOfNode compares with what Node 20 (zlib in C) said of the same data: testdata/node.txt has lines of the
// format, the data in hexadecimal and the error, none where the data is good.
func TestErrorsOfNode(t *testing.T) {
	file, err := os.ReadFile("testdata/node.txt")
	if err != nil {
		t.Fatal(err)
	}
	formats := map[string]inflate.Format{"raw": inflate.Raw, "zlib": inflate.Zlib, "gzip": inflate.Gzip, "any": inflate.Any}
	for line := range strings.Lines(string(file)) {
		part := strings.SplitN(strings.TrimSuffix(line, "\n"), " ", 3)
		data, err := hex.DecodeString(part[1])
		if err != nil {
			t.Fatal(err)
		}
		for _, in := range []int{1, 7, 1000} {
			_, _, err := decode(inflate.New(formats[part[0]], 0), data, in, 300)
			got := ""
			switch {
			case errors.Is(err, io.ErrUnexpectedEOF):
				got = "unexpected end of file"
			case !errors.Is(err, inflate.ErrEnd):
				got = err.Error()
			}
			if got != part[2] {
				t.Errorf("%s, %d at a time: %q, want %q", line, in, got, part[2])
			}
		}
	}
}

// FuzzDecode: no panic, the same output whatever the pieces, and where compress/flate finds nothing wrong the same output
// as it gives.
func FuzzDecode(f *testing.F) {
	for _, data := range samples() {
		if len(data) > 2000 {
			data = data[:2000]
		}
		for _, level := range []int{-2, 0, 1, 9} {
			f.Add(compress(f, inflate.Raw, level, data), uint16(3), uint16(7))
		}
	}
	f.Fuzz(func(t *testing.T, data []byte, in, out uint16) {
		const enough = 32 << 10
		whole := make([]byte, enough)
		d := inflate.New(inflate.Raw, 0)
		n, used, err := d.Decode(whole, data)
		if n == enough {
			return
		}
		whole = whole[:n]
		source := bytes.NewReader(data)
		want, wantErr := io.ReadAll(flate.NewReader(source))
		if (wantErr == nil) != errors.Is(err, inflate.ErrEnd) || wantErr == nil && (!bytes.Equal(whole, want) || used != len(data)-source.Len()) {
			t.Fatalf("compress/flate: %d bytes, %d left, %v; here: %d bytes, used %d, %v", len(want), source.Len(), wantErr, n, used, err)
		}
		got, _, gotErr := decode(inflate.New(inflate.Raw, 0), data, int(in)+1, int(out)+1)
		if !bytes.Equal(got, whole) || err != nil && !errors.Is(gotErr, err) {
			t.Fatalf("in pieces: %d bytes, %v; at once: %d bytes, %v", len(got), gotErr, n, err)
		}
	})
}

func BenchmarkDecode(b *testing.B) {
	for name, data := range samples() {
		if len(data) < 10_000 {
			continue
		}
		packed := compress(b, inflate.Raw, 6, data)
		b.Run(name, func(b *testing.B) {
			d, out := inflate.New(inflate.Raw, 0), make([]byte, 64<<10)
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				d.Reset()
				for in := packed; ; {
					_, used, err := d.Decode(out, in)
					if in = in[used:]; err != nil {
						break
					}
				}
			}
		})
		b.Run(name+"/compress-flate", func(b *testing.B) {
			r, out := flate.NewReader(nil), make([]byte, 64<<10)
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				_ = r.(flate.Resetter).Reset(bytes.NewReader(packed), nil)
				_, _ = io.CopyBuffer(struct{ io.Writer }{io.Discard}, struct{ io.Reader }{r}, out)
			}
		})
	}
}
