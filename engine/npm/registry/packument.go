package registry

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/guthega/guthega/engine/npm/manifest"
)

// Packument is what a registry knows of one package. It is safe for concurrent use. Where the document was large its
// manifests are read from the cache's file when they are asked for, which is kept open as long as the Packument is in use.
type Packument struct {
	// Name is the one that was asked for.
	Name string
	// DistTags are versions by tag. Not to be changed.
	DistTags map[string]string
	// FromCache: the document was on disk. Revalidated: the registry confirmed it in this run.
	FromCache, Revalidated bool

	doc  *document
	body io.ReaderAt

	mu     sync.Mutex
	parsed map[string]*manifest.Manifest
}

// ErrNoVersion is a version that a Packument does not have.
var ErrNoVersion = errors.New("no such version")

func newPackument(name string, doc *document, body io.ReaderAt) *Packument {
	return &Packument{Name: name, DistTags: doc.distTags, doc: doc, body: body, parsed: map[string]*manifest.Manifest{}}
}

// ParsePackument reads a document that is in memory, which must not be changed afterwards. It is for tests.
func ParsePackument(name string, data []byte) (*Packument, error) {
	doc, err := readDocument(newScanner(bytes.NewReader(data), make([]byte, windowSize)))
	if err != nil {
		return nil, fmt.Errorf("reading the metadata of %s: %w", name, err)
	}
	return newPackument(name, doc, bytes.NewReader(data)), nil
}

// Versions returns the versions in the document's order, which is that of publication.
func (p *Packument) Versions() []string {
	names := make([]string, len(p.doc.versions))
	for i := range p.doc.versions {
		names[i] = p.doc.versions[i].name
	}
	return names
}

// find returns the version, nil where there is none of that name.
func (p *Packument) find(name string) *version {
	i, ok := p.doc.index[name]
	if !ok {
		return nil
	}
	return &p.doc.versions[i]
}

// Has reports whether there is such a version.
func (p *Packument) Has(version string) bool { return p.find(version) != nil }

// Deprecated reports whether a version is deprecated. Why is in its manifest.
func (p *Packument) Deprecated(version string) bool {
	v := p.find(version)
	return v != nil && v.deprecated
}

// Engines returns the engines member of a version: ranges by engine's name. Not to be changed; nil where there is none.
func (p *Packument) Engines(version string) map[string]string {
	if v := p.find(version); v != nil {
		return v.engines
	}
	return nil
}

// Time is when a version was published. Only full documents say (Options.Full), and not of every version.
func (p *Packument) Time(version string) (time.Time, bool) {
	v := p.find(version)
	if v == nil || v.published == 0 {
		return time.Time{}, false
	}
	return time.UnixMilli(v.published).UTC(), true
}

// Manifest decodes a version's manifest, once. Errors: ErrNoVersion; failures to read the cache's file.
func (p *Packument) Manifest(version string) (*manifest.Manifest, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if m := p.parsed[version]; m != nil {
		return m, nil
	}
	v := p.find(version)
	if v == nil {
		return nil, fmt.Errorf("reading the manifest of %s@%s: %w", p.Name, version, ErrNoVersion)
	}
	raw := make([]byte, v.end-v.start)
	if _, err := p.body.ReadAt(raw, int64(v.start)); err != nil {
		return nil, fmt.Errorf("reading the manifest of %s@%s: %w", p.Name, version, err)
	}
	m, err := manifest.Parse(raw)
	if err != nil {
		return nil, fmt.Errorf("reading the manifest of %s@%s: %w", p.Name, version, err)
	}
	p.parsed[version] = m
	return m, nil
}
