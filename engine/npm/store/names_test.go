package store

import (
	"strings"
	"testing"
)

func TestEntryPath(t *testing.T) {
	tests := map[string]struct{ name, want, reason string }{
		"the usual":                     {"package/lib/a.js", "lib/a.js", ""},
		"another top folder":            {"lodash-1.0/a.js", "a.js", ""},
		"the top folder":                {"package/", "", ""},
		"the top folder without slash":  {"package", "", ""},
		"nothing":                       {"", "", ""},
		"dot":                           {"./", "", ""},
		"beginning with dot":            {"./package/a.js", "a.js", ""},
		"two slashes":                   {"package//lib//a.js", "lib/a.js", ""},
		"dots within":                   {"package/./lib/./a.js", "lib/a.js", ""},
		"a dot at the end":              {"package/lib/.", "lib", ""},
		"a folder":                      {"package/lib/", "lib", ""},
		"a hidden file":                 {"package/.x", ".x", ""},
		"three dots":                    {"package/.../x", ".../x", ""},
		"a colon":                       {"package/data:x", "data:x", ""},
		"absolute":                      {"/etc/passwd", "", "an absolute path"},
		"parent":                        {"package/../../x", "", "'..' in the path"},
		"parent first":                  {"../x", "", "'..' in the path"},
		"parent last":                   {"package/..", "", "'..' in the path"},
		"backslash":                     {`package\..\x`, "", "a backslash in the path"},
		"drive":                         {"C:/x", "", "a drive letter"},
		"drive without slash":           {"c:x/y", "", "a drive letter"},
		"drive below the top":           {"package/c:/y", "", "a drive letter"},
		"drive below the top, slashes":  {"package//c:/y", "", "a drive letter"},
		"NUL":                           {"package/a\x00b", "", "a control character in the path"},
		"newline":                       {"package/a\nb", "", "a control character in the path"},
		"delete":                        {"package/a\x7f", "", "a control character in the path"},
		"not UTF-8":                     {"package/\xff", "", "a name that is not UTF-8"},
		"a long name":                   {"package/" + strings.Repeat("a", 256), "", "a name of more than 255 bytes"},
		"a name that is just not":       {"package/" + strings.Repeat("a", 255), strings.Repeat("a", 255), ""},
		"a long path":                   {"package/" + strings.Repeat("a/", 509), "", "a path of more than 1,024 bytes"},
		"a long path that is just fine": {"package/" + strings.Repeat("a/", 507) + "b", strings.Repeat("a/", 507) + "b", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got, reason := entryPath(tt.name); got != tt.want || reason != tt.reason {
				t.Errorf("got %q, %q; want %q, %q", got, reason, tt.want, tt.reason)
			}
		})
	}
}

func TestFold(t *testing.T) {
	tests := map[string]struct {
		a, b string
		same bool
	}{
		"ASCII case":                   {"README.md", "readme.MD", true},
		"umlauts":                      {"ÄÖ", "äö", true},
		"composed and not":             {"\u00e9", "e\u0301", true},
		"composed and not, other case": {"\u00c9", "e\u0301", true},
		"sigmas":                       {"ς", "Σ", true},
		"Kelvin":                       {"\u212a", "k", true},
		"long s":                       {"ſ", "S", true},
		"Greek with iota below":        {"\u0345", "ι", true},
		"different":                    {"a", "b", false},
		"accent or none":               {"e", "é", false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if (fold(tt.a) == fold(tt.b)) != tt.same {
				t.Errorf("%q and %q: %q and %q", tt.a, tt.b, fold(tt.a), fold(tt.b))
			}
		})
	}
}
