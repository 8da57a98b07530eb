package npmrc

import (
	"encoding/base64"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAuthorization(t *testing.T) {
	userPass := "Basic " + base64.StdEncoding.EncodeToString([]byte("u:pass"))
	pass := base64.StdEncoding.EncodeToString([]byte("pass"))
	tests := map[string]struct {
		setup
		url, want string
	}{
		"none":                         {setup{}, "http://r.test/a", ""},
		"a token":                      {setup{user: "//r.test/:_authToken=T"}, "http://r.test/a", "Bearer T"},
		"without the slash":            {setup{user: "//r.test:_authToken=T"}, "http://r.test/a", "Bearer T"},
		"basic":                        {setup{user: "//r.test/:_auth=QQ=="}, "http://r.test/a", "Basic QQ=="},
		"user and password":            {setup{user: "//r.test/:username=u\n//r.test/:_password=" + pass}, "http://r.test/a", userPass},
		"a user alone is nobody":       {setup{user: "//r.test/:username=u"}, "http://r.test/a", ""},
		"the token before the rest":    {setup{user: "//r.test/:_authToken=T\n//r.test/:_auth=QQ=="}, "http://r.test/a", "Bearer T"},
		"another host":                 {setup{user: "//r.test/:_authToken=T"}, "http://s.test/a", ""},
		"a host that begins alike":     {setup{user: "//r.test/:_authToken=T"}, "http://r.test.evil.test/a", ""},
		"a host that ends alike":       {setup{user: "//r.test/:_authToken=T"}, "http://evil-r.test/a", ""},
		"another port":                 {setup{user: "//r.test/:_authToken=T"}, "http://r.test:8080/a", ""},
		"its port":                     {setup{user: "//r.test:8080/:_authToken=T"}, "http://r.test:8080/a", "Bearer T"},
		"the scheme's port":            {setup{user: "//r.test/:_authToken=T"}, "https://r.test:443/a", "Bearer T"},
		"below its path":               {setup{user: "//r.test/npm/:_authToken=T"}, "http://r.test/npm/@s%2fa", "Bearer T"},
		"its path without the slash":   {setup{user: "//r.test/npm:_authToken=T"}, "http://r.test/npm/a/-/a-1.tgz", "Bearer T"},
		"beside its path":              {setup{user: "//r.test/npm/:_authToken=T"}, "http://r.test/other/a", ""},
		"a path that begins alike":     {setup{user: "//r.test/npm/:_authToken=T"}, "http://r.test/npm-evil/a", ""},
		"out of its path by dots":      {setup{user: "//r.test/npm/:_authToken=T"}, "http://r.test/npm/../other/a", ""},
		"the longest path counts":      {setup{user: "//r.test/:_authToken=R\n//r.test/npm/:_authToken=T"}, "http://r.test/npm/a", "Bearer T"},
		"the others above":             {setup{user: "//r.test/:_authToken=R\n//r.test/npm/:_authToken=T"}, "http://r.test/a", "Bearer R"},
		"from a variable":              {setup{user: "//r.test/:_authToken=${T}", env: []string{"T=x"}}, "http://r.test/a", "Bearer x"},
		"from the environment":         {setup{user: "//r.test/:_authToken=T", env: []string{"npm_config_//r.test/:_authToken=E"}}, "http://r.test/a", "Bearer E"},
		"the project's wins":           {setup{user: "//r.test/:_authToken=T", project: "//r.test/:_authToken=P"}, "http://r.test/a", "Bearer P"},
		"an empty one is none":         {setup{user: "//r.test/:_authToken="}, "http://r.test/a", ""},
		"in the registry's URL":        {setup{user: "registry=http://u:pass@r.test/npm"}, "http://r.test/npm/a", userPass},
		"in the URL, elsewhere":        {setup{user: "registry=http://u:pass@r.test/npm"}, "http://r.test/a", ""},
		"capitals of the host":         {setup{user: "//R.Test/:_authToken=T"}, "http://r.TEST/a", "Bearer T"},
		"in the clear, where safe":     {setup{user: "registry=https://r.test/\n//r.test/:_authToken=T"}, "http://r.test/a", ""},
		"always-auth changes nothing":  {setup{user: "always-auth=true\n//r.test/:_authToken=T"}, "http://s.test/a", ""},
		"old form":                     {setup{user: "registry=http://r.test/\n_authToken=T"}, "http://r.test/a", "Bearer T"},
		"old form, another host":       {setup{user: "registry=http://r.test/\n_auth=T\n@s:registry=http://s.test/"}, "http://s.test/a", ""},
		"old form, user and password":  {setup{user: "registry=http://r.test/\nusername=u\n_password=" + pass}, "http://r.test/a", userPass},
		"old form, environment":        {setup{env: []string{"NPM_REGISTRY=http://r.test", "npm_config__auth=QQ=="}}, "http://r.test/a", "Basic QQ=="},
		"old form, token of env":       {setup{env: []string{"NPM_REGISTRY=http://r.test", "npm_config__authToken=T"}}, "http://r.test/a", "Bearer T"},
		"old form for NPM_REGISTRY":    {setup{user: "_authToken=T", env: []string{"NPM_REGISTRY=http://r.test"}}, "http://r.test/a", "Bearer T"},
		"old form keeps its registry":  {setup{user: "registry=http://u.test/\n_authToken=T", env: []string{"NPM_REGISTRY=http://r.test"}}, "http://r.test/a", ""},
		"a project cannot redirect it": {setup{user: "_authToken=T", project: "registry=http://evil.test/"}, "http://evil.test/a", ""},
		"nor from a named registry":    {setup{user: "registry=http://u.test/\n_authToken=T", project: "registry=http://evil.test/"}, "http://evil.test/a", ""},
		"old form gives way":           {setup{user: "registry=http://r.test/\n_authToken=OLD\n//r.test/:_auth=QQ=="}, "http://r.test/a", "Basic QQ=="},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := tt.config(t).Authorization(parsed(t, tt.url)); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestClientCertificate(t *testing.T) {
	c := setup{user: "//r.test/:certfile=~/c.pem\n//r.test/:keyfile=/k.pem\n//s.test/:certfile=/c"}.config(t)
	certFile, keyFile := c.ClientCertificate(parsed(t, "https://r.test/a"))
	if !filepath.IsAbs(certFile) || filepath.Base(certFile) != "c.pem" || keyFile != "/k.pem" {
		t.Errorf("got %q and %q", certFile, keyFile)
	}
	if certFile, keyFile := c.ClientCertificate(parsed(t, "https://s.test/a")); certFile != "" || keyFile != "" {
		t.Errorf("half a pair: got %q and %q", certFile, keyFile)
	}
}

func TestCertPool(t *testing.T) {
	if pool, err := (setup{}).config(t).CertPool(); pool != nil || err != nil {
		t.Errorf("nothing is configured: got %v, %v", pool, err)
	}
	empty := filepath.Join(t.TempDir(), "empty.pem")
	if err := os.WriteFile(empty, []byte("nothing"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, s := range map[string]setup{
		"cafile that is missing":     {project: "cafile=missing.pem"},
		"cafile without certificate": {project: "cafile=" + empty},
		"extra ones that is missing": {env: []string{"NODE_EXTRA_CA_CERTS=" + empty + "x"}},
		"ca without certificate":     {project: "ca[]=nothing"},
	} {
		if _, err := s.config(t).CertPool(); err == nil || strings.Contains(err.Error(), "nothing") {
			t.Errorf("%s: got %v", name, err)
		}
	}
}
