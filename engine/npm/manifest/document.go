package manifest

import (
	"bytes"
	"encoding/json"
	"path"
	"strings"
)

// document is a manifest as it may stand in the registry. Its types take any JSON and keep what has the right form.
type document struct {
	Name, Version                                        lenientString
	Dependencies, OptionalDependencies, PeerDependencies stringMap
	PeerDependenciesMeta                                 optionalMap
	BundleDependencies, BundledDependencies              json.RawMessage
	Overrides, Bin, License, Licenses, Funding           json.RawMessage
	Deprecated                                           json.RawMessage
	Engines, Scripts                                     stringMap
	OS, CPU, Libc                                        stringList
	HasInstallScript                                     lenientBool
	HasShrinkwrap                                        lenientBool `json:"_hasShrinkwrap"`
	Dist                                                 dist

	object bool
}

// plain is document without its method.
type plain document

func (d *document) UnmarshalJSON(data []byte) error {
	if !opens(data, '{') {
		return nil
	}
	d.object = true
	return json.Unmarshal(data, (*plain)(d))
}

// opens reports whether data is a value that begins with c: the decoder hands values over without white space.
func opens(data []byte, c byte) bool { return len(data) > 0 && data[0] == c }

type lenientString string

func (s *lenientString) UnmarshalJSON(data []byte) error {
	if !opens(data, '"') {
		return nil
	}
	return json.Unmarshal(data, (*string)(s))
}

type lenientBool bool

func (b *lenientBool) UnmarshalJSON(data []byte) error {
	*b = lenientBool(bytes.Equal(data, []byte("true")))
	return nil
}

// stringMap takes the members that are strings.
type stringMap map[string]string

func (m *stringMap) UnmarshalJSON(data []byte) error {
	if !opens(data, '{') {
		return nil
	}
	if json.Unmarshal(data, (*map[string]string)(m)) == nil { // as nearly all are
		return nil
	}
	var members map[string]lenientString
	if err := json.Unmarshal(data, &members); err != nil {
		return err
	}
	*m = make(stringMap, len(members))
	for name, value := range members {
		(*m)[name] = string(value)
	}
	return nil
}

// stringList takes a list's strings, or one string.
type stringList []string

func (l *stringList) UnmarshalJSON(data []byte) error {
	switch {
	case opens(data, '"'):
		*l = make(stringList, 1)
		return json.Unmarshal(data, &(*l)[0])
	case !opens(data, '['):
		return nil
	}
	var items []lenientString
	if err := json.Unmarshal(data, &items); err != nil {
		return err
	}
	for _, item := range items {
		if item != "" {
			*l = append(*l, string(item))
		}
	}
	return nil
}

// optionalMap takes the names whose value has optional: true.
type optionalMap map[string]bool

func (m *optionalMap) UnmarshalJSON(data []byte) error {
	if !opens(data, '{') {
		return nil
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(data, &members); err != nil {
		return err
	}
	for name, raw := range members {
		var meta struct{ Optional lenientBool }
		if opens(raw, '{') && json.Unmarshal(raw, &meta) == nil && bool(meta.Optional) {
			if *m == nil {
				*m = optionalMap{}
			}
			(*m)[name] = true
		}
	}
	return nil
}

type dist Dist

func (d *dist) UnmarshalJSON(data []byte) error {
	var raw struct {
		Tarball, Integrity, Shasum lenientString
		FileCount, UnpackedSize    lenientCount
	}
	if !opens(data, '{') {
		return nil
	}
	if err := json.Unmarshal(data, &raw); err != nil {
		return err
	}
	*d = dist{
		Tarball: string(raw.Tarball), Integrity: string(raw.Integrity), Shasum: string(raw.Shasum),
		FileCount: int64(raw.FileCount), UnpackedSize: int64(raw.UnpackedSize),
	}
	return nil
}

type lenientCount int64

func (n *lenientCount) UnmarshalJSON(data []byte) error {
	var f float64
	if json.Unmarshal(data, &f) == nil && f > 0 && f < 1<<53 {
		*n = lenientCount(f)
	}
	return nil
}

// commands reads bin: a map, or one path, which goes by the package's name.
func commands(name string, raw json.RawMessage) map[string]string {
	switch {
	case opens(raw, '{'):
		var m stringMap
		if json.Unmarshal(raw, &m) == nil && len(m) > 0 {
			return m
		}
	case opens(raw, '"'):
		var p string
		if json.Unmarshal(raw, &p) == nil && p != "" && name != "" {
			return map[string]string{path.Base(name): p}
		}
	}
	return nil
}

// deprecated reads a reason; a bare true has none, which must not pass for a package that is not deprecated.
func deprecated(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	if bytes.Equal(raw, []byte("true")) {
		return "no reason is given"
	}
	return ""
}

// license reads the forms of every age: a string, an object with a type, a list of either.
func license(forms ...json.RawMessage) string {
	var names []string
	for _, raw := range forms {
		for _, one := range items(raw) {
			var object struct{ Type, Name lenientString }
			var s string
			switch {
			case json.Unmarshal(one, &s) == nil:
			case json.Unmarshal(one, &object) == nil:
				if s = string(object.Type); s == "" {
					s = string(object.Name)
				}
			}
			if s != "" {
				names = append(names, s)
			}
		}
		if len(names) > 0 {
			break
		}
	}
	return strings.Join(names, " OR ")
}

func items(raw json.RawMessage) []json.RawMessage {
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) == nil {
		return list
	}
	if len(raw) == 0 {
		return nil
	}
	return []json.RawMessage{raw}
}
