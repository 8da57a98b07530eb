package platform

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/guthega/guthega/engine/npm/goldentest"
)

// vectors is golden.json: what npm says.
type vectors struct {
	Platforms []placed
	Engines   []engined
}

type placed struct {
	field string
	list  []string
	at    Platform
	want  bool
}

type engined struct {
	ranges map[string]string
	have   Engines
	want   bool
}

func (p *placed) UnmarshalJSON(data []byte) error {
	return goldentest.Tuple(data, &p.field, &p.list, &p.at.OS, &p.at.CPU, &p.at.Libc, &p.want)
}

func (e *engined) UnmarshalJSON(data []byte) error {
	return goldentest.Tuple(data, &e.ranges, &e.have.Node, &e.have.NPM, &e.want)
}

func golden(t *testing.T) (v vectors) {
	t.Helper()
	goldentest.Read(t, &v)
	return v
}

func TestCheckAsNPM(t *testing.T) {
	for _, v := range golden(t).Platforms {
		lists := map[string][]string{v.field: v.list}
		err := v.at.Check(lists["os"], lists["cpu"], lists["libc"])
		if (err == nil) != v.want {
			t.Errorf("%s %q on %+v: %v, want allowed %t", v.field, v.list, v.at, err, v.want)
		}
	}
}

func TestEnginesAsNPM(t *testing.T) {
	for _, v := range golden(t).Engines {
		if got := v.have.Meets(v.ranges); got != v.want {
			t.Errorf("%v with %+v: got %t, want %t", v.ranges, v.have, got, v.want)
		}
	}
}

func TestUnsupportedError(t *testing.T) {
	err := Platform{OS: "win32", CPU: "x64"}.Check([]string{"linux", "darwin"}, []string{"x64"}, []string{"musl"})
	unsupported, ok := errors.AsType[*UnsupportedError](err)
	if !ok {
		t.Fatalf("got %v", err)
	}
	if want := "made for os linux, darwin (it is win32) and libc musl (it is unknown)"; unsupported.Error() != want {
		t.Errorf("got %q, want %q", unsupported, want)
	}
}

func TestHostInNodesWords(t *testing.T) {
	tests := map[string]struct {
		goos, goarch string
		want         Platform
	}{
		"Linux":         {"linux", "amd64", Platform{"linux", "x64", "glibc"}},
		"Linux on ARM":  {"linux", "arm64", Platform{"linux", "arm64", "glibc"}},
		"Linux on 386":  {"linux", "386", Platform{"linux", "ia32", "glibc"}},
		"macOS":         {"darwin", "arm64", Platform{"darwin", "arm64", ""}},
		"Windows":       {"windows", "amd64", Platform{"win32", "x64", ""}},
		"illumos":       {"illumos", "amd64", Platform{"sunos", "x64", ""}},
		"little endian": {"linux", "ppc64le", Platform{"linux", "ppc64", "glibc"}},
		"unchanged":     {"freebsd", "riscv64", Platform{"freebsd", "riscv64", ""}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, of(tt.goos, tt.goarch)); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

func TestGolden(t *testing.T) { goldentest.Check(t) }
