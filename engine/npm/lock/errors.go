package lock

import (
	"fmt"
	"strings"

	"github.com/guthega/guthega/engine/npm/spec"
)

// VersionError is a lock of a format that is not read. Version is 0 where it does not say.
type VersionError struct{ Version float64 }

func (e *VersionError) Error() string {
	if e.Version == 0 {
		return "it is no npm lockfile: there is no lockfileVersion in it"
	}
	what := "is too new"
	if e.Version < FormatVersion {
		what = "is too old"
	}
	return fmt.Sprintf(`lockfileVersion %v %s: delete the file, and "guthega install" writes one of version %d; or have npm `+
		`convert it with "npm install --package-lock-only --lockfile-version %[3]d"`, e.Version, what, FormatVersion)
}

// EntryError is an entry that is not taken. Nothing of such a lock is used.
type EntryError struct {
	// Path is the entry's key in packages, Why what is wrong with it.
	Path, Why string
}

func (e *EntryError) Error() string { return fmt.Sprintf("packages[%q]: %s", e.Path, e.Why) }

// Change is a dependency of the root that is not what it was when the lock was written. Was and Is are its specs, with
// its kind where that is not dependencies: "^1.2.3 (optional)". "" for none.
type Change struct{ Name, Was, Is string }

func (c Change) String() string {
	c.Was, c.Is = spec.Redact(c.Was), spec.Redact(c.Is)
	switch {
	case c.Was == "":
		return fmt.Sprintf("%s %s is new", c.Name, c.Is)
	case c.Is == "":
		return fmt.Sprintf("%s %s is gone", c.Name, c.Was)
	default:
		return fmt.Sprintf("%s was %s and is %s", c.Name, c.Was, c.Is)
	}
}

// StaleError is a lock that was written for other dependencies. It lists them all, by name.
type StaleError struct{ Changes []Change }

func (e *StaleError) Error() string {
	parts := make([]string, len(e.Changes))
	for i, c := range e.Changes {
		parts[i] = c.String()
	}
	return "the lock was written for other dependencies: " + strings.Join(parts, ", ")
}

// WriteError is a lock that could not be written. What was there before is unharmed.
type WriteError struct {
	Path string
	Err  error
}

func (e *WriteError) Error() string { return "writing the lock: " + e.Err.Error() }

func (e *WriteError) Unwrap() error { return e.Err }
