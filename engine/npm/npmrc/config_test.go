package npmrc

import (
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// setup is what a test has on its machine.
type setup struct {
	project, user string // the files' texts, "" for no file
	env           []string
}

func (s setup) load(t *testing.T) (*Config, error) {
	t.Helper()
	project, home := t.TempDir(), t.TempDir()
	for dir, text := range map[string]string{project: s.project, home: s.user} {
		if text == "" {
			continue
		}
		if err := os.WriteFile(filepath.Join(dir, ".npmrc"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	env := s.env
	if env == nil {
		env = []string{}
	}
	return Load(Sources{Dirs: []string{t.TempDir(), project}, Home: home, Environ: env})
}

func (s setup) config(t *testing.T) *Config {
	t.Helper()
	c, err := s.load(t)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestRegistry(t *testing.T) {
	public := publicRegistry().String()
	tests := map[string]struct {
		setup
		name, want string
	}{
		"none is configured":             {setup{}, "a", public},
		"the user's":                     {setup{user: "registry=http://user.test"}, "a", "http://user.test/"},
		"the project's wins":             {setup{user: "registry=http://user.test", project: "registry=http://project.test/npm"}, "a", "http://project.test/npm/"},
		"the environment wins":           {setup{project: "registry=http://project.test", env: []string{"npm_config_registry=http://env.test/"}}, "a", "http://env.test/"},
		"in capitals":                    {setup{env: []string{"NPM_CONFIG_REGISTRY=http://env.test/"}}, "a", "http://env.test/"},
		"small letters before capitals":  {setup{env: []string{"npm_config_registry=http://small.test/", "NPM_CONFIG_REGISTRY=http://env.test/"}}, "a", "http://small.test/"},
		"NPM_REGISTRY wins over all":     {setup{env: []string{"npm_config_registry=http://env.test/", "NPM_REGISTRY=http://ours.test"}}, "a", "http://ours.test/"},
		"NPM_REGISTRY empty":             {setup{project: "registry=http://project.test", env: []string{"NPM_REGISTRY="}}, "a", "http://project.test/"},
		"a scope's":                      {setup{project: "@s:registry=http://scope.test/x", env: []string{"NPM_REGISTRY=http://ours.test"}}, "@s/a", "http://scope.test/x/"},
		"another scope":                  {setup{project: "@s:registry=http://scope.test/x", env: []string{"NPM_REGISTRY=http://ours.test"}}, "@t/a", "http://ours.test/"},
		"no scope":                       {setup{project: "@s:registry=http://scope.test/x\nregistry=http://project.test"}, "s", "http://project.test/"},
		"null is none":                   {setup{project: "registry=null"}, "a", public},
		"from a variable":                {setup{project: "registry=http://${HOST}/", env: []string{"HOST=var.test"}}, "a", "http://var.test/"},
		"credentials do not stay in it":  {setup{project: "registry=http://u:secret@project.test/npm"}, "a", "http://project.test/npm/"},
		"the scheme's port is left out":  {setup{project: "registry=HTTPS://Project.TEST:443/npm"}, "a", "https://project.test/npm/"},
		"a query is not part of it":      {setup{project: "registry=http://project.test/npm?x#y"}, "a", "http://project.test/npm/"},
		"a broken line does not disturb": {setup{project: "\ufeffregistry=http://project.test\r\n???\r\n[x"}, "a", "http://project.test/"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := tt.config(t).Registry(tt.name).String(); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestUserConfigElsewhere(t *testing.T) {
	file := filepath.Join(t.TempDir(), "rc")
	if err := os.WriteFile(file, []byte("registry=http://elsewhere.test"), 0o600); err != nil {
		t.Fatal(err)
	}
	c := setup{user: "registry=http://user.test", env: []string{"npm_config_userconfig=" + file}}.config(t)
	if got := c.Registry("a").String(); got != "http://elsewhere.test/" {
		t.Errorf("got %s", got)
	}
}

func TestRefusedValues(t *testing.T) {
	tests := map[string]struct {
		setup
		key string
	}{
		"no scheme":                 {setup{env: []string{"NPM_REGISTRY=secret.test:4873/npm"}}, "registry"},
		"another scheme":            {setup{project: "registry=ftp://secret.test"}, "registry"},
		"no host":                   {setup{project: "registry=http:///secret"}, "registry"},
		"no URL":                    {setup{project: "registry=http://%secret"}, "registry"},
		"a scope's":                 {setup{user: "@s:registry=secret"}, "@s:registry"},
		"what is overwritten, also": {setup{user: "registry=secret", project: "registry=http://ok.test"}, "registry"},
		"a proxy":                   {setup{user: "https-proxy=http://"}, "https-proxy"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := tt.load(t)
			if err == nil || !strings.Contains(err.Error(), tt.key) || strings.Contains(err.Error(), "secret") {
				t.Errorf("got %v, which should name %s and show no value", err, tt.key)
			}
		})
	}
}

func TestUnreadableFile(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, ".npmrc"), 0o700); err != nil { // which no user can read as a file
		t.Fatal(err)
	}
	if c, err := Load(Sources{Dirs: []string{dir}, Home: t.TempDir(), Environ: []string{}}); err == nil {
		t.Errorf("a .npmrc that cannot be read was passed over: %v", c)
	}
}

func TestSettings(t *testing.T) {
	type settings struct {
		Retries           int
		Factor            float64
		Min, Max, Timeout time.Duration
		Sockets           int
		SSL               bool
		Warnings          int
	}
	usual := settings{Retries: 2, Factor: 2, Min: 500 * time.Millisecond, Max: 30 * time.Second, Timeout: time.Minute, SSL: true}
	with := func(change func(*settings)) settings {
		s := usual
		change(&s)
		return s
	}
	tests := map[string]struct {
		setup
		want settings
	}{
		"defaults": {setup{}, usual},
		"all": {
			setup{project: "fetch-retries=5\nfetch-retry-factor=3\nfetch-retry-mintimeout=10\nfetch-retry-maxtimeout=20\nfetch-timeout=30\n" +
				"maxsockets=7\nstrict-ssl=false"},
			settings{5, 3, 10 * time.Millisecond, 20 * time.Millisecond, 30 * time.Millisecond, 7, false, 0},
		},
		"from the environment": {
			setup{project: "fetch-retries=5", env: []string{"npm_config_fetch_retries=1", "npm_config_strict_ssl=false", "NPM_CONFIG_OMIT=dev"}},
			with(func(s *settings) { s.Retries, s.SSL = 1, false }),
		},
		"nonsense is warned of": {
			setup{project: "fetch-retries=-1\nmaxsockets=many\nstrict-ssl=perhaps\nfetch-timeout=NaN"},
			with(func(s *settings) { s.Warnings = 4 }),
		},
		"what others use is not": {setup{project: "save-exact=true\nnode-linker=x\n//r.test/:strange=1"}, usual},
		"an unset variable is":   {setup{project: "cafile2=${NOBODY_SETS_THIS}"}, with(func(s *settings) { s.Warnings = 1 })},
		"what has no effect is": {
			setup{project: "legacy-peer-deps\nengine-strict=true\nstrict-peer-deps=true\nomit[]=dev\nomit[]=peer"},
			with(func(s *settings) { s.Warnings = 4 }),
		},
		"what npm would not do either is not": {setup{project: "legacy-peer-deps=false\nomit=dev"}, usual},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			c := tt.config(t)
			got := settings{
				c.FetchRetries, c.FetchRetryFactor, c.FetchRetryMin, c.FetchRetryMax, c.FetchTimeout, c.MaxSockets,
				c.StrictSSL, len(c.Warnings),
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("-want +got\n%s%v", diff, c.Warnings)
			}
		})
	}
}

func TestProxy(t *testing.T) {
	tests := map[string]struct {
		setup
		url, want string
	}{
		"none":                      {setup{}, "https://r.test/", ""},
		"https-proxy":               {setup{project: "https-proxy=http://p.test:1"}, "https://r.test/", "http://p.test:1"},
		"proxy serves both":         {setup{project: "proxy=http://p.test:1"}, "https://r.test/", "http://p.test:1"},
		"https-proxy serves both":   {setup{project: "https-proxy=http://p.test:1"}, "http://r.test/", "http://p.test:1"},
		"each its own":              {setup{project: "https-proxy=http://p.test:1\nproxy=http://p.test:2"}, "http://r.test/", "http://p.test:2"},
		"the tools' variable":       {setup{env: []string{"HTTPS_PROXY=http://p.test:1"}}, "https://r.test/", "http://p.test:1"},
		"HTTP_PROXY for https":      {setup{env: []string{"http_proxy=http://p.test:1"}}, "https://r.test/", "http://p.test:1"},
		"npm's own wins":            {setup{project: "https-proxy=http://p.test:1", env: []string{"HTTPS_PROXY=http://p.test:2"}}, "https://r.test/", "http://p.test:1"},
		"npm's variable":            {setup{env: []string{"npm_config_https_proxy=http://p.test:3"}}, "https://r.test/", "http://p.test:3"},
		"turned off":                {setup{project: "https-proxy=false", env: []string{"HTTPS_PROXY=http://p.test:2"}}, "https://r.test/", ""},
		"noproxy":                   {setup{project: "proxy=http://p.test:1\nnoproxy=x.test,.r.test"}, "https://n.r.test/", ""},
		"npm_config_noproxy":        {setup{env: []string{"HTTPS_PROXY=http://p.test:2", "npm_config_noproxy=r.test"}}, "https://r.test/", ""},
		"NO_PROXY":                  {setup{project: "proxy=http://p.test:1", env: []string{"NO_PROXY=r.test"}}, "https://r.test/", ""},
		"loopback never":            {setup{project: "proxy=http://p.test:1"}, "http://127.0.0.1:4873/", ""},
		"a proxy without a scheme":  {setup{project: "proxy=p.test:1"}, "http://r.test/", "http://p.test:1"},
		"credentials are kept here": {setup{project: "proxy=http://u:p@p.test:1"}, "http://r.test/", "http://u:p@p.test:1"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			u, err := tt.config(t).Proxy(parsed(t, tt.url))
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			if u != nil {
				got = u.String()
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func parsed(t *testing.T, text string) *url.URL {
	t.Helper()
	u, err := url.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// TestNothingPrintsASecret prints a configuration full of secrets in every way there is.
func TestNothingPrintsASecret(t *testing.T) {
	c := setup{
		project: "registry=http://user:sesame1@r.test/\n//r.test/x/:_authToken=sesame2\n//s.test/:_auth=sesame3\n//s.test/:username=sesame4\n" +
			"//s.test/:_password=sesame5\n_auth=sesame6\nproxy=http://u:sesame7@p.test\nfetch-retries=sesame8\nstrict-ssl=sesame9\n" +
			"//t.test/:_authToken=${sesame10}",
		env: []string{"sesame10=sesame11", "npm_config__authToken=sesame12"},
	}.config(t)
	type wrapper struct {
		Shown  *Config
		hidden *Config
		value  Config
	}
	texts := []string{c.Registry("a").String(), strings.Join(c.Warnings, "\n")}
	for _, v := range []any{c, *c, wrapper{c, c, *c}, &wrapper{c, c, *c}, []*Config{c}, map[string]Config{"a": *c}} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x"} {
			texts = append(texts, fmt.Sprintf(verb, v))
		}
		data, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, string(data))
	}
	for _, text := range texts {
		if strings.Contains(text, "sesame") {
			t.Errorf("a secret is in %s", text)
		}
	}
	if text := fmt.Sprint(c); !strings.Contains(text, "//r.test/x/") {
		t.Errorf("%s does not say for whom there are credentials", text)
	}
}
