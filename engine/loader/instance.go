package loader

import (
	"errors"
	"path"
	"strings"

	"github.com/dop251/goja"
)

// Instance is a Bundle in one VM: its module cache and its require functions. All its methods are for the VM's
// goroutine.
type Instance struct {
	bundle  *Bundle
	rt      *goja.Runtime
	builtin func(name string) (goja.Value, bool)

	cache, extensions, prototype *goja.Object
	modules                      map[string]*module
	// host is require.main: what requires the entry, as the original guthega's own main file did. A receiver that
	// asks whether it is run as a program (require.main === module) is told no.
	host *module
}

// Instantiate makes b ready to run in rt. builtin returns a module of the host's by its bare name, and false where
// Options.Builtin has promised too much; it is called each time one is required, and may panic with a JavaScript value
// to throw. It may be nil.
func (b *Bundle) Instantiate(rt *goja.Runtime, builtin func(name string) (goja.Value, bool)) *Instance {
	if builtin == nil {
		builtin = func(string) (goja.Value, bool) { return nil, false }
	}
	i := &Instance{bundle: b, rt: rt, builtin: builtin, modules: map[string]*module{},
		cache: rt.CreateObject(nil), extensions: rt.CreateObject(nil), prototype: rt.NewObject()}
	for _, ext := range []string{".js", ".json", ".node"} {
		i.set(i.extensions, ext, i.function(ext, 2, func(goja.FunctionCall) goja.Value {
			panic(rt.NewTypeError("guthega loads modules itself: require.extensions cannot be called"))
		}))
	}
	i.hide(i.prototype, "constructor", i.function("Module", 2, func(goja.FunctionCall) goja.Value {
		panic(rt.NewTypeError("guthega makes modules itself: Module cannot be called"))
	}))
	i.host = i.newModule(b.entry, nil)
	i.set(i.host.object, "id", rt.ToValue("."))
	return i
}

// Main runs the entry file, the first time it is called, and returns the default export: module.exports where that is
// callable, else its default property where it has one, else module.exports.
//
// Where the entry has a top-level await it returns a promise of the default export, which settles as the event loop
// goes on.
//
// Errors are the *goja.Exception, *goja.InterruptedError, … that came out of goja, or this package's own where no
// JavaScript was running: *SyntaxError, *Error.
func (i *Instance) Main() (goja.Value, error) {
	return i.try(func() (goja.Value, error) {
		exports, m, err := i.loadFile(i.bundle.entry, i.host)
		if err != nil {
			return nil, err
		}
		i.bundle.remember()
		if m != nil && m.promise != nil {
			return i.then(m.promise, defaultExport, nil)
		}
		return defaultExport(exports), nil
	})
}

// try runs f, which touches objects of the VM, where JavaScript need not be running: what f panics with for goja to
// throw becomes an error.
func (i *Instance) try(f func() (goja.Value, error)) (v goja.Value, err error) {
	defer func() {
		if x := recover(); x != nil {
			e, ok := x.(error)
			if !ok || !passes(e) {
				panic(x)
			}
			err = e
		}
	}()
	if ex := i.rt.Try(func() { v, err = f() }); ex != nil {
		return nil, ex
	}
	return v, err
}

func defaultExport(exports goja.Value) goja.Value {
	o, ok := exports.(*goja.Object)
	if !ok {
		return exports
	}
	if _, callable := goja.AssertFunction(o); callable {
		return o
	}
	if d := o.Get("default"); d != nil && !goja.IsUndefined(d) {
		return d
	}
	return o
}

// Require is require(spec) in the entry file's folder. The errors are Main's.
func (i *Instance) Require(spec string) (goja.Value, error) {
	return i.try(func() (goja.Value, error) {
		v, m, err := i.require(spec, i.host, forRequire)
		if err == nil && m.pending() {
			err = asyncModule(m)
		}
		return v, err
	})
}

// CreateRequire makes the require function of a file, which need not exist: an absolute path, that of a folder with a
// slash at its end, or a file: URL (module.createRequire). A relative path is an *Error.
func (i *Instance) CreateRequire(filename string) (*goja.Object, error) {
	p := filename
	if strings.HasPrefix(p, "file:") {
		var err error
		if p, err = fileURLPath(p); err != nil {
			return nil, err
		}
	}
	if !path.IsAbs(p) && !strings.HasPrefix(p, embeddedRoot+"/") {
		return nil, newTypeError(codeArgValue, "The argument 'filename' must be a file URL object, file URL string, or absolute path string. Received '%s'", filename)
	}
	if strings.HasSuffix(p, "/") {
		p += "noop.js"
	}
	m := &module{filename: path.Clean(p), instance: i}
	return i.requireFunction(m), nil
}

// require loads what spec means in the file from: its exports, and the module where it is a file of ours.
func (i *Instance) require(spec string, from *module, c conditions) (goja.Value, *module, error) {
	t, err := i.bundle.resolver.resolve(spec, from.filename, c)
	if err != nil {
		return nil, nil, err
	}
	if t.builtin != "" {
		v, ok := i.builtin(t.builtin)
		if !ok {
			return nil, nil, newError(codeUnknownBuiltin, "No such built-in module: %s (guthega does not provide it)", spec)
		}
		return v, nil, nil
	}
	return i.loadFile(t.path, from)
}

// cached returns what require.cache has for the file p, where JavaScript may have changed it; nil is nothing.
func (i *Instance) cached(p string) *goja.Object {
	o, _ := i.cache.Get(p).(*goja.Object)
	return o
}

// loadFile returns the exports of the file with the real path p, running it if it has not been. The module is nil
// where JavaScript put an object of its own into require.cache.
func (i *Instance) loadFile(p string, parent *module) (goja.Value, *module, error) {
	if o := i.cached(p); o != nil {
		parent.adopt(o)
		m := i.modules[p]
		if m != nil && m.object != o {
			m = nil
		}
		return o.Get("exports"), m, nil
	}
	file, err := i.bundle.file(p)
	if err != nil {
		return nil, nil, err
	}
	m := i.newModule(p, parent)
	m.esm = file.unit != nil && file.flags&esmSyntax != 0
	i.modules[p] = m
	i.set(i.cache, p, m.object)
	parent.adopt(m.object)
	done := false
	defer func() {
		if !done { // also when a panic passes through
			i.forget(m)
		}
	}()
	if err := m.run(file); err != nil {
		return nil, nil, err
	}
	done = true
	return m.exports(), m, nil
}

// forget takes a module that failed out of the cache, so that requiring it again tries again.
func (i *Instance) forget(m *module) {
	if i.cached(m.filename) == m.object {
		if err := i.cache.Delete(m.filename); err != nil {
			i.bundle.options.Debug("forgetting "+m.filename, err)
		}
	}
	delete(i.modules, m.filename)
	m.parent.disown(m.object)
}

// parseJSON makes the value of a JSON file.
func (i *Instance) parseJSON(p string, data []byte) (goja.Value, error) {
	v, err := i.try(func() (goja.Value, error) {
		if parse := i.bundle.options.ParseJSON; parse != nil {
			return parse(i.rt, data)
		}
		json := i.rt.GlobalObject().Get("JSON").ToObject(i.rt)
		return i.call(json.Get("parse"), json, i.rt.ToValue(string(data)))
	})
	if err == nil {
		return v, nil
	}
	if ex, ok := errors.AsType[*goja.Exception](err); ok {
		text := ex.Value().String()
		if o, ok := ex.Value().(*goja.Object); ok {
			text = o.Get("message").String()
		}
		return nil, &SyntaxError{File: p, Text: text}
	}
	if passes(err) {
		return nil, err
	}
	return nil, &SyntaxError{File: p, Text: err.Error()}
}

// function makes a native function that JavaScript sees by name.
func (i *Instance) function(name string, length int, f func(goja.FunctionCall) goja.Value) *goja.Object {
	o := i.rt.ToValue(f).ToObject(i.rt)
	i.fix(o, "name", i.rt.ToValue(name))
	i.fix(o, "length", i.rt.ToValue(length))
	return o
}

// then is promise.then(f, onError): a promise of what f returns. onError may be nil.
func (i *Instance) then(promise *goja.Object, f func(goja.Value) goja.Value, onError func(goja.Value) goja.Value) (goja.Value, error) {
	return i.try(func() (goja.Value, error) {
		args := []goja.Value{i.function("", 1, func(c goja.FunctionCall) goja.Value { return f(c.Argument(0)) })}
		if onError != nil {
			args = append(args, i.function("", 1, func(c goja.FunctionCall) goja.Value { return onError(c.Argument(0)) }))
		}
		return i.call(promise.Get("then"), promise, args...)
	})
}

// call calls f, which is a function unless JavaScript has made something else of it.
func (i *Instance) call(f, this goja.Value, args ...goja.Value) (goja.Value, error) {
	callable, ok := goja.AssertFunction(f)
	if !ok {
		panic(i.rt.NewTypeError("%s is not a function", f))
	}
	return callable(this, args...)
}
