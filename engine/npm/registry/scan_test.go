package registry

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// scan reads a document through windows of n bytes.
func scan(data []byte, window int) (*document, error) {
	return readDocument(newScanner(bytes.NewReader(data), make([]byte, window)))
}

func TestScanRefuses(t *testing.T) {
	tests := map[string]struct {
		in   string
		want error
	}{
		"nothing":             {"", errEnd},
		"white space":         {" \n", errEnd},
		"cut off":             {`{"versions":{"1.0.0":{"na`, errEnd},
		"cut off in a number": {`{"a":1`, errEnd},
		"a list":              {`[]`, errNotPackument},
		"null":                {`null`, errNotPackument},
		"a page":              {`<!DOCTYPE html>`, errNotPackument},
		"something after":     {`{} {}`, errSyntax},
		"no quotes":           {`{a:1}`, errSyntax},
		"a comma too many":    {`{"a":1,}`, errSyntax},
		"no comma":            {`{"a":1 "b":2}`, errSyntax},
		"no colon":            {`{"a" 1}`, errSyntax},
		"a bad escape":        {`{"a":"\x"}`, errSyntax},
		"a bad code":          {`{"a":"\u12g4"}`, errSyntax},
		"a bad number":        {`{"a":01}`, errSyntax},
		"no digits":           {`{"a":1.}`, errSyntax},
		"no exponent":         {`{"a":1e}`, errSyntax},
		"a bad literal":       {`{"a":nil}`, errSyntax},
		"a line in a string":  {"{\"a\":\"\n\"}", errSyntax},
		"no end of a list":    {`{"a":[1}`, errSyntax},
		"too deep":            {`{"a":` + strings.Repeat("[", maxNesting) + strings.Repeat("]", maxNesting) + `}`, errSyntax},
		"a name of 3 MiB":     {`{"` + strings.Repeat("x", 3<<20) + `":1}`, errSyntax},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if doc, err := scan([]byte(tt.in), 64); !errors.Is(err, tt.want) {
				t.Errorf("got %v, %v, want %v", doc, err, tt.want)
			}
		})
	}
}

func TestScanPassesReadErrorsOn(t *testing.T) {
	broken := errors.New("broken")
	for _, in := range []string{`{"a":`, `{"versions":{"1.0.0":{}}}`, `{"a":123`} {
		src := io.MultiReader(strings.NewReader(in), iotest.ErrReader(broken))
		if _, err := readDocument(newScanner(src, make([]byte, 16))); !errors.Is(err, broken) {
			t.Errorf("%s: got %v, want %v", in, err, broken)
		}
	}
}

// FuzzScan checks three things against encoding/json: what is valid, which versions there are, and where they are.
func FuzzScan(f *testing.F) {
	f.Add([]byte(`{"name":"a","dist-tags":{"latest":"1.0.0"},"versions":{"1.0.0":{"engines":{"node":">=1"},"deprecated":"x"}}}`), uint8(0))
	f.Add([]byte(`{"versions":{"1":{"a":[1,-2.5e+3,true,null,"\u00e9\\"]},"1":{ },"2" : {"engines" : "x"}},"time":{"1":"2020-01-01T00:00:00Z"}}`), uint8(1))
	f.Add(generated(3), uint8(200))
	f.Fuzz(func(t *testing.T, data []byte, window uint8) {
		doc, err := scan(data, int(window)+1)
		var members map[string]json.RawMessage
		valid := json.Unmarshal(data, &members) == nil && members != nil
		if valid != (err == nil) {
			t.Fatalf("encoding/json says %t, the scan %v", valid, err)
		}
		if err != nil {
			return
		}
		var versions map[string]json.RawMessage
		if raw := bytes.TrimSpace(members["versions"]); len(raw) > 0 && raw[0] == '{' {
			if err := json.Unmarshal(raw, &versions); err != nil {
				t.Fatal(err)
			}
		}
		want, got := map[string]string{}, map[string]string{}
		for name, raw := range versions {
			if raw = bytes.TrimSpace(raw); raw[0] == '{' {
				want[name] = string(raw)
			}
		}
		for _, v := range doc.versions {
			got[v.name] = string(data[v.start:v.end])
		}
		// A name that is there twice, and once as something else than an object, is nobody's concern.
		for name := range got {
			if _, ok := want[name]; !ok && versions[name] != nil {
				delete(got, name)
			}
		}
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("-encoding/json +scan\n%s", diff)
		}
	})
}
