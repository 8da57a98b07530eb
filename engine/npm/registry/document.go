package registry

import (
	"errors"
	"time"

	"github.com/guthega/guthega/engine/npm/manifest"
)

// document is what one pass over a packument leaves in memory.
type document struct {
	name     string
	distTags map[string]string
	versions []version      // in the document's order
	index    map[string]int // of versions
}

// version is where one manifest is, with what picking a version needs to know of all of them. Documents are shorter
// than 4 GiB (maxDocument).
type version struct {
	name       string
	start, end uint32 // of the manifest in the document
	deprecated bool
	engines    map[string]string // shared by the versions that say the same
	published  int64             // Unix milliseconds, 0 where the document does not say
}

// reading is the state of that pass.
type reading struct {
	*scanner
	doc     *document                    // apart, so that what is kept does not keep the scanner
	engines map[string]map[string]string // by their JSON
	times   map[string]int64
}

// errNotPackument is JSON that is no object.
var errNotPackument = errors.New("the document is not an object")

// readDocument scans a whole packument.
func readDocument(s *scanner) (*document, error) {
	doc := &document{distTags: map[string]string{}, index: map[string]int{}}
	r := &reading{scanner: s, doc: doc, engines: map[string]map[string]string{}}
	c, err := s.peek()
	if err != nil {
		return nil, err
	}
	if c != '{' {
		return nil, errNotPackument
	}
	if err := s.members(r.member); err != nil {
		return nil, err
	}
	if err := s.finish(); err != nil {
		return nil, err
	}
	for name, at := range r.times {
		if i, ok := doc.index[name]; ok {
			doc.versions[i].published = at
		}
	}
	return doc, nil
}

func (r *reading) member(key []byte) error {
	name, err := unquote(key)
	if err != nil {
		return err
	}
	c, err := r.peek()
	if err != nil {
		return err
	}
	switch {
	case name == "name" && c == '"':
		r.doc.name, err = r.text()
		return err
	case name == "dist-tags" && c == '{':
		clear(r.doc.distTags)
		return r.strings(func(tag, version string) { r.doc.distTags[tag] = version })
	case name == "versions":
		r.doc.versions = nil
		clear(r.doc.index)
		if c == '{' {
			return r.members(r.version)
		}
	case name == "time" && c == '{':
		r.times = map[string]int64{}
		return r.strings(func(version, at string) {
			if t, err := time.Parse(time.RFC3339, at); err == nil {
				r.times[version] = t.UnixMilli()
			}
		})
	}
	return r.skip()
}

// strings reads an object and hands on those of its members that are strings.
func (r *reading) strings(member func(key, value string)) error {
	return r.members(func(raw []byte) error {
		key, err := unquote(raw)
		if err != nil {
			return err
		}
		c, err := r.peek()
		if err != nil {
			return err
		}
		if c != '"' {
			return r.skip()
		}
		value, err := r.text()
		if err == nil {
			member(key, value)
		}
		return err
	})
}

// version reads one member of versions.
func (r *reading) version(raw []byte) error {
	name, err := unquote(raw)
	if err != nil {
		return err
	}
	c, err := r.peek()
	if err != nil {
		return err
	}
	if c != '{' {
		return r.skip()
	}
	v := version{name: name, start: uint32(r.offset())}
	if err := r.members(func(key []byte) error { return r.manifestMember(&v, key) }); err != nil {
		return err
	}
	v.end = uint32(r.offset())
	if i, again := r.doc.index[name]; again { // the last one counts, in the place of the first, as in JavaScript
		r.doc.versions[i] = v
		return nil
	}
	r.doc.index[name] = len(r.doc.versions)
	r.doc.versions = append(r.doc.versions, v)
	return nil
}

func (r *reading) manifestMember(v *version, key []byte) error {
	isEngines := string(key) == `"engines"`
	if !isEngines && string(key) != `"deprecated"` {
		return r.skip()
	}
	if _, err := r.peek(); err != nil {
		return err
	}
	raw, err := r.capture(r.skip)
	if err != nil {
		return err
	}
	if !isEngines {
		// A reason, or the bare true of old; an empty reason is how a deprecation is taken back.
		v.deprecated = string(raw) == "true" || raw[0] == '"' && len(raw) > 2
		return nil
	}
	engines, known := r.engines[string(raw)]
	if !known {
		text := string(raw)
		m, err := manifest.Parse([]byte(`{"engines":` + text + `}`))
		if err != nil {
			return err
		}
		engines = m.Engines
		r.engines[text] = engines
	}
	v.engines = engines
	return nil
}
