package fetch_test

import (
	"bytes"
	"testing"

	"github.com/guthega/guthega/engine/npm/lock"
	"github.com/guthega/guthega/engine/npm/manifest"
	"github.com/guthega/guthega/jsapi/node"
)

func TestLockIsThatOfTheManifest(t *testing.T) {
	root, err := manifest.Parse(node.Manifest)
	if err != nil {
		t.Fatal(err)
	}
	l, err := lock.Read(node.Lock)
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Matches(root); err != nil {
		t.Errorf("%v: run go run ./cmd/ports -update", err)
	}
	for _, p := range node.List() {
		if e := l.Packages["node_modules/"+p.Package]; e == nil || e.Version != root.Dependencies[p.Package] {
			t.Errorf("%s is not locked as package.json pins it", p.Package)
		}
	}
	if bytes.Contains(node.Lock, []byte(`"resolved"`)) {
		t.Error("the lock says where a package comes from: that is for NPM_REGISTRY to say")
	}
}
