package registrytest

import (
	"encoding/json"
	"fmt"
	"maps"
	"time"
)

// entry is a package; the registry's lock guards it.
type entry struct {
	name     string
	tags     map[string]string
	versions []*version // in the order of publication
	raw      map[string][]byte
}

type version struct {
	version string
	object  map[string]any
	time    time.Time
}

// firstTime is when a package's first version was published, where the test does not say.
var firstTime = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)

func (r *Registry) entry(name string) *entry {
	e := r.packages[name]
	if e == nil {
		e = &entry{name: name, tags: map[string]string{}, raw: map[string][]byte{}}
		r.packages[name] = e
	}
	return e
}

func (r *Registry) add(p Package, manifest map[string]any, out Published) {
	dist := map[string]any{"tarball": out.URL, "fileCount": len(p.Files) + 1}
	if out.Integrity != "-" {
		dist["integrity"] = out.Integrity
	}
	if out.Shasum != "-" {
		dist["shasum"] = out.Shasum
	}
	object := maps.Clone(manifest)
	object["dist"], object["_id"] = dist, p.Name+"@"+p.Version
	if scripts, ok := manifest["scripts"].(map[string]any); ok && (scripts["install"] != nil || scripts["postinstall"] != nil) {
		object["hasInstallScript"] = true
	}
	maps.Copy(object, p.Meta)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.tarballs[out.Path] = out.Tarball
	e := r.entry(p.Name)
	v := &version{version: p.Version, object: object, time: p.Time}
	if v.time.IsZero() {
		v.time = firstTime.Add(time.Duration(len(e.versions)) * time.Hour)
	}
	tags := p.Tags
	if tags == nil {
		tags = []string{"latest"}
	}
	for _, tag := range tags {
		e.tags[tag] = p.Version
	}
	for i, old := range e.versions {
		if old.version == p.Version {
			e.versions[i] = v
			return
		}
	}
	e.versions = append(e.versions, v)
}

// SetDocument replaces a package's metadata by bytes of the test's choice, in both forms.
func (r *Registry) SetDocument(name string, document []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	e := r.entry(name)
	e.raw[abbreviatedType], e.raw[fullType] = document, document
}

// SetTarball replaces the bytes at a tarball's path (below the base), whatever hashes were announced.
func (r *Registry) SetTarball(path string, content []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.tarballs[path] = content
}

// abbreviatedMembers are those of a version that an abbreviated document keeps (npm's registry docs, "package metadata").
var abbreviatedMembers = []string{
	"name", "version", "deprecated", "dependencies", "optionalDependencies", "devDependencies", "bundleDependencies",
	"bundledDependencies", "peerDependencies", "peerDependenciesMeta", "bin", "directories", "dist", "engines", "os", "cpu", "libc",
	"funding", "hasInstallScript", "_hasShrinkwrap", "acceptDependencies",
}

func (e *entry) document(full bool) ([]byte, error) {
	if raw := e.raw[form(full)]; raw != nil {
		return raw, nil
	}
	versions, times := object{}, object{}
	for _, v := range e.versions {
		shown := v.object
		if !full {
			shown = map[string]any{}
			for _, name := range abbreviatedMembers {
				if value, ok := v.object[name]; ok {
					shown[name] = value
				}
			}
		}
		versions = append(versions, member{v.version, shown})
		times = append(times, member{v.version, v.time.UTC().Format("2006-01-02T15:04:05.000Z")})
	}
	document := object{{"name", e.name}, {"dist-tags", e.tags}, {"versions", versions}}
	if full {
		document = append(object{{"_id", e.name}, {"readme", "# " + e.name}, {"time", times}}, document...)
	} else {
		document = append(document, member{"modified", "2021-01-01T00:00:00.000Z"})
	}
	return json.Marshal(document)
}

// object is a JSON object whose order is kept.
type object []member

type member struct {
	name  string
	value any
}

func (o object) MarshalJSON() ([]byte, error) {
	out := []byte{'{'}
	for i, m := range o {
		if i > 0 {
			out = append(out, ',')
		}
		name, err := json.Marshal(m.name)
		if err != nil {
			return nil, fmt.Errorf("writing a member's name: %w", err)
		}
		value, err := json.Marshal(m.value)
		if err != nil {
			return nil, fmt.Errorf("writing member %s: %w", name, err)
		}
		out = append(append(append(out, name...), ':'), value...)
	}
	return append(out, '}'), nil
}
