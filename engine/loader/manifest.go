package loader

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"sync"
)

// manifest is what resolution needs of a package.json. Fields of the wrong type count as missing, as in Node.
type manifest struct {
	dir, file           string // the package's folder, and its package.json
	name, version, main string
	module              bool       // "type": "module"
	exports, imports    *jsonValue // nil where missing or null
	optional            map[string]bool
}

// manifests reads each package.json once. What is not there is not remembered: it may be installed later.
type manifests struct {
	tree  tree
	mu    sync.RWMutex
	known map[string]*manifest
}

// at returns the package.json in the folder dir, and nil where there is none.
func (ms *manifests) at(dir string) (*manifest, error) {
	ms.mu.RLock()
	m := ms.known[dir]
	ms.mu.RUnlock()
	if m != nil {
		return m, nil
	}
	file := path.Join(dir, "package.json")
	data, err := ms.tree.read(file)
	if err != nil {
		// Node takes a package.json that cannot be opened for one that is not there, a folder included.
		if errors.Is(err, fs.ErrNotExist) || ms.tree.stat(file) != regular {
			return nil, nil
		}
		return nil, fmt.Errorf("reading %s: %w", file, err)
	}
	if m, err = parseManifest(dir, file, data); err != nil {
		return nil, err
	}
	ms.mu.Lock()
	defer ms.mu.Unlock()
	if old := ms.known[dir]; old != nil {
		return old, nil
	}
	ms.known[dir] = m
	return m, nil
}

// scope returns the package that the file or folder p belongs to: the nearest package.json above it, but none beyond a
// node_modules folder (Node: READ_PACKAGE_SCOPE).
func (ms *manifests) scope(p string) (*manifest, error) {
	for dir := up(p); dir != ""; dir = up(dir) {
		if path.Base(dir) == "node_modules" {
			return nil, nil
		}
		m, err := ms.at(dir)
		if m != nil || err != nil {
			return m, err
		}
	}
	return nil, nil
}

var bom = []byte("\ufeff")

func parseManifest(dir, file string, data []byte) (*manifest, error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(bytes.TrimPrefix(data, bom), &fields); err != nil {
		e := newError(codeInvalidConfig, "Invalid package config %s. %v", file, err)
		e.Path, e.Err = file, err
		return nil, e
	}
	m := &manifest{dir: dir, file: file, name: text(fields["name"]), version: text(fields["version"]),
		main: text(fields["main"]), module: text(fields["type"]) == "module", optional: map[string]bool{}}
	var err error
	if m.exports, err = notNull(fields["exports"]); err == nil {
		m.imports, err = notNull(fields["imports"])
	}
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", file, err)
	}
	var optional map[string]json.RawMessage
	if json.Unmarshal(fields["optionalDependencies"], &optional) == nil {
		for name := range optional {
			m.optional[name] = true
		}
	}
	var peers map[string]struct{ Optional bool }
	if json.Unmarshal(fields["peerDependenciesMeta"], &peers) == nil {
		for name, meta := range peers {
			m.optional[name] = m.optional[name] || meta.Optional
		}
	}
	return m, nil
}

// text is the string raw holds, or "".
func text(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) != nil {
		return ""
	}
	return s
}

func notNull(raw json.RawMessage) (*jsonValue, error) {
	if len(raw) == 0 {
		return nil, nil
	}
	v, err := parseOrdered(raw)
	if err != nil || v.kind == jsonNull {
		return nil, err
	}
	return v, nil
}
