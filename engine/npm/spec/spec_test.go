package spec

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/guthega/guthega/engine/npm/semver"
)

func TestUnsupported(t *testing.T) {
	tests := map[string]Kind{
		"git+ssh://git@example.com/x.git": Git,
		"user/repo":                       Git,
		"git@example.com:user/repo.git":   Git, // npm takes it for a folder
		"GitHub:user/repo":                Git,
		"link:../x":                       Link,
		"workspace:*":                     Workspace,
		"workspace:^1.0.0":                Workspace,
		"portal:../x":                     Other,
		"catalog:":                        Other,
		"git+x://example.com/x":           Git,
	}
	for raw, kind := range tests {
		t.Run(raw, func(t *testing.T) {
			s, err := Parse("foo", raw, "/base")
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(Spec{Name: "foo", Raw: raw, Kind: kind, Fetch: raw}, s); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
			unsupported, ok := errors.AsType[*UnsupportedError](s.Unsupported())
			if !ok {
				t.Fatalf("got %v", s.Unsupported())
			}
			for _, part := range []string{"foo@" + raw, kind.String(), "npm pack", "file:"} {
				if !strings.Contains(unsupported.Error(), part) {
					t.Errorf("%q does not say %q", unsupported, part)
				}
			}
		})
	}
}

func TestSupported(t *testing.T) {
	for _, raw := range []string{"1.2.3", "^1", "latest", "npm:x@1", "https://example.com/x.tgz", "file:x.tgz", "file:x"} {
		s, err := Parse("foo", raw, "/base")
		if err != nil || s.Unsupported() != nil {
			t.Errorf("%s: %v, %v", raw, err, s.Unsupported())
		}
	}
}

func TestInvalid(t *testing.T) {
	tests := map[string]struct{ name, raw, says string }{
		"a path for a name":       {"../x", "1", `invalid package name "../x": it begins with "."`},
		"a folder of our own":     {"@a/node_modules", "1", `nothing may be called that`},
		"a tag with a space":      {"foo", "a tag", `invalid specifier "foo@a tag": it is no version or range`},
		"an alias of a git repo":  {"foo", "npm:user/repo", `an alias stands for a package of the registry, not for a git repository`},
		"an alias of an alias":    {"foo", "npm:a@npm:b@1", `not for a alias`},
		"an alias of nothing":     {"foo", "npm:", `it is empty`},
		"an alias without a name": {"foo", "npm:@", `invalid specifier "foo@npm:@"`},
		"no host":                 {"foo", "https:///x.tgz", `has a host`},
		"a NUL in a path":         {"foo", "file:a\x00b", `NUL`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			s, err := Parse(tt.name, tt.raw, "/base")
			if _, ok := errors.AsType[*InvalidError](err); !ok || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("got %+v, %v, want an InvalidError that says %q", s, err, tt.says)
			}
		})
	}
}

func TestMatch(t *testing.T) {
	tests := map[string]struct {
		raw, version string
		want         bool
	}{
		"a version":                      {"1.2.3", "1.2.3", true},
		"another version":                {"1.2.3", "1.2.4", false},
		"a version with a build":         {"v1.2.3+b", "1.2.3", true},
		"a range":                        {"^1.2.3", "1.9.0", true},
		"a prerelease that is not named": {"^1.2.3", "1.9.0-rc.1", false},
		"anything":                       {"*", "1.0.0-rc.1", true},
		"anything, said with nothing":    {"", "1.0.0-rc.1", true},
		"anything, said with an x":       {"x", "1.0.0-rc.1", false},
		"a tag":                          {"latest", "1.2.3", false},
		"a file":                         {"file:x", "1.2.3", false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			s, err := Parse("foo", tt.raw, "/base")
			if err != nil {
				t.Fatal(err)
			}
			v, err := semver.ParseVersion(tt.version)
			if err != nil {
				t.Fatal(err)
			}
			if got := s.Match(v); got != tt.want {
				t.Errorf("%q and %s: got %t, want %t", tt.raw, tt.version, got, tt.want)
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	for _, v := range golden(f).Specs {
		f.Add("foo", v.text)
	}
	for _, v := range golden(f).Names {
		f.Add(v.text, "npm:"+v.text)
	}
	f.Fuzz(func(t *testing.T, name, raw string) {
		s, err := Parse(name, raw, "/base")
		if (s.Kind == 0) == (err == nil) {
			t.Fatalf("got %+v and %v", s, err)
		}
		if err != nil {
			return
		}
		if parts := strings.Split(name, "/"); len(parts) > 2 || strings.Contains(name, `\`) {
			t.Errorf("%q is a name", name)
		} else {
			for _, part := range parts {
				if part == "" || part == "." || part == ".." || part == "node_modules" {
					t.Errorf("%q is a name", name)
				}
			}
		}
		if (s.Kind == File || s.Kind == Folder) && !strings.HasPrefix(s.Fetch, "/") {
			t.Errorf("%q: the path %q is not absolute", raw, s.Fetch)
		}
		again, err := Parse(name, s.Raw, "/base")
		if diff := cmp.Diff(s, again); err != nil || diff != "" {
			t.Errorf("%q: read again: %v\n%s", raw, err, diff)
		}
	})
}

func BenchmarkParse(b *testing.B) {
	for b.Loop() {
		if _, err := Parse("foo", "^1.2.3", "/base"); err != nil {
			b.Fatal(err)
		}
	}
}

func TestRedact(t *testing.T) {
	for raw, want := range map[string]string{
		"^1.2.3":                        "^1.2.3",
		"https://h.example/x.tgz":       "https://h.example/x.tgz",
		"https://h.example/x@1.tgz":     "https://h.example/x@1.tgz",
		"https://joe:pw@h.example/x":    "https://***@h.example/x",
		"git+https://token@h.example":   "git+https://***@h.example",
		"https://joe:p@w@h.example?a=b": "https://***@h.example?a=b",
		"git+ssh://git@h.example/x.git": "git+ssh://git@h.example/x.git",
	} {
		if got := Redact(raw); got != want {
			t.Errorf("%s is shown as %s, want %s", raw, got, want)
		}
	}
}
