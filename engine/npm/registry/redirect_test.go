package registry

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/guthega/guthega/engine/npm/registrytest"
)

// hostOf is a registry's prefix in .npmrc.
func hostOf(r *registrytest.Registry) string {
	_, rest, _ := strings.Cut(r.URL, ":")
	return rest
}

func TestRedirects(t *testing.T) {
	for _, code := range []int{301, 302, 303, 307, 308} {
		t.Run(http.StatusText(code), func(t *testing.T) {
			r, other := newRig(t), registrytest.New(t)
			other.Publish(registrytest.Package{Name: "a", Version: "1.0.0"})
			r.Fail("/a", 1, registrytest.Redirect(code, other.URL+"a"))
			c := r.client(t, Options{}, hostOf(r.Registry)+":_authToken=sesame")
			fetch(t, c, "a")
			if got := r.Requests()[0].Header.Get("Authorization"); got != "Bearer sesame" {
				t.Errorf("the registry got %q", got)
			}
			if got := other.Requests()[0].Header.Get("Authorization"); got != "" {
				t.Errorf("the other host got %q", got)
			}
		})
	}
}

func TestRedirectToAHostWithItsOwnToken(t *testing.T) {
	r, other := newRig(t), registrytest.New(t)
	out := other.Publish(registrytest.Package{Name: "a", Version: "1.0.0"})
	r.Fail(out.Path, 1, registrytest.Redirect(302, out.URL))
	c := r.client(t, Options{}, hostOf(r.Registry)+":_authToken=one", hostOf(other)+":_authToken=two")
	if _, err := download(t, c, "a", r.URL+out.Path[1:]); err != nil {
		t.Fatal(err)
	}
	if a, b := r.Requests()[0].Header.Get("Authorization"), other.Requests()[0].Header.Get("Authorization"); a != "Bearer one" || b != "Bearer two" {
		t.Errorf("got %q and %q", a, b)
	}
}

// TestRedirectThereAndBack must not leave the token behind at the stop.
func TestRedirectThereAndBack(t *testing.T) {
	r, other := newRig(t), registrytest.New(t)
	r.Publish(registrytest.Package{Name: "a", Version: "1.0.0"})
	r.Fail("/a", 1, registrytest.Redirect(302, other.URL+"x"))
	other.Fail("/x", 1, registrytest.Redirect(302, strings.Replace(r.URL, "http://", "http://u:p@", 1)+"a"))
	fetch(t, r.client(t, Options{}, hostOf(r.Registry)+":_authToken=one"), "a")
	if got := other.Requests()[0].Header.Get("Authorization"); got != "" {
		t.Errorf("the other host got %q", got)
	}
	if got := r.Requests()[1].Header.Get("Authorization"); got != "Bearer one" {
		t.Errorf("back again it was %q", got)
	}
}

func TestRedirectLoop(t *testing.T) {
	r := newRig(t)
	r.Fail("/a", registrytest.Always, registrytest.Redirect(302, "/a"))
	_, err := r.client(t, Options{}).Packument(t.Context(), "a")
	if u, ok := errors.AsType[*UnavailableError](err); !ok || u.Attempts != 1 || len(r.Requests()) != maxRedirects+1 {
		t.Errorf("got %v after %d requests", err, len(r.Requests()))
	}
}

func TestAuthorizationIsSent(t *testing.T) {
	tests := map[string]struct {
		prefix, key string
		tarball     func(base, path string) string // nil: metadata
		want        string
	}{
		"metadata":                     {"/npm/", ":_authToken=T", nil, "Bearer T"},
		"tarball below the registry":   {"/npm/", ":_authToken=T", func(base, path string) string { return base + path }, "Bearer T"},
		"tarball beside it, same host": {"/npm/", ":_authToken=T", func(base, path string) string { return strings.Replace(base, "/npm/", "/files/", 1) + path }, "Bearer T"},
		"in the tarball's URL":         {"/", "x:_auth=none", func(base, path string) string { return strings.Replace(base, "//", "//u:p@", 1) + path }, "Basic dTpw"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			r := &rig{registrytest.NewWith(t, registrytest.Options{Prefix: tt.prefix}), newClock()}
			out := r.Publish(registrytest.Package{Name: "a", Version: "1.0.0"})
			c := r.client(t, Options{}, hostOf(r.Registry)+tt.key)
			if tt.tarball == nil {
				fetch(t, c, "a")
			} else if _, err := download(t, c, "a", tt.tarball(r.URL, out.Path[1:])); err != nil {
				if _, missing := errors.AsType[*NotFoundError](err); !missing {
					t.Fatal(err)
				}
			}
			if got := r.Requests()[0].Header.Get("Authorization"); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// secureRig is a registry with TLS, whose certificate the client trusts through the settings.
func secureRig(t *testing.T) (r *rig, cafile string) {
	t.Helper()
	r = &rig{registrytest.NewWith(t, registrytest.Options{TLS: true}), newClock()}
	r.Publish(registrytest.Package{Name: "a", Version: "1.0.0"})
	cafile = filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(cafile, []byte(r.CA()), 0o600); err != nil {
		t.Fatal(err)
	}
	return r, cafile
}

func TestTLS(t *testing.T) {
	r, cafile := secureRig(t)
	_, err := r.client(t, Options{}).Packument(t.Context(), "a")
	if u, ok := errors.AsType[*UnavailableError](err); !ok || u.Attempts != 1 || !strings.Contains(err.Error(), "certificates") {
		t.Errorf("an unknown authority: got %v", err)
	}
	for name, setting := range map[string]string{
		"cafile":              "cafile=" + cafile,
		"ca":                  "ca=" + strings.ReplaceAll(r.CA(), "\n", `\n`),
		"NODE_EXTRA_CA_CERTS": "NODE_EXTRA_CA_CERTS=" + cafile,
		"strict-ssl":          "strict_ssl=false",
	} {
		t.Run(name, func(t *testing.T) { fetch(t, r.client(t, Options{}, setting), "a") })
	}
	if _, err := New(configOf(t, "cafile="+cafile+".missing"), Options{}); err == nil {
		t.Error("a cafile that is missing was passed over")
	}
}

func TestDowngrade(t *testing.T) {
	for name, token := range map[string]string{"with credentials": "sesame", "without": ""} {
		t.Run(name, func(t *testing.T) {
			r, cafile := secureRig(t)
			other := registrytest.New(t)
			other.Publish(registrytest.Package{Name: "a", Version: "1.0.0"})
			r.Fail("/a", 1, registrytest.Redirect(302, other.URL+"a"))
			settings := []string{"cafile=" + cafile}
			if token != "" {
				settings = append(settings, hostOf(r.Registry)+":_authToken="+token)
			}
			_, err := r.client(t, Options{}, settings...).Packument(t.Context(), "a")
			if (err != nil) != (token != "") || len(other.Requests()) != map[bool]int{true: 0, false: 1}[token != ""] {
				t.Errorf("got %v, and %d requests in the clear", err, len(other.Requests()))
			}
		})
	}
}

func TestProxyIsUsed(t *testing.T) {
	proxy := newRig(t)
	proxy.Publish(registrytest.Package{Name: "a", Version: "1.0.0"})
	// A proxy is asked for the whole URL, of which the registry sees the path.
	c, err := New(configOf(t, "registry=http://registry.test/", "proxy="+strings.Replace(proxy.URL, "//", "//u:sesame@", 1)), Options{Clock: proxy.clock})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	fetch(t, c, "a")
	q := proxy.Requests()[0]
	if q.Header.Get("Proxy-Authorization") != "Basic dTpzZXNhbWU=" || q.Header.Get("Authorization") != "" || q.Header.Get("Accept-Encoding") != "gzip" {
		t.Errorf("got %v", q.Header)
	}
	proxy.Close()
	if _, err := c.Packument(t.Context(), "b"); err == nil || strings.Contains(err.Error(), "sesame") {
		t.Errorf("got %v", err)
	}
}

func TestErrors(t *testing.T) {
	tests := map[string]struct {
		code  int
		token bool
		want  []string
	}{
		"missing, no token":  {404, false, []string{"no package a", "no token is configured", "private"}},
		"missing, a token":   {404, true, []string{"no package a", "its token may see"}},
		"refused, no token":  {401, false, []string{"status 401", "no credentials", ":_authToken"}},
		"refused, a token":   {403, true, []string{"status 403", "do not suffice"}},
		"broken":             {503, true, []string{"package a", "asked 3 times", "503 Service Unavailable", "NPM_REGISTRY"}},
		"not to be repeated": {400, false, []string{"asked once", "400 Bad Request"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			r.Fail("/a", registrytest.Always, registrytest.Status(tt.code))
			settings := []string{}
			if tt.token {
				settings = append(settings, hostOf(r.Registry)+":_authToken=sesame")
			}
			_, err := r.client(t, Options{}, settings...).Packument(t.Context(), "a")
			if err == nil {
				t.Fatal("it succeeded")
			}
			for _, want := range append(tt.want, strings.Trim(hostOf(r.Registry), "/")) {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%v: does not say %q", err, want)
				}
			}
		})
	}
}

// TestNoSecretIsTold fails in many ways with secrets in every place that has room for one.
func TestNoSecretIsTold(t *testing.T) {
	faults := map[string]registrytest.Fault{
		"404": registrytest.Status(404), "403": registrytest.Status(403), "500": registrytest.Status(500), "400": registrytest.Status(400),
		"dropped": registrytest.Drop(), "a redirect": registrytest.Redirect(302, "http://u:sesame@127.0.0.1:1/?token=sesame"),
		"a strange one": registrytest.Redirect(302, "gopher://sesame"), "a broken one": registrytest.Redirect(302, "http://%sesame"),
		"a page": registrytest.Body([]byte("<p>sesame")),
	}
	for name, fault := range faults {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			r.Fail("/a", registrytest.Always, fault)
			r.Fail("/a.tgz", registrytest.Always, fault)
			var told []string
			o := Options{OnRetry: func(r Retry) { told = append(told, fmt.Sprintf("%+v", r)) }, Warn: func(w string) { told = append(told, w) }}
			with := strings.Replace(r.URL, "//", "//u:sesame@", 1)
			c := r.client(t, o, "registry="+with, hostOf(r.Registry)+":_authToken=sesame")
			_, err := c.Packument(t.Context(), "a")
			told = append(told, fmt.Sprintf("%v %+v %#v", err, err, err))
			if _, err := download(t, c, "a", with+"a.tgz?token=sesame#sesame"); name != "a page" {
				told = append(told, fmt.Sprintf("%v %+v %#v", err, err, err))
			}
			_, err = c.URL("a", "gopher://u:sesame@h/sesame")
			told = append(told, fmt.Sprint(err))
			for _, text := range told {
				if strings.Contains(text, "sesame") {
					t.Errorf("a secret is in %s", text)
				}
			}
		})
	}
}
