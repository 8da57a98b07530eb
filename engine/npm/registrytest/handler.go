package registrytest

import (
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"
)

// The media types of the two forms.
const (
	abbreviatedType = "application/vnd.npm.install-v1+json"
	fullType        = "application/json"
)

func form(full bool) string {
	if full {
		return fullType
	}
	return abbreviatedType
}

func (r *Registry) serve(w http.ResponseWriter, req *http.Request) {
	path, below := strings.CutPrefix(req.URL.Path, r.prefix)
	path = "/" + path
	if !below {
		path = req.URL.Path
	}
	r.mu.Lock()
	r.requests = append(r.requests, Request{req.Method, path, req.URL.EscapedPath(), req.Header.Clone()})
	fault := r.next(path)
	denied := !r.allowed(path, req.Header.Get("Authorization"))
	r.mu.Unlock()
	answer := http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) { r.answer(w, req, path) })
	switch {
	case fault != nil:
		fault(w, req, answer)
	case denied:
		w.Header().Set("WWW-Authenticate", "Bearer")
		http.Error(w, `{"error":"unauthorized"}`, http.StatusUnauthorized)
	case !below:
		http.NotFound(w, req)
	default:
		answer(w, req)
	}
}

func (r *Registry) allowed(path, authorization string) bool {
	for prefix, want := range r.auth {
		if strings.HasPrefix(path, prefix) && authorization != want {
			return false
		}
	}
	return true
}

func (r *Registry) answer(w http.ResponseWriter, req *http.Request, path string) {
	r.mu.Lock()
	tarball, isTarball := r.tarballs[path]
	e := r.packages[path[1:]]
	full := !strings.Contains(req.Header.Get("Accept"), abbreviatedType)
	caching := r.caching
	var document []byte
	var err error
	if e != nil {
		document, err = e.document(full)
	}
	r.mu.Unlock()
	switch {
	case isTarball:
		w.Header().Set("Content-Type", "application/octet-stream")
		write(w, tarball)
	case err != nil:
		http.Error(w, err.Error(), http.StatusInternalServerError)
	case e == nil:
		http.Error(w, `{"error":"Not found"}`, http.StatusNotFound)
	default:
		if caching != "" {
			w.Header().Set("Cache-Control", caching)
		}
		w.Header().Set("Content-Type", form(full))
		serveDocument(w, req, document)
	}
}

func serveDocument(w http.ResponseWriter, req *http.Request, document []byte) {
	sum := sha256.Sum256(document)
	tag := `"` + hex.EncodeToString(sum[:8]) + `"`
	w.Header().Set("ETag", tag)
	w.Header().Set("Vary", "Accept, Accept-Encoding")
	if req.Header.Get("If-None-Match") == tag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	if !strings.Contains(req.Header.Get("Accept-Encoding"), "gzip") {
		write(w, document)
		return
	}
	w.Header().Set("Content-Encoding", "gzip")
	zip := gzip.NewWriter(w)
	_, _ = zip.Write(document) // the client may be gone, which is its business
	_ = zip.Close()
}

func write(w http.ResponseWriter, body []byte) {
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	_, _ = w.Write(body) // the client may be gone, which is its business
}
