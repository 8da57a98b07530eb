package decode_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/dop251/goja"
)

// dumper returns testdata/dump.js's function: the canonical form of a value of rt.
func dumper(t testing.TB, rt *goja.Runtime) func(goja.Value) string {
	t.Helper()
	src, err := os.ReadFile(filepath.Join("testdata", "dump.js"))
	if err != nil {
		t.Fatal(err)
	}
	v, err := rt.RunScript("dump.js", string(src))
	if err != nil {
		t.Fatal(err)
	}
	dump, ok := goja.AssertFunction(v)
	if !ok {
		t.Fatal("dump.js is not a function")
	}
	return func(v goja.Value) string {
		s, err := dump(goja.Undefined(), v)
		if err != nil {
			panic(err) // t may be a fuzz test's F, which its target must not use
		}
		return s.String()
	}
}
