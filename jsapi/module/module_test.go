package module_test

import (
	"errors"
	"testing"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/abort"
	"github.com/guthega/guthega/jsapi/events"
	"github.com/guthega/guthega/jsapi/inspect"
	"github.com/guthega/guthega/jsapi/jsapitest"
	"github.com/guthega/guthega/jsapi/module"
	"github.com/guthega/guthega/jsapi/os"
	"github.com/guthega/guthega/jsapi/path"
	"github.com/guthega/guthega/jsapi/process"
	"github.com/guthega/guthega/jsapi/url"
	"github.com/guthega/guthega/jsapi/util"
)

// fake is a loader that remembers for which file it made a require function.
type fake struct {
	rt    *goja.Runtime
	files []string
}

func (f *fake) CreateRequire(filename string) (*goja.Object, error) {
	if filename == "file:bad" {
		return nil, errors.New("no such URL")
	}
	f.files = append(f.files, filename)
	v, err := f.rt.RunString(`(() => { const r = (id) => 'required ' + id; r.resolve = (id) => 'resolved ' + id;
		r.resolve.paths = () => []; r.cache = {}; r.extensions = { '.js'() {} }; return r })()`)
	if err != nil {
		return nil, err
	}
	return v.ToObject(f.rt), nil
}

func newVM(t testing.TB, bind bool) (*jsapitest.VM, *fake) {
	t.Helper()
	vm := jsapitest.New(t, map[string]jsapi.Module{
		"events": events.Module, "internal/inspect": inspect.Module, "module": module.Module, "os": os.Module, "path": path.Module,
		"process": process.Module, "url": url.Module, "util": util.Module, abort.Name: abort.Module,
	})
	vm.Globals("url", "URL")
	f := &fake{rt: vm.Runtime}
	if bind {
		module.Bind(vm.Host.Require("module"), f)
	}
	return vm, f
}

func TestAsNode(t *testing.T) {
	vm, _ := newVM(t, true)
	jsapitest.Golden(t, vm, "testdata/module.js")
}

func TestTheLoaderIsAsked(t *testing.T) {
	vm, f := newVM(t, true)
	module.Bind(vm.Host.Require("module"), &fake{}) // the first stays
	module.Bind(goja.Undefined(), f)
	for src, want := range map[string]string{
		`m.createRequire('/a/b.js')('x')`:                             "required x",
		`m._load('y', { filename: '/a/c.js' })`:                       "required y",
		`m._resolveFilename('z', { filename: '/a/d.js' })`:            "resolved z",
		`new m('/a/e.js').require('q')`:                               "required q",
		`try { m.createRequire('file:bad') } catch (e) { e.message }`: "no such URL",
		`try { m.register() } catch (e) { e.code }`:                   "ERR_ACCESS_DENIED",
	} {
		if got := vm.Run(`m = require('module'); ` + src).String(); got != want {
			t.Errorf("%s gives %s, want %s", src, got, want)
		}
	}
	if len(f.files) != 4 {
		t.Errorf("made for %v", f.files)
	}
}

func TestUnbound(t *testing.T) {
	vm, _ := newVM(t, false)
	if got := vm.Run(`try { require('module').createRequire('/x') } catch (e) { e.code }`).String(); got != "ERR_ACCESS_DENIED" {
		t.Errorf("got %s", got)
	}
}
