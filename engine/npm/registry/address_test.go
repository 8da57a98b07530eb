package registry

import (
	"strings"
	"testing"

	"github.com/guthega/guthega/engine/npm/npmrc"
)

func TestAddresses(t *testing.T) {
	public := configOf(t).Registry("a").String()
	if !npmrc.IsPublic(mustParse(t, public)) {
		t.Fatalf("the default is %s", public)
	}
	const base = "http://r.test:4873/npm/"
	tests := map[string]struct{ name, tarball, relative, fetched string }{ // relative "" is the whole URL
		"below the registry":         {"lodash", base + "lodash/-/lodash-4.17.21.tgz", "lodash/-/lodash-4.17.21.tgz", base + "lodash/-/lodash-4.17.21.tgz"},
		"scoped":                     {"@s/a", base + "@s/a/-/a-1.0.0.tgz", "@s/a/-/a-1.0.0.tgz", base + "@s/a/-/a-1.0.0.tgz"},
		"scoped and encoded":         {"@s/a", base + "@s%2fa/-/a-1.0.0.tgz", "@s%2fa/-/a-1.0.0.tgz", base + "@s%2fa/-/a-1.0.0.tgz"},
		"an unusual path":            {"a", base + "download/a/1.0.0/abc", "download/a/1.0.0/abc", base + "download/a/1.0.0/abc"},
		"another host":               {"a", "http://files.test/a/-/a-1.0.0.tgz", "", "http://files.test/a/-/a-1.0.0.tgz"},
		"another port":               {"a", "http://r.test/npm/a/-/a-1.0.0.tgz", "", "http://r.test/npm/a/-/a-1.0.0.tgz"},
		"another scheme":             {"a", "https://r.test:4873/npm/a/-/a.tgz", "", "https://r.test:4873/npm/a/-/a.tgz"},
		"beside the registry":        {"a", "http://r.test:4873/files/a.tgz", "", "http://r.test:4873/files/a.tgz"},
		"a signed URL":               {"a", base + "a/-/a-1.0.0.tgz?sig=x", "", base + "a/-/a-1.0.0.tgz?sig=x"},
		"the public host":            {"a", public + "a/-/a-1.0.0.tgz", "a/-/a-1.0.0.tgz", base + "a/-/a-1.0.0.tgz"},
		"the public host, scoped":    {"@s/a", public + "@s/a/-/a-1.0.0.tgz", "@s/a/-/a-1.0.0.tgz", base + "@s/a/-/a-1.0.0.tgz"},
		"public, of another package": {"a", public + "b/-/b-1.0.0.tgz", "", public + "b/-/b-1.0.0.tgz"},
		"public, an unusual path":    {"a", public + "x/a.tgz", "", public + "x/a.tgz"},
	}
	config := configOf(t, "registry="+base)
	c, err := New(config, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			want := tt.relative
			if want == "" {
				want = tt.tarball
			}
			relative := c.Relative(tt.name, tt.tarball)
			if relative != want {
				t.Errorf("got %s, want %s", relative, want)
			}
			for _, resolved := range []string{relative, tt.tarball} {
				if got, err := c.URL(tt.name, resolved); err != nil || got != tt.fetched {
					t.Errorf("%s: got %s, %v, want %s", resolved, got, err, tt.fetched)
				}
			}
		})
	}
}

func TestAddressesRefused(t *testing.T) {
	c, err := New(configOf(t, "registry=http://r.test/npm/"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, resolved := range []string{
		"", "/a.tgz", "//evil.test/a.tgz", "../a.tgz", "a/../../a.tgz", "a/%2e%2e/b.tgz", "..", "file:a.tgz", "git+ssh://h/x", "http:///a", "a\\b.tgz",
		"a?b", "a#b", "%2fa", "./a.tgz", "http://%zz",
	} {
		if got, err := c.URL("a", resolved); err == nil {
			t.Errorf("%q became %s", resolved, got)
		}
	}
}

func FuzzAddress(f *testing.F) {
	f.Add("a/-/a-1.0.0.tgz")
	f.Add("http://r.test/npm/../x")
	c, err := New(configOf(f, "registry=http://r.test/npm/"), Options{})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, resolved string) {
		got, err := c.URL("a", resolved)
		if err != nil || strings.HasPrefix(strings.ToLower(resolved), "http") {
			return
		}
		if u := mustParse(t, got); u.Host != "r.test" || !strings.HasPrefix(u.JoinPath().Path, "/npm/") {
			t.Errorf("%q left the registry: %s", resolved, got)
		}
	})
}
