package platform

import (
	"fmt"
	"runtime"
	"slices"
	"strings"

	"github.com/guthega/guthega/engine/npm/semver"
)

// Platform is what packages can ask for, in Node.js's words. The zero value of a field is of no package's liking.
type Platform struct {
	OS   string // process.platform
	CPU  string // process.arch
	Libc string // "glibc" or "musl"; "" where there is none of them
}

// Host is the machine that this runs on. Its libc is glibc wherever there is Linux: no code that guthega runs depends on
// it, and so the packages are those that most people get.
func Host() Platform { return of(runtime.GOOS, runtime.GOARCH) }

func of(goos, goarch string) Platform {
	p := Platform{OS: goos, CPU: goarch}
	switch goos {
	case "windows":
		p.OS = "win32"
	case "solaris", "illumos":
		p.OS = "sunos"
	case "linux":
		p.Libc = "glibc"
	}
	switch goarch {
	case "amd64":
		p.CPU = "x64"
	case "386":
		p.CPU = "ia32"
	case "mipsle":
		p.CPU = "mipsel"
	case "ppc64le": // Node.js does not tell the byte orders apart
		p.CPU = "ppc64"
	}
	return p
}

// UnsupportedError is a package that is made for other platforms.
type UnsupportedError struct {
	Platform
	// Wants has those of the package's lists that exclude the platform.
	Wants struct{ OS, CPU, Libc []string }
}

func (e *UnsupportedError) Error() string {
	var parts []string
	add := func(field, have string, wants []string) {
		if wants != nil {
			if have == "" {
				have = "unknown"
			}
			parts = append(parts, fmt.Sprintf("%s %s (it is %s)", field, strings.Join(wants, ", "), have))
		}
	}
	add("os", e.OS, e.Wants.OS)
	add("cpu", e.CPU, e.Wants.CPU)
	add("libc", e.Libc, e.Wants.Libc)
	return "made for " + strings.Join(parts, " and ")
}

// Check returns an *UnsupportedError where the lists, those of a package's os, cpu and libc, exclude p. A list has what
// is allowed, or with "!" what is not; an empty one, and "any" alone, allow everything.
func (p Platform) Check(os, cpu, libc []string) error {
	e := &UnsupportedError{Platform: p}
	if !allowed(p.OS, os) {
		e.Wants.OS = os
	}
	if !allowed(p.CPU, cpu) {
		e.Wants.CPU = cpu
	}
	if len(libc) > 0 && (p.Libc == "" || !allowed(p.Libc, libc)) {
		e.Wants.Libc = libc
	}
	if e.Wants.OS == nil && e.Wants.CPU == nil && e.Wants.Libc == nil {
		return nil
	}
	return e
}

func allowed(value string, list []string) bool {
	if len(list) == 0 || len(list) == 1 && list[0] == "any" {
		return true
	}
	excluded := 0
	for _, entry := range list {
		if name, not := strings.CutPrefix(entry, "!"); not {
			if excluded++; name == value {
				return false
			}
		}
	}
	return excluded == len(list) || slices.Contains(list, value)
}

// Engines are the versions that packages' engines are held against. A version that is "" meets every range.
type Engines struct{ Node, NPM string }

// Meets reports whether the ranges, a package's engines by name, admit the versions. Other names than node and npm do
// not count. A range that is none is not met, as npm has it.
func (e Engines) Meets(ranges map[string]string) bool {
	return meets(e.Node, ranges["node"]) && meets(e.NPM, ranges["npm"])
}

func meets(version, text string) bool {
	if version == "" || text == "" {
		return true
	}
	r, err := semver.ParseStrict(text)
	return err == nil && r.Match(version)
}
