package path

import (
	"os"
	"strconv"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// flavour is one system's rules for file names.
type flavour interface {
	sep() string
	delimiter() string
	isAbsolute(p string) bool
	normalize(p string) string
	join(parts []string) string
	// resolve takes n parts from the last on, and asks for no more once the name is absolute.
	resolve(n int, part func(i int) string) string
	relative(from, to string) string
	dirname(p string) string
	basename(p, suffix string) string
	extname(p string) string
	parse(p string) parsed
	toNamespacedPath(p string) string
}

// Module makes the exports of Node's "path" module; its posix and win32 properties are those of "path/posix" and
// "path/win32".
func Module(h *jsapi.Host) goja.Value {
	rt := h.Runtime
	cwd := func() string {
		dir, err := os.Getwd()
		if err != nil {
			panic(jsapi.NewError(rt, "Error", "ENOENT", "ENOENT: the working directory does not exist any more, uv_cwd"))
		}
		return dir
	}
	p, w := exports(rt, posix{cwd}), exports(rt, win32{cwd})
	for _, o := range []*goja.Object{p, w} {
		set(o, "win32", w)
		set(o, "posix", p)
		set(o, "_makeLong", o.Get("toNamespacedPath"))
	}
	return p
}

func exports(rt *goja.Runtime, f flavour) *goja.Object {
	o := rt.NewObject()
	text := func(name string, fn func(a args) string) {
		jsapi.SetMethod(rt, o, name, func(call goja.FunctionCall) goja.Value {
			return rt.ToValue(fn(args{rt, call}))
		})
	}
	text("resolve", func(a args) string {
		return f.resolve(len(a.call.Arguments), func(i int) string {
			return a.string(i, "paths["+strconv.Itoa(i)+"]")
		})
	})
	text("normalize", func(a args) string { return f.normalize(a.string(0, "path")) })
	jsapi.SetMethod(rt, o, "isAbsolute", func(call goja.FunctionCall) goja.Value {
		return rt.ToValue(f.isAbsolute(args{rt, call}.string(0, "path")))
	})
	text("join", func(a args) string {
		parts := make([]string, len(a.call.Arguments))
		for i := range parts {
			parts[i] = a.string(i, "path")
		}
		return f.join(parts)
	})
	text("relative", func(a args) string { return f.relative(a.string(0, "from"), a.string(1, "to")) })
	jsapi.SetMethod(rt, o, "toNamespacedPath", func(call goja.FunctionCall) goja.Value {
		if p := call.Argument(0); goja.IsString(p) {
			return rt.ToValue(f.toNamespacedPath(p.String()))
		}
		return call.Argument(0)
	})
	text("dirname", func(a args) string { return f.dirname(a.string(0, "path")) })
	text("basename", func(a args) string {
		suffix := ""
		if !goja.IsUndefined(a.call.Argument(1)) {
			suffix = a.string(1, "suffix")
		}
		return f.basename(a.string(0, "path"), suffix)
	})
	text("extname", func(a args) string { return f.extname(a.string(0, "path")) })
	text("format", func(a args) string { return format(a, f.sep()) })
	jsapi.SetMethod(rt, o, "parse", func(call goja.FunctionCall) goja.Value {
		p := f.parse(args{rt, call}.string(0, "path"))
		out := rt.NewObject()
		for _, part := range [...]struct{ name, value string }{
			{"root", p.root}, {"dir", p.dir}, {"base", p.base}, {"ext", p.ext}, {"name", p.name},
		} {
			set(out, part.name, rt.ToValue(part.value))
		}
		return out
	})
	set(o, "sep", rt.ToValue(f.sep()))
	set(o, "delimiter", rt.ToValue(f.delimiter()))
	return o
}

// format is path.format: the reverse of parse, where dir goes before root and base before name and ext.
func format(a args, sep string) string {
	o, ok := a.call.Argument(0).(*goja.Object)
	if ok {
		_, isFunction := goja.AssertFunction(o)
		ok = !isFunction && o.ClassName() != "Array"
	}
	if !ok {
		panic(jsapi.InvalidArgType(a.rt, "pathObject", "of type object", a.call.Argument(0)))
	}
	get := func(name string) string {
		if v := o.Get(name); v != nil && v.ToBoolean() {
			return v.String()
		}
		return ""
	}
	base := get("base")
	if base == "" {
		base = get("name")
		if ext := get("ext"); ext != "" {
			if ext[0] != '.' {
				base += "."
			}
			base += ext
		}
	}
	dir, root := get("dir"), get("root")
	switch {
	case dir == "" && root == "":
		return base
	case dir == "" || dir == root:
		return root + base
	}
	return dir + sep + base
}

// args reads the arguments of one call, which must be strings.
type args struct {
	rt   *goja.Runtime
	call goja.FunctionCall
}

func (a args) string(i int, name string) string {
	v := a.call.Argument(i)
	if !goja.IsString(v) {
		panic(jsapi.InvalidArgType(a.rt, name, "of type string", v))
	}
	return v.String()
}

// resolveOne resolves one name against the working directory.
func resolveOne(f flavour, p string) string {
	return f.resolve(1, func(int) string { return p })
}

func set(o *goja.Object, name string, v goja.Value) {
	if err := o.Set(name, v); err != nil {
		panic(err)
	}
}
