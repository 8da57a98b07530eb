package url

import (
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// Where Node 20 (ada 2.9) strays from the URL Standard, and we do not.
func TestAsStandard(t *testing.T) {
	for _, tt := range []struct{ name, href, component, value, want string }{
		{"a port without leading digits is ignored", "http://h:81/p", "port", "a8", "http://h:81/p"},
		{"a host is not empty before a port", "custom://h/p", "host", ":80", "custom://h/p"},
		{"a host set where none was brings its port", "custom:/p", "host", "x:82", "custom://x:82/p"},
		{"an empty host is a host", "custom:/p", "host", "", "custom:///p"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := update(tt.href, tt.component, tt.value); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

// FuzzComponents holds the places where a serialized URL is cut against the record that it was written from.
func FuzzComponents(f *testing.F) {
	for _, seed := range []string{
		"http://u:p@h:81/p?q#f", "custom:/.//a", "file:///C|/../x", "mailto:a@b?c", "http://[::1.2.3.4]:8/", "x://:p@h", "x://u@h?@:/#:@/?",
		"x:a/b//c:d@e", "data:,#?", "blob:http://a:1/b", "x:///:@", "http://a/:80@b", "//h/..%2e/x", "http://0x7f.1", "http://\u00e9",
	} {
		f.Add(seed, "")
		f.Add(seed, "file:///C:/a/b")
		f.Add(seed, "x://h/a?q")
	}
	f.Fuzz(func(t *testing.T, input, base string) {
		if !utf8.ValidString(input) || !utf8.ValidString(base) { // as JavaScript's strings are
			return
		}
		against, _ := parseRecord(base, nil)
		r, ok := parseRecord(input, against)
		if !ok {
			return
		}
		href := r.serialize()
		if again, ok := parse(href, nil); !ok || again != href {
			t.Fatalf("%q is read again as %q, %v", href, again, ok)
		}
		port := ""
		if r.port >= 0 {
			port = strconv.Itoa(r.port)
		}
		host := r.host
		if port != "" {
			host += ":" + port
		}
		want := map[string]string{
			"protocol": r.scheme + ":", "username": r.username, "password": r.password, "host": host, "hostname": r.host,
			"port": port, "pathname": r.path, "search": prefixed(r.query, "?"), "hash": prefixed(r.fragment, "#"),
		}
		if strings.HasPrefix(r.query, "?") {
			want["search"] = "?" + r.query
		}
		if strings.HasPrefix(r.fragment, "#") {
			want["hash"] = "#" + r.fragment
		}
		got := make(map[string]string, len(want))
		for name, value := range want {
			got[name] = component(href, name)
			// What a getter gives, the setter takes without changing anything; only a setter cannot say "no port".
			if again := update(href, name, value); again != href && value != "" {
				t.Errorf("%s of %q set to %q gives %q", name, href, value, again)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q from %q (-parser +cut):\n%s", href, input, diff)
		}
		if !isASCII(href) {
			t.Errorf("%q is not ASCII", href)
		}
		_ = origin(href, boundsOf(href))
	})
}

// The time to read a URL grows with its length and no faster: every one of these took seconds where it grew with the
// square.
func TestLongInput(t *testing.T) {
	const n = 1 << 20
	for name, input := range map[string]string{
		"at signs":      "http://" + strings.Repeat("@", n) + "h",
		"segments":      "http://a/" + strings.Repeat("a/", n/2),
		"climbing":      "http://a/" + strings.Repeat("a/../", n/5),
		"opaque host":   "x://" + strings.Repeat("\u00e9", n/2),
		"tabs":          "x://" + strings.Repeat("a\t", n/2),
		"colons":        "x://u" + strings.Repeat(":", n) + "@h",
		"escapes":       "http://h/" + strings.Repeat("%2e%2e/", n/7),
		"numbers":       "http://" + strings.Repeat("1.", n/2),
		"backslashes":   "http:" + strings.Repeat("\\", n) + "a/b",
		"file climbing": "file:///C:/" + strings.Repeat("../", n/3),
	} {
		t.Run(name, func(t *testing.T) {
			if href, ok := parse(input, nil); ok && href == "" {
				t.Error("no serialization")
			}
			if u, failed := parseLegacy(input, true); failed == noError && u.href == nil {
				t.Error("no href")
			}
		})
	}
}

// FuzzLegacy: url.parse takes anything, and what it formats it reads again the same way.
func FuzzLegacy(f *testing.F) {
	for _, seed := range []string{"http://u:p@h:1/p?q=1#f", "//a@b/c", `\\a\b`, "http://[::1", "javascript:x", "a:b@c", "mailto:a@b", " \u00a0x"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, input string) {
		u, failed := parseLegacy(input, false)
		if failed != noError {
			return
		}
		if u.href == nil {
			t.Fatalf("%q has no href", input)
		}
		if u.hash != nil && !strings.HasPrefix(*u.hash, "#") || u.search != nil && !strings.HasPrefix(*u.search, "?") {
			t.Errorf("%q: hash %q, search %q", input, text(u.hash), text(u.search))
		}
	})
}

func FuzzForm(f *testing.F) {
	for _, seed := range []string{"a=1&b=2", "a+b=%20&%zz", "=&==&é=%ff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, query string) {
		pairs := parseForm(query)
		if len(pairs) == 0 || !utf8.ValidString(query) { // what is not UTF-8 cannot come from JavaScript
			return
		}
		if again := parseForm(formatForm(pairs)); !cmp.Equal(pairs, again, cmp.AllowUnexported(pair{})) {
			t.Errorf("%q: %q became %q", query, pairs, again)
		}
	})
}

func BenchmarkParse(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		parse("https://user@api.example.com:8443/v1/orders?limit=10#top", nil)
	}
}
