package store

import (
	"crypto/sha1" // old packages have no other hash
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"slices"
	"strings"
)

// Integrity is what a tarball must hash to: one or more digests of one algorithm, any of which will do. The zero value
// is none. It can be compared, and be the key of a map.
type Integrity struct{ sri string }

// ErrNoIntegrity is the lack of any hash: only AddUnverified takes such a tarball.
var ErrNoIntegrity = errors.New("there is no hash to verify it with")

// ParseIntegrity reads the hashes a registry gives: integrity as Subresource Integrity has it
// (w3.org/TR/sri-2/#the-integrity-attribute: "sha512-<base64>?<options>", several by spaces) and, where that holds
// nothing of use, the older shasum, a SHA-1 in hex. Of several algorithms the strongest counts, and of its digests any.
// What cannot be read and unknown algorithms are passed over, MD5 among them. Errors: ErrNoIntegrity when both are
// empty; another when nothing of use is in them.
func ParseIntegrity(integrity, shasum string) (Integrity, error) {
	var best []string
	strength := 0
	for token := range strings.FieldsSeq(integrity) {
		token, _, _ = strings.Cut(token, "?")
		algorithm, digest, _ := strings.Cut(token, "-")
		rank, h := algorithmOf(algorithm)
		if raw, err := base64.StdEncoding.DecodeString(digest); rank == 0 || rank < strength || err != nil || len(raw) != h.Size() {
			continue
		}
		if rank > strength {
			strength, best = rank, nil
		}
		if !slices.Contains(best, token) {
			best = append(best, token)
		}
	}
	switch {
	case best != nil:
		return Integrity{strings.Join(best, " ")}, nil
	case strings.TrimSpace(integrity) == "" && shasum == "":
		return Integrity{}, ErrNoIntegrity
	}
	if raw, err := hex.DecodeString(shasum); err == nil && len(raw) == sha1.Size {
		return digestOf("sha1", raw), nil
	}
	return Integrity{}, fmt.Errorf("integrity %.200q, shasum %.80q: no sha512, sha384, sha256 or sha1 that can be read", integrity, shasum)
}

// String is it in the form of Subresource Integrity, "" for none.
func (i Integrity) String() string { return i.sri }

// IsZero reports whether it is none.
func (i Integrity) IsZero() bool { return i.sri == "" }

// algorithm is the name of the one its digests are of; for none it is what new hashes are made with.
func (i Integrity) algorithm() string {
	if i.IsZero() {
		return "sha512"
	}
	name, _, _ := strings.Cut(i.sri, "-")
	return name
}

// newHash makes a hash whose sum can be compared with it.
func (i Integrity) newHash() hash.Hash {
	_, h := algorithmOf(i.algorithm())
	return h
}

// matches reports whether got, a single digest, is one of its own.
func (i Integrity) matches(got Integrity) bool {
	for one := range i.each() {
		if one == got {
			return true
		}
	}
	return false
}

// each yields its digests one by one.
func (i Integrity) each() func(yield func(Integrity) bool) {
	return func(yield func(Integrity) bool) {
		for token := range strings.FieldsSeq(i.sri) {
			if !yield(Integrity{token}) {
				return
			}
		}
	}
}

// address is where a single digest's package is filed.
func (i Integrity) address() address {
	_, digest, _ := strings.Cut(i.sri, "-")
	raw, err := base64.StdEncoding.DecodeString(digest)
	if err != nil { // it was decoded before, or made by digestOf
		panic(err)
	}
	return address{i.algorithm(), hex.EncodeToString(raw)}
}

func digestOf(algorithm string, sum []byte) Integrity {
	return Integrity{algorithm + "-" + base64.StdEncoding.EncodeToString(sum)}
}

// algorithmOf returns how strong an algorithm is, 0 for those that are not trusted, and a new hash of it.
func algorithmOf(name string) (int, hash.Hash) {
	switch name {
	case "sha512":
		return 4, sha512.New()
	case "sha384":
		return 3, sha512.New384()
	case "sha256":
		return 2, sha256.New()
	case "sha1":
		return 1, sha1.New()
	}
	return 0, nil
}
