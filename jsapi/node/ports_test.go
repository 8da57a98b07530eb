package node_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/jsapitest"
	"github.com/guthega/guthega/jsapi/node"
	"github.com/guthega/guthega/jsapi/node/nodetest"
)

const fetched = "This program was built without Node's modules that are JavaScript: they are fetched now, by their locked hashes"

func requirePunycode(t *testing.T, p *node.Ports) (string, []jsapitest.Line) {
	t.Helper()
	vm := nodetest.New(t, p.Modules())
	text := vm.Run(`(() => { try { return typeof require('punycode').encode } catch (e) { return e.code + ' ' + e.message } })()`).String()
	return text, vm.Log.Lines
}

func TestFetchedOnce(t *testing.T) {
	calls := 0
	p := node.Without(node.New(func() ([]byte, error) { calls++; return nodetest.Archive() }))
	for i, want := range [][]jsapitest.Line{{{Level: jsapi.Warn, Message: fetched}}, nil} {
		text, lines := requirePunycode(t, p)
		if diff := cmp.Diff(want, lines); diff != "" || text != "function" {
			t.Errorf("VM %d: got %q, and of the log (-want +got):\n%s", i, text, diff)
		}
	}
	if calls != 1 {
		t.Errorf("fetched %d times", calls)
	}
}

func TestFetchFails(t *testing.T) {
	var err error
	archive := []byte(nil)
	p := node.Without(node.New(func() ([]byte, error) { return archive, err }))
	for _, tt := range []struct {
		name, want string
		err        error
	}{
		{"error", "ERR_PORTS_UNAVAILABLE Node's module punycode is not to be had: no registry", errors.New("no registry")},
		{"no archive", "ERR_PORTS_UNAVAILABLE Node's module punycode is not to be had: EOF", nil},
	} {
		err = tt.err
		if got, _ := requirePunycode(t, p); got != tt.want {
			t.Errorf("%s: got %q", tt.name, got)
		}
	}
	archive, err = nodetest.Archive() // the next VM tries again
	if err != nil {
		t.Fatal(err)
	}
	if got, _ := requirePunycode(t, p); got != "function" {
		t.Errorf("got %q", got)
	}
}

func TestWithoutFetch(t *testing.T) {
	got, _ := requirePunycode(t, node.Without(node.New(nil)))
	if !strings.Contains(got, "go generate ./jsapi/node") {
		t.Errorf("got %q", got)
	}
}

func TestEveryPortHasALicence(t *testing.T) {
	archive, err := nodetest.Archive()
	if err != nil {
		t.Fatal(err)
	}
	files, err := node.Read(archive)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range node.List() {
		if files[p.Name+".js"] == "" || !strings.Contains(files["licences/"+p.Package], "ermission") {
			t.Errorf("the archive lacks %s or its licence", p.Name)
		}
	}
}
