package fs

import (
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"syscall"
	"time"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/folders"
	"github.com/guthega/guthega/jsapi/socket"
)

var (
	//go:embed fs.js
	source string
	//go:embed change.js
	changeJS string
	//go:embed streams.js
	streamsJS string
)

// Compiled programs are immutable and shared by every VM of the process.
var (
	script        = jsapi.NewScript("node:fs", source)
	changeScript  = jsapi.NewScript("node:fs", changeJS)
	streamsScript = jsapi.NewScript("node:fs", streamsJS)
)

// module is the Go half of one VM's fs.
type module struct {
	h          *jsapi.Host
	access     *access
	files      files
	operations map[string]operation
}

// Module makes the exports of "fs". It requires "buffer" and "url", and "stream" when a stream is made.
func Module(h *jsapi.Host) goja.Value {
	m := &module{h: h, access: newAccess(h.Permissions), operations: operations()}
	maps.Copy(m.operations, changes())
	h.Loop.OnClose(m.files.shut)
	o := jsapi.NewScriptHost(h)
	jsapi.SetMethod(h.Runtime, o, "now", m.now)
	jsapi.SetMethod(h.Runtime, o, "later", m.later)
	jsapi.SetMethod(h.Runtime, o, "absent", func(call goja.FunctionCall) goja.Value {
		return jsapi.NewError(h.Runtime, "Error", "ERR_FEATURE_UNAVAILABLE_ON_PLATFORM", "fs."+call.Argument(0).String()+
			" is unavailable on the current platform, which is being used to run guthega")
	})
	exports := script.Run(h.Runtime, o)
	changing := changeScript.Run(h.Runtime, o, exports)
	streamsScript.Run(h.Runtime, o, exports, changing)
	return exports
}

// Promises makes the exports of "fs/promises".
func Promises(h *jsapi.Host) goja.Value {
	return h.Require("fs").ToObject(h.Runtime).Get("promises")
}

// now is now(operation, path, to, numbers, bytes), which returns what it gives, or an error.
func (m *module) now(call goja.FunctionCall) goja.Value {
	op, c := m.asked(call)
	r, err := op.run(c)
	if err != nil {
		return m.failure(op, c, err)
	}
	return m.value(r)
}

// asked is the operation that JavaScript names, with what it is to work on. Bytes are JavaScript's own, to be read into.
func (m *module) asked(g goja.FunctionCall) (operation, *call) {
	text := func(v goja.Value) string {
		if goja.IsUndefined(v) {
			return ""
		}
		return v.String()
	}
	c := &call{access: m.access, files: &m.files, path: text(g.Argument(1)), to: text(g.Argument(2))}
	if list, ok := g.Argument(3).(*goja.Object); ok {
		m.h.Runtime.ForOf(list, func(v goja.Value) bool {
			c.n = append(c.n, v.ToInteger())
			return true
		})
	}
	if bytes := g.Argument(4); !goja.IsUndefined(bytes) {
		c.bytes, _ = jsapi.Bytes(m.h.Runtime, bytes)
	}
	return m.operations[g.Argument(0).String()], c
}

// later is later(operation, path, to, numbers, bytes, done), where done gets what now would return.
func (m *module) later(call goja.FunctionCall) goja.Value {
	op, c := m.asked(call)
	done, ok := goja.AssertFunction(call.Argument(5))
	if !ok {
		panic(jsapi.InvalidArgType(m.h.Runtime, "cb", "of type function", call.Argument(5)))
	}
	turn := m.h.Loop.Reserve()
	into := c.bytes
	c.bytes = slices.Clone(into) // JavaScript goes on with its own
	go func() {
		r, err := op.run(c)
		turn.Resume(func() error {
			var v goja.Value
			if err != nil {
				v = m.failure(op, c, err)
			} else {
				if op.syscall == "read" {
					copy(into, c.bytes)
				}
				v = m.value(r)
			}
			_, thrown := done(goja.Undefined(), v)
			return thrown
		})
	}()
	return goja.Undefined()
}

// value is what JavaScript gets: a Buffer, a text, a list of [name, mode], the numbers of a Stats, or a number.
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
	case r.bytes != nil:
		return jsapi.NewBuffer(m.h, r.bytes)
	}
	return rt.ToValue(r.number)
}

// failure is an error as Node reports it.
func (m *module) failure(op operation, c *call, err error) *goja.Object {
	path := c.path
	rt := m.h.Runtime
	if denied, ok := errors.AsType[*folders.Denied](err); ok {
		e := jsapi.NewError(rt, "Error", "ERR_ACCESS_DENIED", denied.Error())
		m.set(e, "permission", denied.Permission())
		m.set(e, "resource", denied.Path)
		return e
	}
	if errors.Is(err, folders.ErrNUL) {
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
	if path == "" {
		call, message = op.syscall, fmt.Sprintf("%s: %s, %s", code, text, op.syscall)
	} else if call != "read" {
		message += " '" + path + "'"
		if c.to != "" {
			message += " -> '" + c.to + "'"
		}
	}
	e, failed := rt.New(rt.Get("Error"), rt.ToValue(message))
	if failed != nil {
		panic(failed)
	}
	m.set(e, "errno", errno)
	m.set(e, "syscall", call)
	m.set(e, "code", code)
	if call != "read" && path != "" {
		m.set(e, "path", path)
		if c.to != "" {
			m.set(e, "dest", c.to)
		}
	}
	return e
}

func (m *module) set(o *goja.Object, name string, v any) {
	if err := o.Set(name, v); err != nil {
		panic(err)
	}
}
