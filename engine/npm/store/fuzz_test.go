package store

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// FuzzUnpack: whatever the archive is, nothing appears outside its folder, nothing in it is a link, the limits hold, and
// after an error nothing is there.
func FuzzUnpack(f *testing.F) {
	for _, files := range [][]file{
		{{name: "package/a", body: "1"}, {name: "package/lib/b", body: "22", mode: 0o755}},
		{{name: "package/l", kind: '2', link: "/etc"}, {name: "package/l/x", body: "1"}},
		{{name: "package/../../x", body: "1"}},
		{{name: "package/a"}, {name: "package/A"}},
		{{name: "package/a"}, {name: "package/a/b"}},
		{{name: "package/a", body: "1"}, {name: "package/a", body: "2"}},
		{{name: "package/" + string(make([]byte, 0)) + "long/long/long/long/long/long/long/long/long/long/long/long/long/long/long/long/long/long/long/long/long/long/name"}},
	} {
		f.Add(tarball(f, files...))
		f.Add(tgz(f, files...))
	}
	limits := Limits{Bytes: 1 << 20, FileBytes: 1 << 16, Files: 50}
	f.Fuzz(func(t *testing.T, data []byte) {
		outer := t.TempDir()
		s := openStore(t, filepath.Join(outer, "a", "store"), limits)
		p, err := s.AddUnverified(t.Context(), opener(data))
		if err != nil {
			if got := leftovers(t, s); got != nil {
				t.Fatalf("after %v there are %q", err, got)
			}
		} else {
			inspect(t, p, limits)
		}
		for dir, want := range map[string]string{outer: "a", filepath.Join(outer, "a"): "store"} {
			entries, err := os.ReadDir(dir)
			if err != nil || len(entries) != 1 || entries[0].Name() != want {
				t.Fatalf("in %s are %v, %v", dir, entries, err)
			}
		}
	})
}

func inspect(t *testing.T, p *Package, limits Limits) {
	t.Helper()
	var files, all int
	var size int64
	err := filepath.WalkDir(p.Dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		all++
		if d.IsDir() {
			return nil
		}
		st, err := d.Info()
		if err != nil {
			return err
		}
		if !d.Type().IsRegular() || st.Mode()&^0o555 != 0 || st.Size() > limits.FileBytes {
			t.Errorf("%s is %v, %d bytes", name, st.Mode(), st.Size())
		}
		files++
		size += st.Size()
		return nil
	})
	if err != nil || files != p.Files || size != p.Bytes || all-1 > limits.Files || size > limits.Bytes || files == 0 {
		t.Errorf("there are %d files, %d in all, of %d bytes, %v; it says %+v", files, all, size, err, p)
	}
}
