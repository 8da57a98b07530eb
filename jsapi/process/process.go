package process

import (
	"maps"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// Version is the Node release whose behaviour we follow. Packages that ask for Node 18 or 20 are content with it.
const Version = "20.19.0"

// v8Version and modulesVersion are those of that release: code takes them apart without asking whether they are there.
const (
	v8Version      = "11.3.244.8-node.26"
	modulesVersion = "115"
)

// started is when the process started, near enough, for uptime.
var started = time.Now()

// process is the state of one VM's process object.
type process struct {
	h      *jsapi.Host
	rt     *goja.Runtime
	object *goja.Object
	// emitting says that the events module has been loaded, because somebody may listen.
	emitting bool
}

// Module makes the process object, which is both the global and the module.
func Module(h *jsapi.Host) goja.Value {
	p := &process{h: h, rt: h.Runtime}
	proto := p.rt.NewObject()
	ctor := jsapi.NewFunction(p.rt, "process", func(goja.FunctionCall) goja.Value { return goja.Undefined() })
	p.hidden(ctor, "prototype", proto)
	p.hidden(proto, "constructor", ctor)
	p.emitter(proto)
	p.object = p.rt.CreateObject(proto)
	if err := p.object.DefineDataPropertySymbol(goja.SymToStringTag, p.rt.ToValue("process"),
		goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE); err != nil {
		panic(err)
	}
	p.facts()
	p.clocks()
	p.denied()
	p.usage()
	p.users()
	p.streams()
	p.more()
	p.method("nextTick", p.nextTick)
	p.method("emitWarning", p.emitWarning)
	return p.object
}

// set puts an ordinary property on o, which is ours and takes it.
func (p *process) set(o *goja.Object, name string, v any) {
	if err := o.DefineDataProperty(name, p.rt.ToValue(v), goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_TRUE); err != nil {
		panic(err)
	}
}

func (p *process) hidden(o *goja.Object, name string, v goja.Value) {
	if err := o.DefineDataProperty(name, v, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE); err != nil {
		panic(err)
	}
}

// lazy puts a property on process that is made when it is first read, or is what code sets it to before that.
func (p *process) lazy(name string, create func() goja.Value) {
	get := jsapi.NewFunction(p.rt, name, func(goja.FunctionCall) goja.Value {
		v := create()
		p.set(p.object, name, v)
		return v
	})
	set := jsapi.NewFunction(p.rt, name, func(call goja.FunctionCall) goja.Value {
		p.set(p.object, name, call.Argument(0))
		return goja.Undefined()
	})
	if err := p.object.DefineAccessorProperty(name, get, set, goja.FLAG_TRUE, goja.FLAG_TRUE); err != nil {
		panic(err)
	}
}

func (p *process) method(name string, fn func(goja.FunctionCall) goja.Value) *goja.Object {
	return jsapi.SetMethod(p.rt, p.object, name, fn)
}

// list makes an array of strings.
func (p *process) list(items ...string) *goja.Object {
	values := make([]any, len(items))
	for i, s := range items {
		values[i] = s
	}
	return p.rt.NewArray(values...)
}

// facts sets what does not change.
func (p *process) facts() {
	executable, err := os.Executable()
	if err != nil {
		executable = "guthega" // the system does not say; nothing can be run from here anyway
	}
	for _, f := range [...]struct {
		name  string
		value any
	}{
		{"version", "v" + Version},
		{"versions", p.versions()},
		{"arch", arch(runtime.GOARCH)},
		{"platform", platform(runtime.GOOS)},
		{"release", p.release()},
		{"title", "guthega"},
		{"argv", p.list(executable, "receiver")},
		{"execArgv", p.list()},
		{"env", p.env()},
		{"pid", os.Getpid()},
		{"ppid", os.Getppid()},
		{"execPath", executable},
		{"debugPort", 9229},
		{"argv0", "guthega"},
		{"exitCode", goja.Undefined()},
		{"features", p.features()},
		{"config", p.config()},
		{"report", goja.Undefined()},
		{"allowedNodeEnvironmentFlags", p.emptySet()},
	} {
		p.set(p.object, f.name, f.value)
	}
	p.method("cwd", func(goja.FunctionCall) goja.Value {
		dir, err := os.Getwd()
		if err != nil {
			panic(jsapi.NewError(p.rt, "Error", "ENOENT", "process.cwd failed: "+err.Error()))
		}
		return p.rt.ToValue(dir)
	})
}

func (p *process) versions() *goja.Object {
	o := p.rt.NewObject()
	p.set(o, "node", Version)
	p.set(o, "v8", v8Version)
	p.set(o, "modules", modulesVersion)
	// Code asks what Node was built with in order to know what Node can do: these can be told apart only by their names.
	for _, lib := range [...][2]string{
		{"openssl", "3.0.15+quic"}, {"uv", "1.46.0"}, {"zlib", "1.3.0.1"}, {"brotli", "1.1.0"}, {"ares", "1.34.5"},
		{"llhttp", "8.1.2"}, {"unicode", "16.0"}, {"napi", "9"},
	} {
		p.set(o, lib[0], lib[1])
	}
	p.set(o, "go", strings.TrimPrefix(runtime.Version(), "go"))
	// Reading the build's information takes longer than all the rest, and hardly anybody asks.
	version := jsapi.NewFunction(p.rt, "goja", func(goja.FunctionCall) goja.Value { return p.rt.ToValue(gojaVersion()) })
	if err := o.DefineAccessorProperty("goja", version, nil, goja.FLAG_TRUE, goja.FLAG_TRUE); err != nil {
		panic(err)
	}
	return o
}

func gojaVersion() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, m := range info.Deps {
			if m.Path == "github.com/dop251/goja" {
				return strings.TrimPrefix(m.Version, "v")
			}
		}
	}
	return "unknown"
}

func (p *process) release() *goja.Object {
	o := p.rt.NewObject()
	p.set(o, "name", "node")
	p.set(o, "lts", "Iron")
	return o
}

func (p *process) features() *goja.Object {
	o := p.rt.NewObject()
	for _, name := range [...]string{"inspector", "debug", "uv", "ipv6", "tls_alpn", "tls_sni", "tls_ocsp", "tls", "cached_builtins"} {
		p.set(o, name, name != "inspector" && name != "debug" && name != "tls_ocsp")
	}
	return o
}

// config is how Node was compiled: by no configuration at all.
func (p *process) config() *goja.Object {
	o := p.rt.NewObject()
	p.set(o, "target_defaults", p.rt.NewObject())
	p.set(o, "variables", p.rt.NewObject())
	return o
}

func (p *process) emptySet() goja.Value {
	o, err := p.rt.New(p.rt.Get("Set"))
	if err != nil {
		panic(err)
	}
	return o
}

// env holds the permitted environment variables, in the order of their names. It is an ordinary object: what a
// receiver writes to it only that VM sees, and it is not made a string.
func (p *process) env() *goja.Object {
	vars := map[string]string{}
	for _, v := range os.Environ() {
		if name, value, ok := strings.Cut(v, "="); ok && p.h.Permissions.MayEnv(name) {
			vars[name] = value
		}
	}
	o := p.rt.NewObject()
	for _, name := range slices.Sorted(maps.Keys(vars)) {
		p.set(o, name, vars[name])
	}
	return o
}

// arch is Node's name for a GOARCH.
func arch(goarch string) string {
	switch goarch {
	case "amd64":
		return "x64"
	case "386":
		return "ia32"
	case "ppc64le":
		return "ppc64"
	case "mipsle":
		return "mipsel"
	}
	return goarch
}

// platform is Node's name for a GOOS.
func platform(goos string) string {
	switch goos {
	case "windows":
		return "win32"
	case "solaris", "illumos":
		return "sunos"
	}
	return goos
}

// nextTick is process.nextTick(callback, ...args).
func (p *process) nextTick(call goja.FunctionCall) goja.Value {
	fn, ok := goja.AssertFunction(call.Argument(0))
	if !ok {
		panic(jsapi.InvalidArgType(p.rt, "callback", "of type function", call.Argument(0)))
	}
	args := slices.Clone(call.Arguments[1:]) // goja reuses the slice
	p.h.Loop.Tick(func() error {
		_, err := fn(goja.Undefined(), args...)
		return err
	})
	return goja.Undefined()
}
