package semver

import (
	"strings"
	"testing"
)

func FuzzRange(f *testing.F) {
	all := golden(f)
	for i, r := range all.Ranges {
		if i%10 != 0 { // every seed is run by go test too
			continue
		}
		f.Add(*r.text, all.Versions[i/10%len(all.Versions)])
	}
	f.Fuzz(func(t *testing.T, text, version string) {
		if v, err := ParseVersion(version); err == nil {
			checkVersion(t, v)
		}
		r, err := ParseRange(text)
		if strict, e := ParseStrict(text); e == nil && (err != nil || r.Match(version) != strict.Match(version) && !loosely(version)) {
			t.Errorf("%q: strictly %s, loosely %s (%v); they differ for %q", text, strict, r, err, version)
		}
		if err != nil {
			if r.Match(version) {
				t.Errorf("%q is no range and matches %q", text, version)
			}
			return
		}
		if len(r.String()) > longestVersion { // a missing hyphen is added, which can be one character too many
			return
		}
		again, err := ParseRange(r.String())
		if err != nil {
			t.Fatalf("%q: its normal form %q: %v", text, r, err)
		}
		if again.String() != r.String() && !strings.Contains(r.String(), ">=0.0.0") { // which may be written "*" then
			t.Errorf("%q: the normal form of %q is %q", text, r, again)
		}
		if r.Match(version) != again.Match(version) {
			t.Errorf("%q matches %q: %t, its normal form %s: %t", text, version, r.Match(version), again, again.Match(version))
		}
		r.Intersects(again)
	})
}

// loosely reports whether a version can only be read loosely.
func loosely(version string) bool {
	clean, ok := Clean(version)
	return ok && clean != version
}

// checkVersion checks what holds for every version.
func checkVersion(t *testing.T, v Version) {
	t.Helper()
	if len(v.String()) > longestVersion {
		return
	}
	again, err := ParseVersion(v.String())
	if err != nil || again.Compare(v) != 0 || again.String() != v.String() {
		t.Errorf("%s read again is %s, %v", v, again, err)
	}
	for _, form := range []string{"", "^", "~", ">=", "<="} {
		r, err := ParseRange(form + v.String())
		if err != nil {
			if v.major != largest && v.minor != largest && v.patch != largest && len(v.String()) < longestVersion {
				t.Errorf("%s%s: %v", form, v, err)
			}
			continue
		}
		if !r.MatchVersion(v) {
			t.Errorf("%s%s (%s) does not match itself", form, v, r)
		}
	}
	for _, form := range []string{"<", ">"} {
		if r, err := ParseRange(form + v.String()); err == nil && r.MatchVersion(v) {
			t.Errorf("%s%s matches itself", form, v)
		}
	}
}

func BenchmarkMatch(b *testing.B) {
	r, err := ParseRange("^1.2.3 || >=2.0.0-rc.1 <3 || ~4.5")
	if err != nil {
		b.Fatal(err)
	}
	var texts []string
	var versions []Version
	for i := range 2000 {
		v := Version{major: uint64(i / 400), minor: uint64(i / 20 % 20), patch: uint64(i % 20)}
		if i%7 == 0 {
			v.pre = []identifier{{text: "rc"}, newIdentifier("1")}
		}
		v.text = v.format()
		texts, versions = append(texts, v.text), append(versions, v)
	}
	b.Run("2000 parsed versions", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			for _, v := range versions {
				r.MatchVersion(v)
			}
		}
	})
	b.Run("2000 versions", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			for _, s := range texts {
				r.Match(s)
			}
		}
	})
	b.Run("parsing the range", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := ParseRange("^1.2.3 || >=2.0.0-rc.1 <3 || ~4.5"); err != nil {
				b.Fatal(err)
			}
		}
	})
}
