package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
)

func TestAddFails(t *testing.T) {
	data := tgz(t, sample(1, 12)...)
	broken := errors.New("connection reset")
	flipped := slices.Clone(data)
	flipped[len(flipped)/2] ^= 1
	tests := map[string]struct {
		open  Opener
		check func(error) bool
	}{
		"open fails": {
			func(context.Context) (io.ReadCloser, error) { return nil, broken },
			func(err error) bool { return errors.Is(err, broken) },
		},
		"the connection breaks": {
			func(context.Context) (io.ReadCloser, error) {
				return io.NopCloser(io.MultiReader(bytes.NewReader(data[:len(data)/2]), iotest.ErrReader(broken))), nil
			},
			func(err error) bool { return errors.Is(err, broken) && !isIntegrity(err) },
		},
		"truncated":            {opener(data[:len(data)/2]), isIntegrity},
		"truncated by one":     {opener(data[:len(data)-1]), isIntegrity},
		"empty":                {opener(nil), isIntegrity},
		"one bit flipped":      {opener(flipped), isIntegrity},
		"one byte more":        {opener(append(slices.Clone(data), 0)), isIntegrity},
		"another package":      {opener(tgz(t, file{name: "package/a", body: "1"})), isIntegrity},
		"another, and hostile": {opener(tgz(t, file{name: "package/../a", body: "1"})), isIntegrity},
		"a page in HTML":       {opener([]byte("<html>" + strings.Repeat("not found ", 100))), isIntegrity},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			s := newStore(t)
			p, err := s.Add(t.Context(), integrityOf(data), tt.open)
			if p != nil || !tt.check(err) {
				t.Errorf("got %v, %v", p, err)
			}
			if got := leftovers(t, s); got != nil {
				t.Errorf("in the store are %q", got)
			}
			if p, err := s.Add(t.Context(), integrityOf(data), opener(data)); err != nil || p.Files != 12 {
				t.Errorf("afterwards: %v, %v", p, err)
			}
		})
	}
}

func isIntegrity(err error) bool {
	e, ok := errors.AsType[*IntegrityError](err)
	return ok && e.Want != e.Got && strings.Contains(err.Error(), e.Got.String())
}

// TestAddDamaged: the hash is right, or there is none, and the archive is none.
func TestAddDamaged(t *testing.T) {
	plain := tarball(t, file{name: "package/a", body: strings.Repeat("1", 3000)})
	whole := gzipped(t, plain)
	checksum := slices.Clone(whole)
	checksum[len(checksum)-5] ^= 1
	tests := map[string][]byte{
		"truncated gzip":         whole[:len(whole)/2],
		"truncated in its end":   whole[:len(whole)-4],
		"wrong CRC":              checksum,
		"truncated tar":          gzipped(t, plain[:2000]),
		"a plain tar, truncated": plain[:2000],
		"no tar":                 []byte(strings.Repeat("x", 2000)),
		"nothing":                nil,
		"a second member broken": append(slices.Clone(whole), whole[:12]...),
	}
	for name, data := range tests {
		t.Run(name, func(t *testing.T) {
			s := newStore(t)
			_, err := s.Add(t.Context(), integrityOf(data), opener(data))
			_, unverified := s.AddUnverified(t.Context(), opener(data))
			if err == nil || isIntegrity(err) || fmt.Sprint(err) != fmt.Sprint(unverified) {
				t.Errorf("got %v and %v", err, unverified)
			}
			if got := leftovers(t, s); got != nil {
				t.Errorf("in the store are %q", got)
			}
		})
	}
}
