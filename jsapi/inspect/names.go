package inspect

import (
	"strings"

	"github.com/dop251/goja"
)

// constructorName returns the name of the first constructor on o's prototype chain that o is an instance of. Where
// there is none, named is false for an object without a prototype, and else the name describes the odd prototype.
// inherited, when not nil, receives what prototypes of user classes hold besides methods.
func (p *printer) constructorName(o *goja.Object, level int, inherited *[]string) (name string, named bool) {
	first := o.Prototype()
	for at, hops := o, 0; at != nil && hops < maxLevels; at, hops = p.prototype(at), hops+1 {
		d, ok := p.in.descriptor(at, stringKey("constructor"))
		if !ok || d.value == nil {
			continue
		}
		ctor, ok := d.value.(*goja.Object)
		if !ok {
			continue
		}
		if _, callable := goja.AssertFunction(ctor); !callable {
			continue
		}
		name := p.nameOf(ctor)
		if name == "" || !p.instance(o, ctor) {
			continue
		}
		if inherited != nil && (at != first || !builtIn(name)) {
			start := first
			if start == nil {
				start = o
			}
			p.inherited(o, start, level, inherited)
		}
		return name, true
	}
	if first == nil {
		return "", false
	}
	own := p.fallbackName(o)
	if p.tooDeep(level) || level > maxLevels {
		return own + " <Complex prototype>", true
	}
	if proto, ok := p.constructorName(first, level+1, inherited); ok {
		return own + " <" + proto + ">", true
	}
	inner := *p
	inner.opt.CustomInspect, inner.opt.Depth = false, -1
	return own + " <" + inner.value(first, 0, false) + ">", true
}

// prototype returns o's prototype without running a proxy's trap: behind a proxy the chain ends.
func (p *printer) prototype(o *goja.Object) *goja.Object {
	if next := o.Prototype(); next != nil && target(next) == next {
		return next
	}
	return nil
}

func (p *printer) instance(o, ctor *goja.Object) (yes bool) {
	_ = p.in.r.Try(func() { yes = p.in.r.InstanceOf(o, ctor) })
	return yes
}

// nameOf returns a function's name property as text.
func (p *printer) nameOf(f *goja.Object) string {
	switch v := p.in.get(f, "name").(type) {
	case nil:
		return ""
	case goja.String:
		return text(v)
	case *goja.Symbol:
		return symbolText(v)
	case *goja.Object:
		return ""
	default:
		return v.String()
	}
}

// fallbackName is the name of o's class by its internal slots.
func (p *printer) fallbackName(o *goja.Object) string {
	c := p.class(o)
	if c == classTyped {
		return p.typedName(o)
	}
	return classNames[c]
}

// inherited prints the properties of up to three prototype layers of main, methods left out.
func (p *printer) inherited(main, at *goja.Object, level int, out *[]string) {
	seen := map[key]bool{}
	for layer := range 3 {
		if layer > 0 || at == main {
			if at = p.prototype(at); at == nil {
				return
			}
			if d, ok := p.in.descriptor(at, stringKey("constructor")); ok && d.value != nil {
				if ctor, ok := d.value.(*goja.Object); ok && builtIn(p.nameOf(ctor)) {
					return
				}
			}
		}
		keys := p.ownKeys(at)
		p.seen = append(p.seen, main)
		for _, k := range keys {
			if _, own := p.in.descriptor(main, k); own || k.name == "constructor" && k.symbol == nil || seen[k] {
				continue
			}
			d, ok := p.in.descriptor(at, k)
			if !ok {
				continue
			}
			if _, method := goja.AssertFunction(d.value); method {
				continue
			}
			s := p.property(at, k, level, false, &d, main)
			if p.opt.Colors {
				s = "\x1b[2m" + s + "\x1b[22m"
			}
			*out = append(*out, s)
		}
		p.seen = p.seen[:len(p.seen)-1]
		for _, k := range keys {
			seen[k] = true
		}
	}
}

// prefix writes the class name, size (when not negative) and tag that stand before an object's braces.
func (p *printer) prefix(s *shape, fallback string, size int) string {
	count := ""
	if size >= 0 {
		count = "(" + itoa(size) + ")"
	}
	if !s.named {
		if s.tag != "" && s.tag != fallback {
			return "[" + fallback + count + ": null prototype] [" + s.tag + "] "
		}
		return "[" + fallback + count + ": null prototype] "
	}
	if s.tag != "" && s.tag != s.constructor {
		return s.constructor + count + " [" + s.tag + "] "
	}
	return s.constructor + count + " "
}

// contextName is prefix for an object of whatever class.
func (p *printer) contextName(s *shape) string {
	fallback := ""
	if !s.named {
		if fallback = p.fallbackName(s.o); fallback == s.tag {
			fallback = "Object"
		}
	}
	return p.prefix(s, fallback, -1)
}

// functionBase prints a function or class in brackets.
func (p *printer) functionBase(s *shape) string {
	if s.class == classClass && strings.HasPrefix(p.intrinsicText("Function", "toString", s.o), "class") {
		return p.classBase(s)
	}
	kind := "Function"
	switch s.tag {
	case "AsyncFunction", "GeneratorFunction", "AsyncGeneratorFunction":
		kind = s.tag
	case "": // goja gives async methods the plain function's prototype
		if strings.HasPrefix(p.intrinsicText("Function", "toString", s.o), "async ") {
			kind = "AsyncFunction"
		}
	}
	base := "[" + kind
	if !s.named {
		base += " (null prototype)"
	}
	if name := p.nameOf(s.o); name != "" {
		base += ": " + name + "]"
	} else {
		base += " (anonymous)]"
	}
	if s.named && s.constructor != kind && s.constructor != "Function" {
		base += " " + s.constructor
	}
	if s.tag != "" && s.tag != s.constructor {
		base += " [" + s.tag + "]"
	}
	return base
}

func (p *printer) classBase(s *shape) string {
	name := ""
	if _, own := p.in.descriptor(s.o, stringKey("name")); own {
		name = p.nameOf(s.o)
	}
	if name == "" {
		name = "(anonymous)"
	}
	base := "class " + name
	if s.named && s.constructor != "Function" {
		base += " [" + s.constructor + "]"
	}
	if s.tag != "" && s.tag != s.constructor {
		base += " [" + s.tag + "]"
	}
	if !s.named {
		return "[" + base + " extends [null prototype]]"
	}
	if super := s.o.Prototype(); super != nil {
		if name := p.nameOf(super); name != "" {
			base += " extends " + name
		}
	}
	return "[" + base + "]"
}

// builtIn reports whether name is one of ECMAScript's own constructors, whose prototypes are not worth printing.
func builtIn(name string) bool {
	switch name {
	case "Object", "Function", "Array", "Number", "Boolean", "String", "Symbol", "Date", "Promise", "RegExp", "Error",
		"AggregateError", "EvalError", "RangeError", "ReferenceError", "SyntaxError", "TypeError", "URIError",
		"ArrayBuffer", "SharedArrayBuffer", "Uint8Array", "Int8Array", "Uint16Array", "Int16Array", "Uint32Array",
		"Int32Array", "Float32Array", "Float64Array", "Uint8ClampedArray", "BigUint64Array", "BigInt64Array", "DataView",
		"Map", "BigInt", "Set", "WeakMap", "WeakSet", "WeakRef", "Proxy", "FinalizationRegistry":
		return true
	}
	return false
}
