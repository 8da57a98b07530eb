package store

import (
	"archive/tar"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
)

func TestHostile(t *testing.T) {
	one := file{name: "package/a", body: "1"}
	tests := map[string]struct {
		files  []file
		reason string
	}{
		"symbolic link":              {[]file{{name: "package/l", kind: '2', link: "/etc/passwd"}}, "a symbolic link"},
		"symbolic link, then a file": {[]file{{name: "package/l", kind: '2', link: "/etc"}, {name: "package/l/x", body: "1"}}, "a symbolic link"},
		"top folder a link":          {[]file{{name: "package", kind: '2', link: "/etc"}, one}, "a symbolic link"},
		"hard link":                  {[]file{one, {name: "package/l", kind: '1', link: "package/a"}}, "a hard link"},
		"character device":           {[]file{{name: "package/d", kind: '3'}}, "a device"},
		"block device":               {[]file{{name: "package/d", kind: '4'}}, "a device"},
		"named pipe":                 {[]file{{name: "package/p", kind: '6'}}, "a named pipe"},
		"unknown type":               {[]file{{name: "package/v", kind: 'V'}}, "an entry of the unknown type 'V'"},
		"absolute path":              {[]file{{name: "/package/a"}}, "an absolute path"},
		"parent":                     {[]file{{name: "package/../../a"}}, "'..' in the path"},
		"parent as the top folder":   {[]file{{name: "../a"}}, "'..' in the path"},
		"folder of the parent":       {[]file{{name: "package/../x/", kind: '5'}}, "'..' in the path"},
		"backslash":                  {[]file{{name: `package/..\a`}}, "a backslash in the path"},
		"drive letter":               {[]file{{name: "C:/a"}}, "a drive letter"},
		"control character":          {[]file{{name: "package/a\rb"}}, "a control character in the path"},
		"long name":                  {[]file{{name: "package/" + strings.Repeat("n", 256)}}, "a name of more than 255 bytes"},
		"long path":                  {[]file{{name: "package/" + strings.Repeat("n/", 600) + "n"}}, "a path of more than 1,024 bytes"},
		"case":                       {[]file{one, {name: "package/A"}}, `other file systems take it for "a", which is there too`},
		"case of a folder":           {[]file{{name: "package/lib/a"}, {name: "package/Lib/b"}}, `other file systems take it for "lib", which is there too`},
		"case of a named folder":     {[]file{{name: "package/lib/", kind: '5'}, {name: "package/LIB/", kind: '5'}}, `other file systems take it for "lib", which is there too`},
		"case of file and folder":    {[]file{one, {name: "package/A/b"}}, `other file systems take it for "a", which is there too`},
		"normalization":              {[]file{{name: "package/\u00e9"}, {name: "package/e\u0301"}}, "other file systems take it for \"\u00e9\", which is there too"},
		"file, then folder":          {[]file{one, {name: "package/a/b"}}, "a folder where there is a file"},
		"file, then named folder":    {[]file{one, {name: "package/a", kind: '5'}}, "a folder where there is a file"},
		"folder, then file":          {[]file{{name: "package/a/b"}, one}, "a file where there is a folder"},
		"no folder":                  {[]file{{name: "a", body: "1"}}, "there is no file below a top folder in it"},
		"only folders":               {[]file{{name: "package/a/", kind: '5'}}, "there is no file below a top folder in it"},
		"empty":                      {nil, "there is no file below a top folder in it"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			// What is good before and after does not help.
			files := tt.files
			if len(files) > 0 && !strings.Contains(tt.reason, "no file below") {
				files = append([]file{{name: "package/good"}}, append(files, file{name: "package/more"})...)
			}
			wantHostile(t, newStore(t), opener(tgz(t, files...)), tt.reason)
		})
	}
}

// wantHostile adds what open gives, which is to be refused for a reason that begins so.
func wantHostile(t *testing.T, s *Store, open Opener, reason string) {
	t.Helper()
	_, err := s.AddUnverified(t.Context(), open)
	e, ok := errors.AsType[*HostileError](err)
	if !ok || !strings.HasPrefix(e.Reason, reason) {
		t.Errorf("got %v; want: %s", err, reason)
	}
	if got := leftovers(t, s); got != nil {
		t.Errorf("in the store are %q", got)
	}
}

func TestLimits(t *testing.T) {
	many := make([]file, 0, 50)
	for _, c := range "abcdefghijklmnopqrstuvwxyz0123456789" {
		many = append(many, file{name: "package/" + string(c)})
	}
	zeros := strings.Repeat("\x00", 10_000)
	tests := map[string]struct {
		limits Limits
		data   []byte
		reason string
	}{
		"files":               {Limits{Files: 35}, tgz(t, many...), "it has more than 35 files and folders"},
		"files passed over":   {Limits{Files: 5}, tgz(t, file{name: "a"}, file{name: "b"}, file{name: "c"}, file{name: "d"}, file{name: "e"}, file{name: "f"}), "it has more than 5 files"},
		"folders of one path": {Limits{Files: 20}, tgz(t, file{name: "package/" + strings.Repeat("d/", 30) + "f"}), "it has more than 20 files"},
		"one file":            {Limits{FileBytes: 9_999}, tgz(t, file{name: "package/a", body: zeros}), "it is larger than 9999 bytes"},
		"all files":           {Limits{Bytes: 25_000}, tgz(t, file{name: "package/a", body: zeros}, file{name: "package/b", body: zeros}, file{name: "package/c", body: zeros}), "it is larger than 25000 bytes"},
		"headers":             {Limits{Bytes: 15_000}, tarball(t, many...), "it is larger than 15000 bytes"},
		"behind the tar":      {Limits{Bytes: 25_000}, gzipped(t, append(tarball(t, file{name: "package/a"}), strings.Repeat(zeros, 3)...)), "it is larger than 25000 bytes"},
		"behind the gzip":     {Limits{Bytes: 25_000}, append(tgz(t, file{name: "package/a"}), strings.Repeat(zeros, 3)...), "it is larger than 25000 bytes"},
		"a sparse file":       {Limits{Bytes: 25_000}, sparse(t, 1<<32), "it is larger than 25000 bytes"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			wantHostile(t, openStore(t, t.TempDir(), tt.limits), opener(tt.data), tt.reason)
		})
	}
	t.Run("just within", func(t *testing.T) {
		s := openStore(t, t.TempDir(), Limits{Files: 36, FileBytes: 10_000})
		for _, data := range [][]byte{tgz(t, many...), tgz(t, file{name: "package/a", body: zeros})} {
			if _, err := s.AddUnverified(t.Context(), opener(data)); err != nil {
				t.Error(err)
			}
		}
	})
}

// sparse is a tar of one file that is a hole of that size, as GNU tar has them ("Storing Sparse Files, Old GNU Format").
// It is patched by hand: archive/tar only reads them.
func sparse(t *testing.T, size int64) []byte {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	if err := w.WriteHeader(&tar.Header{Name: "package/a", Mode: 0o644, Format: tar.FormatGNU}); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	data := b.Bytes()
	data[156] = tar.TypeGNUSparse
	copy(data[386:], fmt.Sprintf("%011o\x00%011o\x00", size, 0)) // its one fragment: nothing, at the end
	copy(data[483:], fmt.Sprintf("%011o\x00", size))
	copy(data[148:], "        ")
	sum := 0
	for _, c := range data[:512] {
		sum += int(c)
	}
	copy(data[148:], fmt.Sprintf("%06o\x00 ", sum))
	return data
}

// TestBomb: a stream of nothing, packed as tightly as gzip can, ends soon.
func TestBomb(t *testing.T) {
	bomb := tgz(t, file{name: "package/a"})
	block := gzipped(t, make([]byte, 1<<20))
	for range ratioFrom>>20 + 1 {
		bomb = append(bomb, block...)
	}
	wantHostile(t, newStore(t), opener(bomb), "it unpacks to more than 200 times its size")
}

// TestEndless: a body without end is read no further than the limit.
func TestEndless(t *testing.T) {
	s := openStore(t, t.TempDir(), Limits{Bytes: 1 << 20})
	head := bytes.NewReader(tgz(t, file{name: "package/a"}))
	wantHostile(t, s, func(context.Context) (io.ReadCloser, error) {
		return io.NopCloser(io.MultiReader(head, zeroReader{})), nil
	}, "it is larger than 1048576 bytes")
}

type zeroReader struct{}

func (zeroReader) Read(p []byte) (int, error) { clear(p); return len(p), nil }
