package fs

import (
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"syscall"
	"time"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/socket"
)

//go:embed fs.js
var source string

// script is immutable and shared by every VM of the process.
var script = jsapi.NewScript("node:fs", source)

// module is the Go half of one VM's fs.
type module struct {
	h          *jsapi.Host
	reader     *reader
	operations map[string]operation
}

// Module makes the exports of "fs". It requires "buffer" and "url", and "stream" when a stream is made.
func Module(h *jsapi.Host) goja.Value {
	m := &module{h: h, reader: newReader(nil), operations: operations()}
	if p := h.Permissions; p != nil {
		m.reader = newReader(slices.Concat(p.Own, p.Read))
	}
	o := jsapi.NewScriptHost(h)
	jsapi.SetMethod(h.Runtime, o, "now", m.now)
	jsapi.SetMethod(h.Runtime, o, "later", m.later)
	jsapi.SetMethod(h.Runtime, o, "denied", func(call goja.FunctionCall) goja.Value {
		return jsapi.NewError(h.Runtime, "Error", "ERR_ACCESS_DENIED", "fs."+call.Argument(0).String()+
			"() is denied: guthega gives receivers files to read only")
	})
	return script.Run(h.Runtime, o)
}

// Promises makes the exports of "fs/promises".
func Promises(h *jsapi.Host) goja.Value {
	return h.Require("fs").ToObject(h.Runtime).Get("promises")
}

// now is now(operation, path), which returns what it gives, or an error.
func (m *module) now(call goja.FunctionCall) goja.Value {
	path := call.Argument(1).String()
	op := m.operations[call.Argument(0).String()]
	r, err := op.run(m.reader, path)
	if err != nil {
		return m.failure(op, path, err)
	}
	return m.value(r)
}

// later is later(operation, path, done), where done gets what now would return.
func (m *module) later(call goja.FunctionCall) goja.Value {
	path := call.Argument(1).String()
	op := m.operations[call.Argument(0).String()]
	done, ok := goja.AssertFunction(call.Argument(2))
	if !ok {
		panic(jsapi.InvalidArgType(m.h.Runtime, "cb", "of type function", call.Argument(2)))
	}
	turn := m.h.Loop.Reserve()
	go func() {
		r, err := op.run(m.reader, path)
		turn.Resume(func() error {
			var v goja.Value
			if err != nil {
				v = m.failure(op, path, err)
			} else {
				v = m.value(r)
			}
			_, thrown := done(goja.Undefined(), v)
			return thrown
		})
	}()
	return goja.Undefined()
}

// value is what JavaScript gets: a Buffer, a text, a list of [name, mode], or the numbers of a Stats.
func (m *module) value(r result) goja.Value {
	rt := m.h.Runtime
	switch {
	case r.info != nil:
		i := r.info
		ms := func(t time.Time) float64 { return float64(t.UnixNano()) / 1e6 }
		return rt.NewArray(i.dev, i.mode, i.nlink, i.uid, i.gid, i.rdev, i.blksize, i.ino, i.size, i.blocks,
			ms(i.atime), ms(i.mtime), ms(i.ctime), ms(i.birthtime))
	case r.entries != nil:
		list := make([]any, len(r.entries))
		for n, e := range r.entries {
			list[n] = rt.NewArray(e.Name(), float64(kind(e.Type())))
		}
		return rt.NewArray(list...)
	case r.text != "":
		return rt.ToValue(r.text)
	}
	return jsapi.NewBuffer(m.h, r.bytes)
}

// failure is an error as Node reports it.
func (m *module) failure(op operation, path string, err error) *goja.Object {
	rt := m.h.Runtime
	if denied, ok := errors.AsType[*deniedError](err); ok {
		e := jsapi.NewError(rt, "Error", "ERR_ACCESS_DENIED", denied.Error())
		m.set(e, "permission", "FileSystemRead")
		m.set(e, "resource", denied.path)
		return e
	}
	if errors.Is(err, errNUL) {
		return jsapi.NewError(rt, "TypeError", "ERR_INVALID_ARG_VALUE",
			"The argument 'path' must be a string, Uint8Array, or URL without null bytes.")
	}
	call := op.syscall
	var number syscall.Errno
	switch {
	case errors.As(err, &number):
	case errors.Is(err, os.ErrNotExist):
		err = syscall.ENOENT
	}
	var at *fs.PathError
	if errors.As(err, &at) && at.Op == "read" { // of a folder
		call = "read"
	}
	errno, code, text := socket.Code(err)
	message := fmt.Sprintf("%s: %s, %s", code, text, call)
	if call != "read" {
		message += " '" + path + "'"
	}
	e, failed := rt.New(rt.Get("Error"), rt.ToValue(message))
	if failed != nil {
		panic(failed)
	}
	m.set(e, "errno", errno)
	m.set(e, "syscall", call)
	m.set(e, "code", code)
	if call != "read" {
		m.set(e, "path", path)
	}
	return e
}

func (m *module) set(o *goja.Object, name string, v any) {
	if err := o.Set(name, v); err != nil {
		panic(err)
	}
}
