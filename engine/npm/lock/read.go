package lock

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/guthega/guthega/engine/npm/manifest"
)

// file is a lock as JSON. A member of which the type is not npm's makes it none.
type file struct {
	Name, Version   string
	LockfileVersion float64
	Packages        map[string]json.RawMessage
}

// entry has the members that no manifest has.
type entry struct {
	Resolved, Integrity                                                         string
	Optional, Peer, Dev, DevOptional, Extraneous, InBundle, Link, HasShrinkwrap bool
}

// Read reads a lock. Errors: *VersionError; *EntryError; it is not JSON, or not of the form.
func Read(data []byte) (*Lock, error) {
	var f file
	if err := json.Unmarshal(data, &f); err != nil {
		return nil, fmt.Errorf("reading the lock: %w", plainly(err))
	}
	if f.LockfileVersion != FormatVersion && f.LockfileVersion != 2 {
		return nil, fmt.Errorf("reading the lock: %w", &VersionError{Version: f.LockfileVersion})
	}
	l := &Lock{Name: f.Name, Version: f.Version, Root: &manifest.Manifest{}, Packages: make(map[string]*Entry, len(f.Packages))}
	for path, raw := range f.Packages {
		if path == "" {
			root, err := manifest.Parse(raw)
			if err != nil {
				return nil, fmt.Errorf("reading the lock: %w", &EntryError{Path: path, Why: err.Error()})
			}
			l.Root = root
			continue
		}
		e, why := readEntry(path, raw)
		if why == "" {
			why = e.check(path)
		}
		if why != "" {
			return nil, fmt.Errorf("reading the lock: %w", &EntryError{Path: path, Why: why})
		}
		l.Packages[path] = e
	}
	return l, nil
}

func readEntry(path string, raw json.RawMessage) (e *Entry, why string) {
	m, err := manifest.Parse(raw)
	if err != nil {
		return nil, err.Error()
	}
	var own entry
	if err := json.Unmarshal(raw, &own); err != nil {
		return nil, plainly(err).Error()
	}
	m.HasShrinkwrap = own.HasShrinkwrap
	if _, name, ok := Split(path); ok && m.Name == "" {
		m.Name = name
	}
	return &Entry{
		Manifest: m, Resolved: own.Resolved, Integrity: own.Integrity, Optional: own.Optional, Peer: own.Peer, Dev: own.Dev,
		DevOptional: own.DevOptional, Extraneous: own.Extraneous, InBundle: own.InBundle, Link: own.Link,
	}, ""
}

// plainly says what is wrong with a member without the words of Go.
func plainly(err error) error {
	e, ok := errors.AsType[*json.UnmarshalTypeError](err)
	switch {
	case !ok:
		return err
	case e.Field == "":
		return fmt.Errorf("it is a JSON %s, not an object", e.Value)
	}
	return fmt.Errorf("its %s is a JSON %s, which npm writes nowhere", strings.ToLower(e.Field[:1])+e.Field[1:], e.Value)
}
