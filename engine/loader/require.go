package loader

import (
	"errors"
	"net/url"
	"path"
	"reflect"
	"strings"

	"github.com/dop251/goja"
)

// requireFunction makes m's require, with resolve, main, extensions and cache.
func (i *Instance) requireFunction(m *module) *goja.Object {
	require := i.function("require", 1, func(c goja.FunctionCall) goja.Value {
		v, loaded, err := i.require(i.specifier(c, "id"), m, forRequire)
		if err == nil && loaded.pending() {
			err = asyncModule(loaded)
		}
		if err != nil {
			i.throw(err, m)
		}
		return v
	})
	resolve := i.function("resolve", 2, func(c goja.FunctionCall) goja.Value { return i.resolve(c, m) })
	i.set(resolve, "paths", i.function("paths", 1, func(c goja.FunctionCall) goja.Value { return i.lookupPaths(c, m) }))
	i.set(require, "resolve", resolve)
	i.set(require, "main", i.host.value())
	i.set(require, "extensions", i.extensions)
	i.set(require, "cache", i.cache)
	if m.object != nil {
		i.hide(m.object, "require", require)
	}
	return require
}

// specifier is the first argument, which must be a string that is not empty.
func (i *Instance) specifier(c goja.FunctionCall, name string) string {
	v := c.Argument(0)
	if _, ok := v.(goja.String); !ok {
		i.throw(newTypeError(codeArgType, "The \"%s\" argument must be of type string. Received %s", name, describe(v)), nil)
	}
	s := v.String()
	if s == "" {
		i.throw(newTypeError(codeArgValue, "The argument '%s' must be a non-empty string. Received ''", name), nil)
	}
	return s
}

// describe says what v is without running any of its code.
func describe(v goja.Value) string {
	if _, ok := goja.AssertFunction(v); ok {
		return "a function"
	}
	switch v.(type) {
	case *goja.Object:
		return "an object"
	case *goja.Symbol:
		return "type symbol (" + v.String() + ")"
	}
	if goja.IsUndefined(v) || goja.IsNull(v) {
		return v.String()
	}
	if t := v.ExportType(); t != nil && t.Kind() == reflect.Bool {
		return "type boolean (" + v.String() + ")"
	}
	return "type number (" + v.String() + ")"
}

// resolve is require.resolve(request, {paths}).
func (i *Instance) resolve(c goja.FunctionCall, m *module) goja.Value {
	spec := i.specifier(c, "request")
	from := []string{m.filename}
	if options, ok := c.Argument(1).(*goja.Object); ok {
		if list := options.Get("paths"); list != nil && !goja.IsUndefined(list) {
			from = nil
			i.rt.ForOf(list, func(v goja.Value) bool {
				p := v.String()
				if !path.IsAbs(p) && !strings.HasPrefix(p, embeddedRoot) {
					p = path.Join(path.Dir(m.filename), p)
				}
				from = append(from, path.Join(p, "noop.js"))
				return true
			})
		}
	}
	err := notFound(spec, m.filename, forRequire)
	for _, f := range from {
		var t target
		if t, err = i.bundle.resolver.resolve(spec, f, forRequire); err == nil {
			if t.builtin != "" {
				return i.rt.ToValue(spec)
			}
			return i.rt.ToValue(t.path)
		}
		var e *Error
		if !errors.As(err, &e) || e.Code != codeNotFound {
			break
		}
	}
	var e *Error
	if errors.As(err, &e) && e.Code == codeUnknownBuiltin {
		err = notFound(spec, m.filename, forRequire) // Node's answer here, though require itself has a better one
	}
	i.throw(err, m)
	return nil
}

// lookupPaths is require.resolve.paths(request): null for a module of the host's.
func (i *Instance) lookupPaths(c goja.FunctionCall, m *module) goja.Value {
	spec := i.specifier(c, "request")
	if _, ok, err := i.bundle.resolver.builtin(spec); ok || err != nil {
		return goja.Null()
	}
	if isPath(spec) {
		return i.strings([]string{path.Dir(m.filename)})
	}
	return i.strings(i.bundle.resolver.nodeModulePaths(path.Dir(m.filename)))
}

// importFunction makes what esbuild's output calls for m's import statements and import(): require with the conditions
// of import, whose result esbuild's __toESM turns into a namespace.
func (i *Instance) importFunction(m *module) *goja.Object {
	return i.function("import", 1, func(c goja.FunctionCall) goja.Value {
		v, loaded, err := i.require(c.Argument(0).String(), m, forImport)
		if err == nil && loaded.pending() && m.executing {
			err = asyncModule(loaded)
		}
		if err != nil {
			i.throw(err, m)
		}
		switch {
		case loaded.pending():
			return i.later(loaded)
		case loaded == nil || !loaded.esm:
			return i.commonJS(v, m.node)
		}
		return v
	})
}

// asyncModule says that a module cannot be had at once.
func asyncModule(m *module) error {
	return newError(codeAsyncModule, "%s has a top-level await: a module that others require or import by a statement cannot wait; "+
		"move the await into an async function, or load the file with import()", m.awaits)
}

// later is what import() gets of a module that is not done: __toESM copies its then, and a promise resolved with the
// copy waits for it. (An import statement never gets here, as its module is executing.)
func (i *Instance) later(m *module) goja.Value {
	o := i.rt.NewObject()
	i.set(o, "__esModule", i.rt.ToValue(true))
	i.set(o, "then", i.function("then", 2, func(c goja.FunctionCall) goja.Value {
		v, err := i.call(m.promise.Get("then"), m.promise, c.Arguments...)
		if err != nil {
			panic(err)
		}
		return v
	}))
	return o
}

// commonJS prepares the exports of a module that is no ES module for __toESM, where that would do otherwise than Node:
// it takes the default property of exports that claim to be an ES module's (__esModule) for the default export, which
// for an importer that is one to Node is module.exports; and the namespace it makes inherits from the exports, so that
// that of a promise would look like a promise and be none.
func (i *Instance) commonJS(exports goja.Value, node bool) goja.Value {
	from, ok := exports.(*goja.Object)
	if !ok {
		return exports
	}
	if from.ExportType() != reflect.TypeFor[*goja.Promise]() {
		if !node {
			return exports
		}
		if claim := from.Get("__esModule"); claim == nil || !claim.ToBoolean() {
			return exports
		}
	}
	o := i.rt.NewObject()
	i.set(o, "__esModule", i.rt.ToValue(true))
	i.set(o, "default", from)
	for _, key := range from.GetOwnPropertyNames() {
		if key == "default" || key == "__esModule" {
			continue
		}
		get := i.function(key, 0, func(goja.FunctionCall) goja.Value { return from.Get(key) })
		if err := o.DefineAccessorProperty(key, get, nil, goja.FLAG_TRUE, goja.FLAG_TRUE); err != nil {
			panic(err)
		}
	}
	return o
}

// importMeta makes m's import.meta.
func (i *Instance) importMeta(m *module) *goja.Object {
	o := i.rt.CreateObject(nil)
	i.set(o, "dirname", i.rt.ToValue(path.Dir(m.filename)))
	i.set(o, "filename", i.rt.ToValue(m.filename))
	i.set(o, "resolve", i.function("resolve", 1, func(c goja.FunctionCall) goja.Value {
		spec := c.Argument(0).String()
		t, err := i.bundle.resolver.resolve(spec, m.filename, forImport)
		if err != nil {
			i.throw(err, m)
		}
		if t.builtin != "" {
			return i.rt.ToValue("node:" + t.builtin)
		}
		return i.rt.ToValue(fileURL(t.path))
	}))
	i.set(o, "url", i.rt.ToValue(fileURL(m.filename)))
	return o
}

// fileURL is the URL of a file; the path of an embedded one is a URL as it is.
func fileURL(p string) string {
	if strings.HasPrefix(p, embeddedRoot+"/") {
		return p
	}
	return (&url.URL{Scheme: "file", Path: p}).String()
}
