package regexp

import (
	"fmt"
	"strings"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// showAuthored has source, flags and the accessors of the new flags say what the author wrote.
func (c *constructor) showAuthored(object, proto *goja.Object) error {
	describe, ok := goja.AssertFunction(c.rt.Get("Object").ToObject(c.rt).Get("getOwnPropertyDescriptor"))
	if !ok {
		return fmt.Errorf("there is no built-in Object.getOwnPropertyDescriptor")
	}
	for _, m := range [...]struct {
		name string
		of   func(*authored) goja.Value
	}{
		{"source", func(a *authored) goja.Value { return a.source }},
		{"flags", func(a *authored) goja.Value { return a.flags }},
		{"hasIndices", func(a *authored) goja.Value { return c.rt.ToValue(a.indices) }},
		{"unicodeSets", func(a *authored) goja.Value { return c.rt.ToValue(a.sets) }},
	} {
		var built goja.Callable
		d, err := describe(object, proto, c.rt.ToValue(m.name))
		if err != nil {
			return err
		}
		if d, ok := d.(*goja.Object); ok {
			built, _ = goja.AssertFunction(d.Get("get"))
		}
		get := jsapi.NewFunction(c.rt, "get "+m.name, func(call goja.FunctionCall) goja.Value {
			o, ok := call.This.(*goja.Object)
			if ok && o.ClassName() == "RegExp" {
				if a, ok := jsapi.State[*authored](o.GetSymbol(c.authored)); ok {
					return m.of(a)
				}
			}
			switch {
			case built != nil:
				v, err := built(call.This)
				if err != nil {
					panic(err)
				}
				return v
			case ok && o.ClassName() == "RegExp":
				return c.rt.ToValue(false)
			case call.This == goja.Value(proto):
				return goja.Undefined()
			}
			panic(c.rt.NewTypeError("RegExp.prototype." + m.name + " getter called on non-RegExp object"))
		})
		if err := proto.DefineAccessorProperty(m.name, get, nil, goja.FLAG_TRUE, goja.FLAG_FALSE); err != nil {
			return err
		}
	}
	toString := jsapi.NewFunction(c.rt, "toString", func(call goja.FunctionCall) goja.Value {
		o, ok := call.This.(*goja.Object)
		if !ok {
			panic(c.rt.NewTypeError("RegExp.prototype.toString requires that 'this' be an Object"))
		}
		text := func(name string) string {
			v := o.Get(name)
			if v == nil {
				v = goja.Undefined()
			}
			return jsapi.ToString(c.rt, v).String()
		}
		return c.rt.ToValue("/" + text("source") + "/" + text("flags"))
	})
	return proto.DefineDataProperty("toString", toString, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
}

// sortedFlags puts flags into the order in which the property flags has them.
func sortedFlags(text string) string {
	var b strings.Builder
	for _, c := range "dgimsuvy" {
		if strings.ContainsRune(text, c) {
			b.WriteRune(c)
		}
	}
	return b.String()
}

// shown is ECMA-262's EscapeRegExpPattern: source between slashes is a literal of the same meaning.
func shown(rt *goja.Runtime, pattern goja.String) goja.Value {
	text := pattern.String()
	if text == "" {
		return rt.ToValue("(?:)")
	}
	if !strings.ContainsAny(text, "/\n\r\u2028\u2029") {
		return pattern
	}
	var b strings.Builder
	class := false
	lines := map[rune]string{'\n': `\n`, '\r': `\r`, '\u2028': `\u2028`, '\u2029': `\u2029`}
	escaped := false
	for _, r := range text {
		name, line := lines[r]
		switch {
		case line && escaped:
			b.WriteString(name[1:])
		case line:
			b.WriteString(name)
		case r == '/' && !escaped && !class:
			b.WriteString(`\/`)
		default:
			b.WriteRune(r)
		}
		switch {
		case escaped:
		case r == '[':
			class = true
		case r == ']':
			class = false
		}
		escaped = r == '\\' && !escaped
	}
	return rt.ToValue(b.String())
}
