package inspect

import (
	"strings"

	"github.com/dop251/goja"
)

// formatter is one call of format.
type formatter struct {
	in   *Inspector
	opt  Options
	safe bool
}

// format fills args into the placeholders of the first, if that is a string, and appends the rest.
func (f *formatter) format(args []goja.Value) string {
	var b strings.Builder
	next, sep := 0, ""
	if len(args) > 0 {
		if first, ok := args[0].(goja.String); ok {
			if len(args) == 1 {
				return text(first)
			}
			next = f.fill(&b, text(first), args)
			if next > 0 {
				sep = " "
			}
		}
	}
	for ; next < len(args); next++ {
		b.WriteString(sep)
		if s, ok := args[next].(goja.String); ok {
			b.WriteString(text(s))
		} else {
			b.WriteString(f.inspect(args[next], f.opt))
		}
		sep = " "
	}
	return b.String()
}

// fill writes s with its placeholders replaced, and returns how many args are used up; none when s is to be printed
// like any other argument, because nothing in it was replaced.
func (f *formatter) fill(b *strings.Builder, s string, args []goja.Value) int {
	used, last := 0, 0
	for i := 0; i+1 < len(s); i++ {
		if s[i] != '%' {
			continue
		}
		i++
		if s[i] == '%' {
			b.WriteString(s[last:i])
			last = i + 1
			continue
		}
		if used+1 == len(args) || !strings.ContainsRune("sjdOoifc", rune(s[i])) {
			continue
		}
		b.WriteString(s[last : i-1])
		used++
		b.WriteString(f.placeholder(s[i], args[used]))
		last = i + 1
	}
	if last == 0 {
		return 0
	}
	b.WriteString(s[last:])
	return used + 1
}

func (f *formatter) placeholder(verb byte, v goja.Value) string {
	if v == nil {
		v = goja.Undefined()
	}
	kind := kindOf(v)
	switch verb {
	case 's':
		return f.stringOf(v, kind)
	case 'j':
		return f.json(v)
	case 'O':
		return f.inspect(v, f.opt)
	case 'o':
		opt := f.opt
		opt.ShowHidden, opt.ShowProxy, opt.Depth = true, true, 4
		return f.inspect(v, opt)
	case 'c':
		return ""
	}
	switch {
	case kind == kindSymbol:
		return "NaN"
	case kind == kindBigInt && verb != 'f':
		return f.bigInt(v)
	case verb == 'd':
		return f.try(func() string { return number(v.ToNumber(), f.opt.NumericSeparator) })
	case verb == 'i':
		return f.parsed("parseInt", v)
	}
	return f.parsed("parseFloat", v)
}

func (f *formatter) stringOf(v goja.Value, kind kind) string {
	switch kind {
	case kindNumber:
		return number(v, f.opt.NumericSeparator)
	case kindBigInt:
		return f.bigInt(v)
	case kindObject:
		o, _ := v.(*goja.Object)
		if _, callable := goja.AssertFunction(o); !callable && f.plainToString(o) {
			opt := f.opt
			opt.Depth, opt.Colors, opt.Compact = 0, false, 3
			return f.inspect(v, opt)
		}
	}
	return f.try(func() string { return textOf(v) })
}

// plainToString reports whether String(o) would say no more than a built-in class does.
func (f *formatter) plainToString(o *goja.Object) bool {
	if o = target(o); o == nil {
		return true
	}
	p := printer{in: f.in}
	isFunc := func(v goja.Value) bool { _, ok := goja.AssertFunction(v); return ok }
	toString, toPrimitive := isFunc(f.in.get(o, "toString")), isFunc(f.in.getSymbol(o, goja.SymToPrimitive))
	if !toString && !toPrimitive {
		return true
	}
	for at := o; at != nil; at = p.prototype(at) {
		own := false
		if toString {
			_, own = f.in.descriptor(at, stringKey("toString"))
		}
		if toPrimitive && !own {
			_, own = f.in.descriptor(at, key{symbol: goja.SymToPrimitive})
		}
		if !own {
			continue
		}
		if at == o {
			return false
		}
		d, ok := f.in.descriptor(at, stringKey("constructor"))
		ctor, isObject := d.value.(*goja.Object)
		return ok && isObject && builtIn(p.nameOf(ctor))
	}
	return true
}

func (f *formatter) bigInt(v goja.Value) string {
	p := printer{in: f.in, opt: Options{NumericSeparator: f.opt.NumericSeparator}}
	return p.primitive(v)
}

func (f *formatter) parsed(function string, v goja.Value) string {
	return f.try(func() string {
		n, ex := f.in.call(f.in.static("", function), goja.Undefined(), v)
		if ex != nil {
			panic(ex)
		}
		if n.ToFloat() == 0 && strings.HasPrefix(textOf(v), "-") { // goja's parseInt loses the sign of zero
			return "-0"
		}
		return number(n, f.opt.NumericSeparator)
	})
}

func (f *formatter) json(v goja.Value) string {
	s, ex := f.in.call(f.in.static("JSON", "stringify"), goja.Undefined(), v)
	switch {
	case ex == nil:
		return textOf(s)
	case strings.HasPrefix(f.in.thrown(ex), "Converting circular structure to JSON"):
		return "[Circular]"
	case f.safe:
		return threw(f.in.thrown(ex))
	}
	panic(ex)
}

func (f *formatter) inspect(v goja.Value, opt Options) string {
	p := printer{in: f.in, opt: opt, safe: f.safe}
	return p.value(v, 0, false)
}

// try runs code of the value's own, and prints what it throws if nothing may be thrown.
func (f *formatter) try(convert func() string) (s string) {
	if !f.safe {
		return convert()
	}
	if ex := f.in.r.Try(func() { s = convert() }); ex != nil {
		return threw(f.in.thrown(ex))
	}
	return s
}
