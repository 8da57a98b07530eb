package os

import (
	"os"
	"os/user"
	"runtime"
	"strings"
	"syscall"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// system makes the module for one VM.
type system struct{ rt *goja.Runtime }

// Module makes the exports of "os". For "util" it also has, under a symbol, what the system says of an error's number.
func Module(h *jsapi.Host) goja.Value {
	s := system{h.Runtime}
	out := s.rt.NewObject()
	s.texts(out)
	s.numbers(out)
	s.structures(out)
	s.method(out, "setPriority", func(goja.FunctionCall) goja.Value {
		panic(jsapi.NewError(s.rt, "Error", "ERR_ACCESS_DENIED", "os.setPriority() is denied: the process is not the receiver's"))
	})
	s.fixed(out, "constants", s.constants())
	s.fixed(out, "EOL", s.rt.ToValue(eol))
	s.fixed(out, "devNull", s.rt.ToValue(os.DevNull))
	text := jsapi.NewFunction(s.rt, "errorText", func(call goja.FunctionCall) goja.Value {
		return s.rt.ToValue(syscall.Errno(call.Argument(0).ToInteger()).Error())
	})
	if symbol := symbolFor(s.rt, "guthega.os.errorTexts"); symbol != nil {
		if err := out.DefineDataPropertySymbol(symbol, text, goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE); err != nil {
			panic(err)
		}
	}
	return out
}

func symbolFor(rt *goja.Runtime, name string) *goja.Symbol {
	symbols := rt.Get("Symbol").ToObject(rt)
	forKey, ok := goja.AssertFunction(symbols.Get("for"))
	if !ok {
		return nil
	}
	v, err := forKey(symbols, rt.ToValue(name))
	if err != nil {
		panic(err)
	}
	s, _ := v.(*goja.Symbol)
	return s
}

func (s system) method(o *goja.Object, name string, fn func(goja.FunctionCall) goja.Value) *goja.Object {
	return jsapi.SetMethod(s.rt, o, name, fn)
}

func (s system) fixed(o *goja.Object, name string, v goja.Value) {
	if err := o.DefineDataProperty(name, v, goja.FLAG_FALSE, goja.FLAG_FALSE, goja.FLAG_TRUE); err != nil {
		panic(err)
	}
}

// set puts an ordinary property on a fresh object.
func (s system) set(o *goja.Object, name string, v any) {
	if err := o.Set(name, s.rt.ToValue(v)); err != nil {
		panic(err)
	}
}

// texts sets the functions that return strings. Those that Node lets stand for their result do so here too.
func (s system) texts(out *goja.Object) {
	for _, f := range [...]struct {
		name  string
		value func() string
	}{
		{"arch", func() string { return arch(runtime.GOARCH) }},
		{"endianness", func() string { return endianness }},
		{"homedir", homedir},
		{"hostname", hostname},
		{"platform", func() string { return platform(runtime.GOOS) }},
		{"release", func() string { return line("/proc/sys/kernel/osrelease") }},
		{"tmpdir", tmpdir},
		{"type", func() string { return kernel(runtime.GOOS) }},
		{"version", func() string { return line("/proc/sys/kernel/version") }},
		{"machine", func() string { return machine(runtime.GOARCH) }},
	} {
		fn := s.method(out, f.name, func(goja.FunctionCall) goja.Value { return s.rt.ToValue(f.value()) })
		s.primitive(fn)
	}
}

// primitive makes a function convert to what it returns, as `${os.arch}` does in Node.
func (s system) primitive(fn *goja.Object) {
	call, _ := goja.AssertFunction(fn)
	convert := jsapi.NewFunction(s.rt, "", func(goja.FunctionCall) goja.Value {
		v, err := call(goja.Undefined())
		if err != nil {
			panic(err)
		}
		return v
	})
	if err := fn.DefineDataPropertySymbol(goja.SymToPrimitive, convert, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE); err != nil {
		panic(err)
	}
}

func (s system) numbers(out *goja.Object) {
	for _, f := range [...]struct {
		name  string
		value func() any
	}{
		{"availableParallelism", func() any { return runtime.GOMAXPROCS(0) }},
		{"freemem", func() any { return memory("MemAvailable:") }},
		{"totalmem", func() any { return memory("MemTotal:") }},
		{"uptime", func() any { return uptime() }},
	} {
		s.primitive(s.method(out, f.name, func(goja.FunctionCall) goja.Value { return s.rt.ToValue(f.value()) }))
	}
	s.method(out, "getPriority", func(goja.FunctionCall) goja.Value { return s.rt.ToValue(0) })
	s.method(out, "loadavg", func(goja.FunctionCall) goja.Value {
		values := loadAverage()
		return s.rt.NewArray(values[0], values[1], values[2])
	})
}

func (s system) structures(out *goja.Object) {
	s.method(out, "cpus", func(goja.FunctionCall) goja.Value {
		var list []any
		for _, c := range processors() {
			o, times := s.rt.NewObject(), s.rt.NewObject()
			s.set(o, "model", c.model)
			s.set(o, "speed", c.speed)
			for i, name := range [...]string{"user", "nice", "sys", "idle", "irq"} {
				s.set(times, name, c.times[i])
			}
			s.set(o, "times", times)
			list = append(list, o)
		}
		return s.rt.NewArray(list...)
	})
	s.method(out, "networkInterfaces", func(goja.FunctionCall) goja.Value { return s.interfaces() })
	s.method(out, "userInfo", func(goja.FunctionCall) goja.Value {
		o := s.rt.CreateObject(nil)
		s.set(o, "uid", os.Getuid())
		s.set(o, "gid", os.Getgid())
		name, home := os.Getenv("USER"), homedir()
		if u, err := user.Current(); err == nil {
			name, home = u.Username, u.HomeDir
		}
		s.set(o, "username", name)
		s.set(o, "homedir", home)
		if shell := os.Getenv("SHELL"); shell != "" {
			s.set(o, "shell", shell)
		} else {
			s.set(o, "shell", goja.Null())
		}
		return o
	})
}

func homedir() string {
	home, err := os.UserHomeDir()
	if err != nil {
		return "/"
	}
	return home
}

func hostname() string {
	name, err := os.Hostname()
	if err != nil {
		return "localhost"
	}
	return name
}

func tmpdir() string {
	dir := os.TempDir()
	if len(dir) > 1 {
		dir = strings.TrimRight(dir, `/\`)
	}
	return dir
}
