package node

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// Fetch makes the archive that the binary lacks. It is called on a VM's goroutine, which waits for it, and by one VM at a
// time; it is called again by the next VM when it fails.
type Fetch func() (archive []byte, err error)

// Ports makes the modules for the VMs of a process, which share the compiled programs. It is safe for concurrent use.
type Ports struct {
	fetch    Fetch
	embedded func() []byte

	mu       sync.Mutex
	sources  map[string]string
	programs map[string]*goja.Program
}

// New returns the ports that are embedded, or else come from fetch. fetch may be nil: requiring one then fails.
func New(fetch Fetch) *Ports {
	return &Ports{fetch: fetch, embedded: Embedded, programs: map[string]*goja.Program{}}
}

// Compiled are the names of the ports that have been compiled.
func (p *Ports) Compiled() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Sorted(maps.Keys(p.programs))
}

// Compile compiles an embedded port, for whoever will require it; any other name is nothing.
func (p *Ports) Compile(name string) {
	if p.embedded() != nil {
		_, _ = p.program(nil, name) // whoever requires it is told
	}
}

// program returns a port, compiled.
func (p *Ports) program(h *jsapi.Host, name string) (*goja.Program, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if program := p.programs[name]; program != nil {
		return program, nil
	}
	if p.sources == nil {
		sources, err := p.open(h)
		if err != nil {
			return nil, err
		}
		p.sources = sources
	}
	source, ok := p.sources[name+".js"]
	if !ok {
		return nil, fmt.Errorf("there is no port %q", name)
	}
	program, err := goja.Compile("node:"+name, source, false)
	if err != nil {
		return nil, err
	}
	p.programs[name] = program
	delete(p.sources, name+".js") // it is not needed again
	return program, nil
}

// open reads the archive.
func (p *Ports) open(h *jsapi.Host) (map[string]string, error) {
	archive := p.embedded()
	if archive == nil {
		if p.fetch == nil {
			return nil, fmt.Errorf("this program was built without %s: run make, or go generate ./jsapi/node", ArchiveFile)
		}
		h.Log.Log(jsapi.Warn, "This program was built without Node's modules that are JavaScript: they are fetched now, by their locked hashes", nil)
		var err error
		if archive, err = p.fetch(); err != nil {
			return nil, err
		}
	}
	return read(archive)
}

// run runs a port in a VM and returns its exports. What it requires it gets from own or, by default, from the host.
func (p *Ports) run(h *jsapi.Host, name string, own map[string]func() goja.Value) *goja.Object {
	rt := h.Runtime
	program, err := p.program(h, name)
	if err != nil {
		panic(jsapi.NewError(rt, "Error", "ERR_PORTS_UNAVAILABLE", "Node's module "+name+" is not to be had: "+err.Error()))
	}
	fn, err := rt.RunProgram(program)
	if err != nil {
		panic(err)
	}
	call, ok := goja.AssertFunction(fn)
	if !ok {
		panic(rt.NewTypeError("the port %s is not a function", name))
	}
	require := jsapi.NewFunction(rt, "require", func(call goja.FunctionCall) goja.Value {
		// The slash at the end is how ports name packages and not Node's modules.
		spec := strings.TrimSuffix(call.Argument(0).String(), "/")
		if instantiate := own[spec]; instantiate != nil {
			return instantiate()
		}
		return h.Require(spec)
	})
	module, exports := rt.NewObject(), rt.NewObject()
	set(module, "exports", exports)
	if _, err := call(goja.Undefined(), require, module, exports, h.Require("process")); err != nil {
		panic(err)
	}
	return module.Get("exports").ToObject(rt)
}

func set(o *goja.Object, name string, v goja.Value) {
	if err := o.Set(name, v); err != nil {
		panic(err)
	}
}
