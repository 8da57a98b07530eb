// Package nodetest gives tests of host modules the modules of package node. Where the archive has not been built into the
// test it is fetched, as the binary would, by command ports; without a registry the test fails, and is never skipped.
package nodetest

import (
	"context"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/abort"
	"github.com/guthega/guthega/jsapi/blob"
	"github.com/guthega/guthega/jsapi/buffer"
	"github.com/guthega/guthega/jsapi/ecma"
	"github.com/guthega/guthega/jsapi/encoding"
	"github.com/guthega/guthega/jsapi/events"
	"github.com/guthega/guthega/jsapi/inspect"
	"github.com/guthega/guthega/jsapi/jsapitest"
	"github.com/guthega/guthega/jsapi/node"
	"github.com/guthega/guthega/jsapi/process"
	"github.com/guthega/guthega/jsapi/stringdecoder"
	"github.com/guthega/guthega/jsapi/util"
)

// shared is one for all tests of a process, as for all VMs of one: programs are compiled once.
var shared = sync.OnceValue(func() *node.Ports { return node.New(fetch) })

// Ports returns the ports.
func Ports() *node.Ports { return shared() }

// New makes a VM with the modules of package node and what they run on, and more, with the globals that go with them.
func New(t testing.TB, more map[string]jsapi.Module) *jsapitest.VM {
	t.Helper()
	modules := Ports().Modules()
	maps.Copy(modules, map[string]jsapi.Module{
		"buffer": buffer.Module, "events": events.Module, "process": process.Module, "string_decoder": stringdecoder.Module,
		blob.Name: blob.Module, "util": util.Module, "util/types": util.Types, "internal/inspect": inspect.Module, "internal/encoding": encoding.Module, abort.Name: abort.Module,
	})
	maps.Copy(modules, more)
	vm := jsapitest.New(t, modules)
	if err := language().Install(vm.Host); err != nil {
		t.Fatal(err)
	}
	vm.Globals("buffer", "Buffer")
	vm.Globals(abort.Name, "EventTarget", "Event", "AbortController", "AbortSignal", "DOMException")
	return vm
}

var language = sync.OnceValue(ecma.New)

// Archive returns the archive, built in or fetched.
func Archive() ([]byte, error) {
	if archive := node.Embedded(); archive != nil {
		return archive, nil
	}
	return fetch()
}

// fetch runs command ports. It is not imported: it knows the npm client, which no host module may.
func fetch() ([]byte, error) {
	out, err := exec.CommandContext(context.Background(), "go", "list", "-f", "{{.Dir}}", "github.com/guthega/guthega/jsapi/node").Output()
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(context.Background(), "go", "run", "github.com/guthega/guthega/cmd/ports")
	cmd.Stderr = os.Stderr
	if err := cmd.Run(); err != nil {
		return nil, err
	}
	return os.ReadFile(filepath.Join(strings.TrimSpace(string(out)), filepath.FromSlash(node.ArchiveFile)))
}
