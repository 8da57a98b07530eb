package store

import (
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"strings"
	"testing"
)

func sri(algorithm string, sum []byte) string {
	return algorithm + "-" + base64.StdEncoding.EncodeToString(sum)
}

func TestParseIntegrity(t *testing.T) {
	data := []byte("x")
	one, two, three, half := sha1.Sum(data), sha256.Sum256(data), sha512.Sum384(data), sha512.Sum512(data)
	other := sha512.Sum512([]byte("y"))
	s1, s2, s3, s5, o5 := sri("sha1", one[:]), sri("sha256", two[:]), sri("sha384", three[:]), sri("sha512", half[:]), sri("sha512", other[:])
	md5 := "md5-" + base64.StdEncoding.EncodeToString(make([]byte, 16))
	shasum := hex.EncodeToString(one[:])

	tests := map[string]struct{ integrity, shasum, want string }{
		"sha512":                       {s5, "", s5},
		"the strongest of several":     {s1 + " " + s5 + "\t" + s2 + " " + s3, shasum, s5},
		"sha384 before sha256":         {s2 + " " + s3, "", s3},
		"sha256 before sha1":           {s1 + " " + s2, "", s2},
		"several of one algorithm":     {o5 + " " + s5, "", o5 + " " + s5},
		"the same twice":               {s5 + " " + s5, "", s5},
		"options":                      {s5 + "?ct=application/gzip", "", s5},
		"unknown algorithms":           {"sha3-abc= " + s2, "", s2},
		"MD5 beside SHA-1":             {md5 + " " + s1, "", s1},
		"a digest too short":           {"sha512-AAAA " + s2, "", s2},
		"a digest that is no base64":   {"sha512-%%% " + s2, "", s2},
		"only a shasum":                {"", shasum, s1},
		"a shasum in capitals":         {"", strings.ToUpper(shasum), s1},
		"a shasum, and nothing of use": {md5, shasum, s1},
		"MD5 alone":                    {md5, "", ""},
		"a shasum too short":           {"", "abcd", ""},
		"rubbish":                      {"rubbish", "rubbish", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := ParseIntegrity(tt.integrity, tt.shasum)
			if got.String() != tt.want || (err == nil) != (tt.want != "") {
				t.Errorf("got %q, %v; want %q", got, err, tt.want)
			}
			if errors.Is(err, ErrNoIntegrity) {
				t.Error("something was given, and it says that nothing was")
			}
		})
	}
	if _, err := ParseIntegrity(" ", ""); !errors.Is(err, ErrNoIntegrity) {
		t.Errorf("for nothing: got %v, want %v", err, ErrNoIntegrity)
	}
}

func FuzzParseIntegrity(f *testing.F) {
	f.Add("sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==?x sha1-AA==", "")
	f.Add("", "da39a3ee5e6b4b0d3255bfef95601890afd80709")
	f.Fuzz(func(t *testing.T, integrity, shasum string) {
		i, err := ParseIntegrity(integrity, shasum)
		if i.IsZero() == (err == nil) {
			t.Fatalf("%v and %v", i, err)
		}
		if err != nil {
			return
		}
		if again, err := ParseIntegrity(i.String(), ""); again != i || err != nil {
			t.Fatalf("%v is read as %v, %v", i, again, err)
		}
		for one := range i.each() {
			if !i.matches(one) {
				t.Fatalf("%v does not match %v", i, one)
			}
			one.address()
		}
	})
}
