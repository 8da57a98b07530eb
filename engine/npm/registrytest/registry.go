package registrytest

import (
	"cmp"
	"encoding/json"
	"encoding/pem"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// Registry is a running registry. All methods may be called at any time, also while requests are served.
type Registry struct {
	// URL is the registry's base, with a slash at its end.
	URL string

	t      testing.TB
	prefix string
	server *httptest.Server

	mu       sync.Mutex
	packages map[string]*entry
	tarballs map[string][]byte // by path below the prefix
	requests []Request
	faults   map[string][]*planned
	auth     map[string]string // Authorization wanted, by path prefix
	caching  string
}

// Options of a registry; the zero value is the usual one.
type Options struct {
	// Prefix is the path of the registry's base, such as "/npm/"; by default "/".
	Prefix string
	// TLS serves HTTPS with a certificate of httptest's; CA has it in PEM.
	TLS bool
}

// Request is one request as it came in, before faults.
type Request struct {
	Method string
	// Path is below the registry's base and begins with a slash. Name separators are decoded: /@scope/name.
	Path string
	// RawPath is as it was sent, prefix included.
	RawPath string
	Header  http.Header
}

// Tarball reports whether it asked for a tarball, rather than for metadata.
func (r Request) Tarball() bool { return strings.Contains(r.Path, "/-/") }

// New starts a registry that ends with the test.
func New(t testing.TB) *Registry {
	t.Helper()
	return NewWith(t, Options{})
}

// NewWith is New with options.
func NewWith(t testing.TB, o Options) *Registry {
	t.Helper()
	r := &Registry{
		t: t, prefix: "/" + strings.Trim(o.Prefix, "/"), packages: map[string]*entry{}, tarballs: map[string][]byte{},
		faults: map[string][]*planned{}, auth: map[string]string{},
	}
	if r.prefix != "/" {
		r.prefix += "/"
	}
	r.server = httptest.NewUnstartedServer(http.HandlerFunc(r.serve))
	if o.TLS {
		r.server.StartTLS()
	} else {
		r.server.Start()
	}
	t.Cleanup(r.server.Close)
	r.URL = r.server.URL + r.prefix
	return r
}

// Close stops the registry before the test ends: from then on connections are refused.
func (r *Registry) Close() { r.server.Close() }

// Server is the server below, for its connections.
func (r *Registry) Server() *httptest.Server { return r.server }

// CA is the certificate to trust, in PEM; only for registries with TLS.
func (r *Registry) CA() string {
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: r.server.Certificate().Raw}))
}

// Requests returns what has been asked so far, in the order of arrival.
func (r *Registry) Requests() []Request {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]Request(nil), r.requests...)
}

// Count returns how many requests for metadata and for tarballs there have been.
func (r *Registry) Count() (metadata, tarballs int) {
	for _, q := range r.Requests() {
		if q.Tarball() {
			tarballs++
		} else {
			metadata++
		}
	}
	return metadata, tarballs
}

// Forget empties the list of requests.
func (r *Registry) Forget() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.requests = nil
}

// RequireAuth makes paths that begin with prefix (below the base, "/" for all) answer 401 without that Authorization.
func (r *Registry) RequireAuth(prefix, authorization string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.auth[prefix] = authorization
}

// CacheControl is the header that documents have from now on, "" for none.
func (r *Registry) CacheControl(value string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.caching = value
}

// Tag points a dist-tag at a version.
func (r *Registry) Tag(name, tag, version string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.entry(name).tags[tag] = version
}

// Deprecate sets the reason for which a version is deprecated.
func (r *Registry) Deprecate(name, version, reason string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, v := range r.entry(name).versions {
		if v.version == version {
			v.object["deprecated"] = reason
		}
	}
}

// Unpublish removes a version, or with "" the package; tarballs stay.
func (r *Registry) Unpublish(name, version string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if version == "" {
		delete(r.packages, name)
		return
	}
	e := r.entry(name)
	kept := e.versions[:0]
	for _, v := range e.versions {
		if v.version != version {
			kept = append(kept, v)
		}
	}
	e.versions = kept
}

// Package is what Publish takes. Only Name and Version are required.
type Package struct {
	Name, Version string
	// Files are in the tarball besides package.json, by path below the package's folder.
	Files map[string]string
	// Manifest has further members of package.json, such as "dependencies". Strings, maps, slices, numbers, or raw JSON.
	Manifest map[string]any
	// Meta has members that only the registry's version object has, or has in another form, such as "deprecated".
	Meta map[string]any
	// Tarball replaces the archive that would be built, byte for byte. Its hashes are announced nevertheless.
	Tarball []byte
	// Integrity and Shasum replace the announced hashes; "-" leaves the member out.
	Integrity, Shasum string
	// TarballURL replaces the announced URL; the tarball stays at its usual path.
	TarballURL string
	// Time is when it was published; by default 2020-01-01, one hour later for each version of that package.
	Time time.Time
	// Tags point at this version from now on; by default "latest".
	Tags []string
}

// Published says where a published version is.
type Published struct {
	Tarball []byte
	// URL is the announced one, Path that of the tarball below the registry's base.
	URL, Path         string
	Integrity, Shasum string
}

// Publish adds a version, or replaces it.
func (r *Registry) Publish(p Package) Published {
	r.t.Helper()
	manifest := map[string]any{}
	maps.Copy(manifest, p.Manifest)
	manifest["name"], manifest["version"] = p.Name, p.Version
	text, err := json.MarshalIndent(manifest, "", "  ")
	if err != nil {
		r.t.Fatalf("publishing %s@%s: %v", p.Name, p.Version, err)
	}
	files := map[string]string{}
	maps.Copy(files, p.Files)
	if _, ok := files["package.json"]; !ok {
		files["package.json"] = string(text)
	}
	tarball := p.Tarball
	if tarball == nil {
		tarball = Tarball(files)
	}
	out := Published{Tarball: tarball, Path: TarballPath(p.Name, p.Version)}
	out.Integrity, out.Shasum = hashes(tarball)
	out.Integrity, out.Shasum = cmp.Or(p.Integrity, out.Integrity), cmp.Or(p.Shasum, out.Shasum)
	out.URL = cmp.Or(p.TarballURL, r.URL+out.Path[1:])
	r.add(p, manifest, out)
	return out
}

// PublishJSON publishes a package.json given as text.
func (r *Registry) PublishJSON(manifest string, files map[string]string) Published {
	r.t.Helper()
	var members map[string]any
	if err := json.Unmarshal([]byte(manifest), &members); err != nil {
		r.t.Fatalf("publishing %s: %v", manifest, err)
	}
	name, _ := members["name"].(string)
	version, _ := members["version"].(string)
	return r.Publish(Package{Name: name, Version: version, Manifest: members, Files: files})
}
