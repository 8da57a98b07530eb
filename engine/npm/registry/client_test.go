package registry

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/guthega/guthega/engine/npm/registrytest"
	"github.com/guthega/guthega/engine/npm/spec"
)

func TestPackumentRequest(t *testing.T) {
	r := newRig(t)
	r.Publish(registrytest.Package{Name: "@s/a", Version: "1.0.0", Manifest: map[string]any{"description": "x", "license": "MIT"}})
	r.Publish(registrytest.Package{Name: "@s/a", Version: "1.1.0", Tags: []string{"next"}})
	tests := map[string]struct {
		o              Options
		accept, agent  string
		licence, times bool
	}{
		"abbreviated": {Options{}, "application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8, */*", "guthega", false, false},
		"full":        {Options{Full: true, UserAgent: "ua/1"}, "application/json", "ua/1", true, true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			r.Forget()
			p := fetch(t, r.client(t, tt.o), "@s/a")
			q := r.Requests()[0]
			if q.Header.Get("Accept") != tt.accept || q.Header.Get("User-Agent") != tt.agent || q.RawPath != "/@s%2fa" || q.Method != http.MethodGet {
				t.Errorf("asked for %s %s %v", q.Method, q.RawPath, q.Header)
			}
			if diff := cmp.Diff(map[string]string{"latest": "1.0.0", "next": "1.1.0"}, p.DistTags); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
			m, err := p.Manifest("1.0.0")
			if err != nil || (m.License == "MIT") != tt.licence {
				t.Errorf("got %v, %v", m, err)
			}
			if _, ok := p.Time("1.0.0"); ok != tt.times {
				t.Errorf("times: %t", ok)
			}
		})
	}
}

func TestOneRequestPerName(t *testing.T) {
	r := newRig(t)
	r.Publish(registrytest.Package{Name: "a", Version: "1.0.0"})
	c := r.client(t, Options{})
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() { fetch(t, c, "a") })
	}
	wg.Wait()
	fetch(t, c, "a")
	if n, _ := r.Count(); n != 1 {
		t.Errorf("%d requests", n)
	}
}

// TestCallerThatLeaves is the one who started the request: the others must have their answer nevertheless.
func TestCallerThatLeaves(t *testing.T) {
	r := newRig(t)
	r.Publish(registrytest.Package{Name: "a", Version: "1.0.0"})
	release, asked := make(chan struct{}), make(chan struct{})
	r.Fail("/a", 1, func(w http.ResponseWriter, req *http.Request, next http.Handler) {
		close(asked)
		registrytest.Hold(release)(w, req, next)
	})
	c := r.client(t, Options{})
	ctx, cancel := context.WithCancel(t.Context())
	first := make(chan error, 1)
	go func() {
		_, err := c.Packument(ctx, "a")
		first <- err
	}()
	<-asked
	second := c.join(t.Context(), "a")
	cancel()
	if err := <-first; !errors.Is(err, context.Canceled) {
		t.Errorf("the first: got %v", err)
	}
	close(release)
	<-second.done
	if second.err != nil || second.p == nil {
		t.Errorf("the second: got %v, %v", second.p, second.err)
	}
}

// TestLastCallerLeaves ends the request, and the next caller asks anew.
func TestLastCallerLeaves(t *testing.T) {
	r := newRig(t)
	r.Publish(registrytest.Package{Name: "a", Version: "1.0.0"})
	asked, gone := make(chan struct{}), make(chan struct{})
	r.Fail("/a", 1, func(_ http.ResponseWriter, req *http.Request, _ http.Handler) {
		close(asked)
		<-req.Context().Done()
		close(gone)
	})
	c := r.client(t, Options{})
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-asked
		cancel()
	}()
	if _, err := c.Packument(ctx, "a"); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	<-gone
	fetch(t, c, "a")
}

func TestNames(t *testing.T) {
	good := []string{"a", "A.b_c-d", "@s/a", "@S/a", "JSONStream", "x!", "it's", "(a)", "~a", "@s/_a", "@s/-a", "a..b", "0", "http"}
	bad := []string{
		"", ".", "..", ".a", "_a", "-a", "a/b", "../a", "@s", "@s/", "@/a", "@s/../a", "@s/.a", "@../a", "@.s/a", "@s/a/b", "s/a", "a b",
		" a", "a?b", "a#b", "a%2fb", "a\\b", "a\x00", "a\n", "ü", "a:b", "http://r.test/a", "node_modules", "Node_Modules", "favicon.ico",
		strings.Repeat("a", 2000),
	}
	for _, name := range good {
		if err := spec.CheckName(name); err != nil {
			t.Errorf("%q: %v", name, err)
		}
	}
	r := newRig(t)
	c := r.client(t, Options{})
	for _, name := range bad {
		_, err := c.Packument(t.Context(), name)
		if _, ok := errors.AsType[*spec.InvalidError](err); !ok {
			t.Errorf("%q: got %v", name, err)
		}
	}
	if n := len(r.Requests()); n != 0 {
		t.Errorf("%d requests", n)
	}
}

func TestStats(t *testing.T) {
	r := newRig(t)
	out := r.Publish(registrytest.Package{Name: "a", Version: "1.0.0"})
	r.Fail("/a", 1, registrytest.Status(500))
	c := r.client(t, Options{})
	fetch(t, c, "a")
	if _, err := download(t, c, "a", out.URL); err != nil {
		t.Fatal(err)
	}
	s := c.Stats()
	if s.Requests != 3 || s.Retries != 1 || s.TarballBytes != int64(len(out.Tarball)) || s.MetadataBytes == 0 {
		t.Errorf("got %+v", s)
	}
}
