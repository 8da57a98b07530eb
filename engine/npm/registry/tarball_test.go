package registry

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/guthega/guthega/engine/npm/registrytest"
)

func TestTarball(t *testing.T) {
	const path = "/a/-/a-1.0.0.tgz"
	content := strings.Repeat("0123456789", 20000)
	tests := map[string]struct {
		plan func(*rig)
		want string
		err  string
	}{
		"as it is":               {func(*rig) {}, content, ""},
		"encoding is not undone": {func(r *rig) { r.Fail(path, 1, registrytest.With("Content-Encoding", "gzip")) }, content, ""},
		"cut off, twice": {func(r *rig) {
			r.Fail(path, 1, registrytest.Truncate(100000))
			r.Fail(path, 1, registrytest.Truncate(50))
		}, content, ""},
		"cut off, always":   {func(r *rig) { r.Fail(path, registrytest.Always, registrytest.Truncate(100)) }, "", "asked 3 times"},
		"500, then cut off": {func(r *rig) { r.Fail(path, 1, registrytest.Status(500)); r.Fail(path, 1, registrytest.Truncate(50)) }, content, ""},
		"dropped":           {func(r *rig) { r.Fail(path, 2, registrytest.Drop()) }, content, ""},
		"missing":           {func(r *rig) { r.Fail(path, 1, registrytest.Status(404)) }, "", "has no tarball " + path},
		"refused":           {func(r *rig) { r.Fail(path, 1, registrytest.Status(403)) }, "", "status 403"},
		"another file after a cut": {func(r *rig) {
			r.Fail(path, 1, registrytest.Truncate(9))
			r.Fail(path, 1, registrytest.Body([]byte("else")))
		}, "", "changed"},
		"missing after a cut": {func(r *rig) { r.Fail(path, 1, registrytest.Truncate(9)); r.Fail(path, 1, registrytest.Status(404)) }, "", "has no tarball"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			out := r.Publish(registrytest.Package{Name: "a", Version: "1.0.0", Tarball: []byte(content)})
			tt.plan(r)
			got, err := download(t, r.client(t, Options{}), "a", out.URL)
			if tt.err == "" && (err != nil || got != tt.want) {
				t.Errorf("got %d bytes, %v", len(got), err)
			}
			if tt.err != "" && (err == nil || !strings.Contains(err.Error(), tt.err)) {
				t.Errorf("got %v, want %s", err, tt.err)
			}
			for _, q := range r.Requests() {
				if q.Header.Get("Accept-Encoding") != "identity" {
					t.Errorf("asked for %s", q.Header.Get("Accept-Encoding"))
				}
			}
		})
	}
}

func TestStalledTarball(t *testing.T) {
	r := newRig(t)
	out := r.Publish(registrytest.Package{Name: "a", Version: "1.0.0"})
	stalled := make(chan struct{})
	r.Fail(out.Path, 1, registrytest.Stall(20, stalled, nil))
	go func() {
		<-stalled
		r.clock.fire()
	}()
	got, err := download(t, r.client(t, Options{}), "a", out.URL)
	if err != nil || got != string(out.Tarball) {
		t.Errorf("got %d bytes, %v", len(got), err)
	}
}

func TestTarballEndsWithContext(t *testing.T) {
	r := newRig(t)
	out := r.Publish(registrytest.Package{Name: "a", Version: "1.0.0"})
	r.Fail(out.Path, 1, registrytest.Stall(20, nil, nil))
	ctx, cancel := context.WithCancel(t.Context())
	body, err := r.client(t, Options{}).Tarball(ctx, "a", out.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer body.Close()
	if _, err := io.ReadFull(body, make([]byte, 20)); err != nil {
		t.Fatal(err)
	}
	cancel()
	if _, err := body.Read(make([]byte, 20)); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// TestPlacesAreGivenBack has room for one tarball at a time.
func TestPlacesAreGivenBack(t *testing.T) {
	r := newRig(t)
	out := r.Publish(registrytest.Package{Name: "a", Version: "1.0.0"})
	c := r.client(t, Options{Parallel: 1})
	for range 3 {
		body, err := c.Tarball(t.Context(), "a", out.URL)
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := c.Tarball(ctx, "a", out.URL); !errors.Is(err, context.Canceled) {
			t.Errorf("without room: got %v", err)
		}
		fetch(t, c, "a") // has places of its own
		body.Close()
		body.Close()
		if _, err := body.Read(make([]byte, 1)); err == nil {
			t.Error("a closed reader reads")
		}
	}
	for range 3 { // failures give theirs back, too
		if _, err := c.Tarball(t.Context(), "a", r.URL+"a/-/missing.tgz"); err == nil {
			t.Error("there is no such tarball")
		}
	}
}

func TestTarballAddresses(t *testing.T) {
	c := newRig(t).client(t, Options{})
	for _, address := range []string{"", "file:///x.tgz", "ftp://r.test/x", "/x.tgz", "http:///x", "http://%zz"} {
		if _, err := c.Tarball(t.Context(), "a", address); err == nil {
			t.Errorf("%q was fetched", address)
		}
	}
}

func TestGzip(t *testing.T) {
	document := generated(20)
	var packed bytes.Buffer
	zip := gzip.NewWriter(&packed)
	zip.Write(document)
	zip.Close()
	r := newRig(t)
	r.Fail("/a", 1, func(w http.ResponseWriter, req *http.Request, next http.Handler) {
		w.Header().Set("Content-Encoding", "gzip")
		registrytest.Body(packed.Bytes())(w, req, next)
	})
	c := r.client(t, Options{})
	if p := fetch(t, c, "a"); len(p.Versions()) != 20 {
		t.Errorf("got %d versions", len(p.Versions()))
	}
	if n := c.Stats().MetadataBytes; n != int64(packed.Len()) {
		t.Errorf("%d bytes counted, %d sent", n, packed.Len())
	}
	if got := r.Requests()[0].Header.Get("Accept-Encoding"); got != "identity" {
		t.Errorf("on loopback: asked for %s", got)
	}
	for address, want := range map[string]string{
		"http://registry.test/": "gzip", "http://localhost:1/": "identity", "http://[::1]:1/": "identity", "http://10.0.0.1/": "gzip",
	} {
		if got := encoding(mustParse(t, address)); got != want {
			t.Errorf("%s: %s", address, got)
		}
	}
}

func TestBombs(t *testing.T) {
	b := &bounded{Reader: strings.NewReader("12345678"), left: 7}
	if _, err := io.ReadAll(b); !errors.Is(err, errTooLarge) {
		t.Errorf("got %v", err)
	}
}

func mustParse(t testing.TB, address string) *url.URL {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// The store closes a tarball when its ctx ends, whatever is being read of it.
func TestTarballIsClosedWhileRead(t *testing.T) {
	r := newRig(t)
	out := r.Publish(registrytest.Package{Name: "a", Version: "1.0.0", Tarball: bytes.Repeat([]byte("x"), 1000)})
	stalled, release := make(chan struct{}), make(chan struct{})
	defer close(release)
	r.Fail("/a/-/a-1.0.0.tgz", registrytest.Always, registrytest.Stall(10, stalled, release))
	body, err := r.client(t, Options{}).Tarball(t.Context(), "a", out.URL)
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error)
	go func() {
		_, err := io.ReadAll(body)
		ended <- err
	}()
	<-stalled
	if err := body.Close(); err != nil {
		t.Error(err)
	}
	if err := <-ended; err == nil || !strings.Contains(err.Error(), "closed") {
		t.Errorf("the Read ended with %v", err)
	}
	if n := len(r.Requests()); n != 1 {
		t.Errorf("%d requests: it was asked for again", n)
	}
}
