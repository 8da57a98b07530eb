package registrytest_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/guthega/guthega/engine/npm/registrytest"
)

// get asks the registry, with headers given in pairs.
func get(t *testing.T, url string, headers ...string) (*http.Response, []byte) {
	t.Helper()
	req, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Fatal(err)
	}
	return resp, body
}

const abbreviated = "application/vnd.npm.install-v1+json"

func TestDocuments(t *testing.T) {
	r := registrytest.NewWith(t, registrytest.Options{Prefix: "npm"})
	r.PublishJSON(`{"name":"@s/a","version":"1.0.0","license":"MIT","dependencies":{"b":"^1"},"scripts":{"install":"x"}}`, nil)
	out := r.Publish(registrytest.Package{Name: "@s/a", Version: "2.0.0", Tags: []string{"next"}, Shasum: "-", Meta: map[string]any{"_hasShrinkwrap": true}})
	r.Deprecate("@s/a", "1.0.0", "old")
	r.Tag("@s/a", "beta", "2.0.0")
	type document struct {
		Name     string
		DistTags map[string]string `json:"dist-tags"`
		Time     map[string]string
		Versions map[string]struct {
			License, Deprecated string
			HasInstallScript    bool
			Dist                struct{ Tarball, Integrity, Shasum string }
		}
	}
	for _, accept := range []string{abbreviated, "application/json"} {
		t.Run(accept, func(t *testing.T) {
			resp, body := get(t, r.URL+"@s%2fa", "Accept", accept, "Accept-Encoding", "identity")
			var d document
			if err := json.Unmarshal(body, &d); err != nil {
				t.Fatal(err)
			}
			full := accept != abbreviated
			one, two := d.Versions["1.0.0"], d.Versions["2.0.0"]
			if d.Name != "@s/a" || (one.License == "MIT") != full || (d.Time["2.0.0"] != "") != full || one.Deprecated != "old" || !one.HasInstallScript {
				t.Errorf("got %s", body)
			}
			if two.Dist.Tarball != out.URL || two.Dist.Integrity != out.Integrity || two.Dist.Shasum != "" || one.Dist.Shasum == "" {
				t.Errorf("got %+v and %+v", one, two)
			}
			if diff := cmp.Diff(map[string]string{"latest": "1.0.0", "next": "2.0.0", "beta": "2.0.0"}, d.DistTags); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
			if resp, _ := get(t, r.URL+"@s/a", "Accept", accept, "If-None-Match", resp.Header.Get("ETag")); resp.StatusCode != http.StatusNotModified {
				t.Errorf("the same again is %d", resp.StatusCode)
			}
			if resp, packed := get(t, r.URL+"@s/a", "Accept", accept, "Accept-Encoding", "gzip"); resp.Header.Get("Content-Encoding") != "gzip" || !bytes.Equal(body, unpacked(t, packed)) {
				t.Error("packed it is something else")
			}
		})
	}
	if _, tarball := get(t, out.URL); !bytes.Equal(tarball, out.Tarball) {
		t.Error("the tarball is something else")
	}
	if metadata, tarballs := r.Count(); metadata != 6 || tarballs != 1 || r.Requests()[0].Path != "/@s/a" || r.Requests()[0].RawPath != "/npm/@s%2fa" {
		t.Errorf("counted %d and %d: %v", metadata, tarballs, r.Requests())
	}
}

func unpacked(t *testing.T, packed []byte) []byte {
	t.Helper()
	zip, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	data, err := io.ReadAll(zip)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestTarball(t *testing.T) {
	files := map[string]string{"lib/index.js": "x", "package.json": "{}", "a.js": "y"}
	archive := tar.NewReader(bytes.NewReader(unpacked(t, registrytest.Tarball(files))))
	var names []string
	for {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, header.Name)
	}
	if diff := cmp.Diff([]string{"package/package.json", "package/a.js", "package/lib/index.js"}, names); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if !bytes.Equal(registrytest.Tarball(files), registrytest.Tarball(files)) {
		t.Error("the same files make another archive")
	}
}

func TestFaults(t *testing.T) {
	r := registrytest.New(t)
	r.Publish(registrytest.Package{Name: "a", Version: "1.0.0"})
	r.RequireAuth("/a", "Bearer x")
	r.Fail("/a", 1, registrytest.Status(500))
	r.Fail("/a", 2, registrytest.RetryAfter(429, "1"))
	var got []int
	for range 4 {
		resp, _ := get(t, r.URL+"a")
		got = append(got, resp.StatusCode)
	}
	resp, whole := get(t, r.URL+"a", "Authorization", "Bearer x")
	got = append(got, resp.StatusCode)
	r.Fail("/a", registrytest.Always, registrytest.Body([]byte("else")))
	_, body := get(t, r.URL+"a")
	r.Heal("/a")
	r.Fail("/a", 1, registrytest.Truncate(5))
	_, cut := get(t, r.URL+"a", "Authorization", "Bearer x", "Accept-Encoding", "identity")
	r.Unpublish("a", "")
	resp, _ = get(t, r.URL+"a", "Authorization", "Bearer x")
	got = append(got, resp.StatusCode)
	if diff := cmp.Diff([]int{500, 429, 429, 401, 200, 404}, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	if string(body) != "else" || len(cut) != 5 || !bytes.HasPrefix(whole, cut) && len(whole) > 0 && whole[0] == '{' {
		t.Errorf("got %q and %q", body, cut)
	}
}
