package lock

import (
	"encoding/json"
	pathpkg "path"
	"strings"

	"github.com/guthega/guthega/engine/npm/manifest"
)

// object is a JSON object that is to be written in npm's order. Its values are strings, bools, ints, []string, objects
// and json.RawMessage.
type object map[string]any

// Bytes is the lock as npm would write it.
func (l *Lock) Bytes() []byte {
	packages := object{}
	if l.Root != nil {
		root := described(l.Root)
		root.set("name", l.Root.Name)
		if l.Root.Overrides != nil { // npm's own locks do not say; without it a change of them would not be seen
			root["overrides"] = l.Root.Overrides
		}
		if len(root) > 0 {
			packages[""] = root
		}
	}
	for path, e := range l.Packages {
		packages[path] = e.object(path)
	}
	top := object{"lockfileVersion": FormatVersion, "requires": true, "packages": packages}
	top.set("name", l.Name)
	top.set("version", l.Version)
	return top.bytes()
}

func (e *Entry) object(path string) object {
	if e.Link {
		return object{"resolved": e.Resolved, "link": true}
	}
	o := described(e.Manifest)
	if _, name, _ := Split(path); e.Name != name {
		o.set("name", e.Name)
	}
	o.set("resolved", e.Resolved)
	o.set("integrity", e.Integrity)
	o.flag("hasShrinkwrap", e.HasShrinkwrap)
	o.flag("inBundle", e.InBundle)
	if e.Extraneous { // it has no kinds then
		o.flag("extraneous", true)
		return o
	}
	o.flag("peer", e.Peer)
	o.flag("dev", e.Dev)
	o.flag("optional", e.Optional)
	o.flag("devOptional", e.DevOptional && !e.Dev && !e.Optional)
	return o
}

// described has the members that a lock takes from a manifest.
func described(m *manifest.Manifest) object {
	o := object{}
	o.set("version", m.Version)
	o.set("license", m.License)
	o.set("deprecated", m.Deprecated)
	o.flag("hasInstallScript", m.HasInstallScript)
	o.specs("dependencies", m.Dependencies)
	o.specs("optionalDependencies", m.OptionalDependencies)
	o.specs("peerDependencies", m.PeerDependencies)
	o.specs("engines", m.Engines)
	o.list("bundleDependencies", m.BundleDependencies)
	o.list("os", m.OS)
	o.list("cpu", m.CPU)
	o.list("libc", m.Libc)
	if len(m.OptionalPeers) > 0 {
		peers := object{}
		for name, optional := range m.OptionalPeers {
			peers[name] = object{"optional": optional}
		}
		o["peerDependenciesMeta"] = peers
	}
	if len(m.Bin) > 0 {
		bin := object{}
		for name, file := range m.Bin {
			bin[name] = strings.TrimPrefix(pathpkg.Join("/", file), "/")
		}
		o["bin"] = bin
	}
	if !emptyJSON(m.Funding) {
		o["funding"] = m.Funding
	}
	return o
}

func (o object) set(key, value string) {
	if value != "" {
		o[key] = value
	}
}

func (o object) flag(key string, value bool) {
	if value {
		o[key] = true
	}
}

func (o object) list(key string, values []string) {
	if len(values) > 0 {
		o[key] = values
	}
}

func (o object) specs(key string, values map[string]string) {
	if len(values) == 0 {
		return
	}
	specs := make(object, len(values))
	for name, value := range values {
		specs[name] = value
	}
	o[key] = specs
}

// emptyJSON reports whether npm leaves a value out: what is false to JavaScript, empty objects and lists.
func emptyJSON(raw json.RawMessage) bool {
	switch strings.Join(strings.Fields(string(raw)), "") {
	case "", "null", "false", "0", `""`, "{}", "[]":
		return true
	}
	return false
}
