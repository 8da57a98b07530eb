package loader

import (
	"fmt"
	"path"
	"strconv"

	"github.com/dop251/goja"
)

// module is one file in one VM.
type module struct {
	instance *Instance
	filename string
	parent   *module // nil for the host, and for a require made by CreateRequire
	object   *goja.Object
	children map[*goja.Object]struct{}

	esm       bool // its exports are a namespace
	node      bool // it imports as Node does: the default export of CommonJS is module.exports
	executing bool // its body is on the stack
	// Of a module with a top-level await: promise settles when its body has, and ready says that it has, and well.
	promise *goja.Object
	ready   bool
	awaits  string // where the await is, for messages
}

// newModule makes the module object that JavaScript sees, with Node's properties in Node's order.
func (i *Instance) newModule(p string, parent *module) *module {
	m := &module{instance: i, filename: p, parent: parent, object: i.rt.CreateObject(i.prototype)}
	i.set(m.object, "id", i.rt.ToValue(p))
	i.set(m.object, "path", i.rt.ToValue(path.Dir(p)))
	i.set(m.object, "exports", i.rt.NewObject())
	i.set(m.object, "filename", i.rt.ToValue(p))
	i.set(m.object, "loaded", i.rt.ToValue(false))
	i.set(m.object, "children", i.rt.NewArray())
	i.set(m.object, "paths", i.strings(i.bundle.resolver.nodeModulePaths(path.Dir(p))))
	if parent != nil {
		i.hide(m.object, "parent", parent.value())
	}
	return m
}

// value is the module object, or undefined for one that CreateRequire made up.
func (m *module) value() goja.Value {
	if m.object == nil {
		return goja.Undefined()
	}
	return m.object
}

func (i *Instance) strings(list []string) *goja.Object {
	values := make([]any, len(list))
	for n, s := range list {
		values[n] = s
	}
	return i.rt.NewArray(values...)
}

// pending reports whether m's exports cannot be had at once, and perhaps never.
func (m *module) pending() bool { return m != nil && m.promise != nil && !m.ready }

func (m *module) exports() goja.Value { return m.object.Get("exports") }

// adopt lists child among m's children.
func (m *module) adopt(child *goja.Object) {
	if m.object == nil {
		return
	}
	if _, ok := m.children[child]; ok {
		return
	}
	if m.children == nil {
		m.children = map[*goja.Object]struct{}{}
	}
	m.children[child] = struct{}{}
	if list, ok := m.object.Get("children").(*goja.Object); ok {
		m.instance.set(list, strconv.FormatInt(list.Get("length").ToInteger(), 10), child)
	}
}

// disown takes back the last adoption, of a child that failed.
func (m *module) disown(child *goja.Object) {
	if m == nil || m.object == nil {
		return
	}
	delete(m.children, child)
	list, ok := m.object.Get("children").(*goja.Object)
	if !ok {
		return
	}
	if n := list.Get("length").ToInteger() - 1; n >= 0 && list.Get(strconv.FormatInt(n, 10)) == goja.Value(child) {
		m.instance.set(list, "length", m.instance.rt.ToValue(n))
	}
}

// run runs the file in the module.
func (m *module) run(file *compiled) error {
	i := m.instance
	if file.unit == nil {
		v, err := i.parseJSON(m.filename, file.json)
		if err != nil {
			return err
		}
		i.set(m.object, "exports", v)
		i.set(m.object, "loaded", i.rt.ToValue(true))
		return nil
	}
	m.node = file.esm
	if err := m.call(file); err != nil {
		return err
	}
	if file.flags&awaiting != 0 {
		m.awaits = fmt.Sprintf("%s:%d:%d", m.filename, file.awaitLine, file.awaitColumn)
		return m.start()
	}
	i.set(m.object, "loaded", i.rt.ToValue(true))
	return nil
}

// call runs the body.
func (m *module) call(file *compiled) error {
	i := m.instance
	body, err := i.rt.RunProgram(file.program)
	if err != nil {
		return err
	}
	exports, require := m.exports(), goja.Value(i.requireFunction(m))
	args := []goja.Value{exports, require, m.object, i.rt.ToValue(m.filename), i.rt.ToValue(path.Dir(m.filename))}
	if file.flags&extended != 0 {
		args = append(args, require, i.importMeta(m))
	}
	if file.flags&importing != 0 {
		args[1] = i.importFunction(m)
	}
	this := exports
	if m.esm {
		this = goja.Undefined()
	}
	m.executing = true
	defer func() { m.executing = false }()
	_, err = i.call(body, this, args...)
	return err
}

// start starts the body of a module with a top-level await: what call has run is only the function that does.
func (m *module) start() error {
	i := m.instance
	promise, err := i.try(func() (goja.Value, error) {
		run := m.exports().ToObject(i.rt).Get("run")
		i.set(m.object, "exports", i.rt.NewObject())
		return i.call(run, goja.Undefined())
	})
	if err != nil {
		return err
	}
	settled, err := i.then(promise.ToObject(i.rt), m.finish, func(reason goja.Value) goja.Value {
		i.forget(m)
		panic(reason)
	})
	if err != nil {
		return err
	}
	m.promise = settled.ToObject(i.rt)
	return nil
}

// finish makes the namespace that the body promised the module's exports.
func (m *module) finish(namespace goja.Value) goja.Value {
	i := m.instance
	i.hide(namespace.ToObject(i.rt), "__esModule", i.rt.ToValue(true))
	i.set(m.object, "exports", namespace)
	i.set(m.object, "loaded", i.rt.ToValue(true))
	m.ready = true
	return namespace
}
