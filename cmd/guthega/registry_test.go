package main

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/guthega/guthega/test/services"
)

// buyer is somebody who runs a receiver from a Verdaccio.
type buyer struct {
	t   *testing.T
	dir string
	env []string
}

// TestVerdaccio publishes a receiver to a real registry, which asks for a token, and runs it: first with the registry, then
// without. It requires packages that many receivers do, from the registry that npm is configured for.
func TestVerdaccio(t *testing.T) {
	registry := services.Verdaccio(t, services.RegistryOptions{Uplink: upstream(t), Private: []string{"@acme/*"}})
	token, err := registry.AddUser(t.Context(), "acme", "a password for tests")
	if err != nil {
		t.Fatal(err)
	}
	if err := registry.Publish(t.Context(), token, receiverPackage(t)); err != nil {
		t.Fatal(err)
	}
	b := &buyer{t: t, dir: t.TempDir()}
	b.write("receiver.json", `{"module": "@acme/stock", "version": "^1.0.0", "properties": {"shop": "north"}}`)
	b.write("source.json", `{"type": "http", "properties": {"connection": {"host": "127.0.0.1", "port": 0}}}`)
	b.env = []string{"NPM_REGISTRY=" + registry.URL, "TOKEN=" + token, "XDG_CACHE_HOME=" + t.TempDir(), "HOME=" + t.TempDir()}

	out, err := b.command("install").CombinedOutput()
	if err == nil || !strings.Contains(string(out), "no credentials are configured") && !strings.Contains(string(out), "no token is configured") {
		t.Fatalf("without a token: %v\n%s", err, out)
	}
	b.write(".npmrc", strings.TrimPrefix(registry.URL, "http:")+"/:_authToken=${TOKEN}\n")
	b.serves()
	if out, err = b.command("install", "--frozen").CombinedOutput(); err != nil || !strings.Contains(string(out), "installed already") {
		t.Errorf("after that: %v\n%s", err, out)
	}
	lock, err := os.ReadFile(filepath.Join(b.dir, "receiver.lock.json"))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(lock), registry.URL) || strings.Contains(string(lock), token) {
		t.Error("the lock names the registry, or the token")
	}

	if err := registry.Stop(); err != nil {
		t.Fatal(err)
	}
	b.serves() // without any registry
	for _, e := range b.env {
		if cache, ok := strings.CutPrefix(e, "XDG_CACHE_HOME="); ok {
			if err := os.RemoveAll(filepath.Join(cache, "guthega", "trees")); err != nil {
				t.Fatal(err)
			}
		}
	}
	b.serves() // from what was fetched before
}

// serves starts guthega, asks for one reply and stops it.
func (b *buyer) serves() {
	b.t.Helper()
	cmd := b.command("run", "--source", "source.json")
	p := launch(b.t, cmd, (*exec.Cmd).StdoutPipe)
	var address string
	select {
	case address = <-p.log.ready:
	case err := <-p.end:
		b.t.Fatalf("guthega ended before it was ready: %v\n%s", err, p.log.text())
	}
	res, err := http.Post("http://"+address, "application/json", strings.NewReader(`{"items": [{"sku": "a", "n": 2}, {"sku": "b", "n": 3}]}`))
	if err != nil {
		b.t.Fatal(err)
	}
	defer res.Body.Close()
	var body bytes.Buffer
	if _, err := body.ReadFrom(res.Body); err != nil {
		b.t.Fatal(err)
	}
	var got struct {
		Shop, Day string
		Total     int
		Valid, ID bool
	}
	if err := json.Unmarshal(body.Bytes(), &got); err != nil || res.StatusCode != http.StatusOK {
		b.t.Fatalf("status %d, %s (%v)\n%s", res.StatusCode, body.String(), err, p.log.text())
	}
	if got.Shop != "north" || got.Total != 5 || !got.Valid || !got.ID || got.Day != "1970-01-02" {
		b.t.Errorf("the reply is %s", body.String())
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		b.t.Fatal(err)
	}
	if err := <-p.end; err != nil {
		b.t.Errorf("guthega ended with %v\n%s", err, p.log.text())
	}
}

func (b *buyer) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(os.Args[0], append([]string{name, "--receiver", "receiver.json"}, args...)...)
	cmd.Dir = b.dir
	cmd.Env = append(os.Environ(), append([]string{asCommand + "=1"}, b.env...)...)
	return cmd
}

func (b *buyer) write(name, text string) {
	b.t.Helper()
	if err := os.WriteFile(filepath.Join(b.dir, name), []byte(text), 0o600); err != nil {
		b.t.Fatal(err)
	}
}

// receiverPackage is a folder with a receiver to be published.
func receiverPackage(t *testing.T) string {
	t.Helper()
	b := &buyer{t: t, dir: t.TempDir()}
	b.write("package.json", `{"name": "@acme/stock", "version": "1.0.0", "main": "index.js", "license": "MIT", "dependencies": {
		"ajv": "^8.0.0", "date-fns": "^3.0.0", "lodash": "^4.17.0", "uuid": "^9.0.0"}}`)
	b.write("index.js", `const _ = require('lodash');
const Ajv = require('ajv');
const { v4, validate } = require('uuid');
const { addDays } = require('date-fns');

const valid = new Ajv().compile({ type: 'object', required: ['items'], properties: { items: { type: 'array' } } });

module.exports = ({ config }) => async (message) => ({
  shop: config.shop,
  total: _.sumBy(message.items, 'n'),
  valid: valid(message) && !valid({}),
  id: validate(v4()),
  day: addDays(new Date(0), 1).toISOString().slice(0, 10),
});
`)
	return b.dir
}

// upstream is the registry that npm is configured for.
func upstream(t *testing.T) string {
	t.Helper()
	out, err := exec.Command("npm", "config", "get", "registry").Output()
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("npm is needed here: %v", err)
		}
		t.Skip("needs npm")
	}
	return strings.TrimSpace(string(out))
}
