package structuredclone

import (
	"math/big"
	"reflect"
	"strings"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// maxDepth bounds the nesting of a value. V8 gives up between one and three thousand levels; a Go stack would go on for
// a gigabyte and then end the process.
const maxDepth = 10000

// cloner is one call of structuredClone.
type cloner struct {
	*module
	// made is the specification's memory: what each object seen so far became, which keeps identity and cycles.
	made map[*goja.Object]goja.Value
}

func (c *cloner) clone(v goja.Value, depth int) goja.Value {
	o, ok := v.(*goja.Object)
	if !ok {
		if _, ok := v.(*goja.Symbol); ok {
			panic(c.dataCloneError(jsapi.Inspect(v) + " could not be cloned."))
		}
		return v
	}
	if made, ok := c.made[o]; ok {
		return made
	}
	if depth > maxDepth {
		panic(c.construct(c.rt.Get("RangeError"), c.rt.ToValue("Maximum call stack size exceeded")))
	}
	if o == c.rt.GlobalObject() {
		panic(c.refuse(o))
	}
	// A class that goja knows by name, else one whose export type gives it away, else an ordinary object.
	switch class := o.ClassName(); class {
	case "Boolean", "Number", "String":
		return c.keep(o, c.construct(c.rt.Get(class), c.unboxed(o)))
	case "Date":
		ms, err := c.getTime(o)
		must(err)
		return c.keep(o, c.construct(c.rt.Get("Date"), ms))
	case "RegExp":
		return c.keep(o, c.construct(c.rt.Get("RegExp"), o.Get("source"), o.Get("flags")))
	case "Error":
		return c.error(o, depth)
	case "Array":
		a := c.rt.NewArray()
		must(a.Set("length", o.Get("length")))
		return c.properties(o, a, depth)
	case "Object":
		return c.object(o, depth)
	case "Math", "JSON":
		return c.properties(o, c.rt.NewObject(), depth)
	}
	panic(c.refuse(o))
}

// keep remembers what an object became.
func (c *cloner) keep(o, made *goja.Object) *goja.Object {
	c.made[o] = made
	return made
}

// unboxed is the primitive in a wrapper object.
func (c *cloner) unboxed(o *goja.Object) goja.Value {
	if o.ClassName() == "String" {
		return o.ToString()
	}
	return c.rt.ToValue(o.Export())
}

// object clones what goja gives the class Object.
func (c *cloner) object(o *goja.Object, depth int) goja.Value {
	switch typ := o.ExportType(); {
	case typ == reflect.TypeFor[[][2]any]():
		return c.entries(o, depth)
	case typ == reflect.TypeFor[[]any]():
		return c.set(o, depth)
	case typ == reflect.TypeFor[goja.ArrayBuffer]():
		return c.arrayBuffer(o)
	case typ == reflect.TypeFor[*big.Int]():
		return c.keep(o, c.rt.ToValue(o.Export()).ToObject(c.rt))
	case typ == reflect.TypeFor[map[string]any]():
		if o.Prototype() == c.objectProto || o.Prototype() == nil {
			return c.properties(o, c.rt.NewObject(), depth)
		}
		if _, ok := jsapi.Bytes(c.rt, o); ok {
			return c.view(o, "DataView", "byteLength")
		}
		if isPlain(o) {
			return c.properties(o, c.rt.NewObject(), depth)
		}
	case typ.Kind() == reflect.Slice:
		return c.view(o, o.GetSymbol(goja.SymToStringTag).String(), "length")
	}
	panic(c.refuse(o))
}

// isPlain tells an instance of a JavaScript class, which is cloned as a plain object, from built-in objects that exist
// only by identity. goja shows no difference but the tag that their prototypes carry.
func isPlain(o *goja.Object) bool {
	v := o.GetSymbol(goja.SymToStringTag)
	if v == nil || !goja.IsString(v) {
		return true
	}
	switch tag := v.String(); tag {
	case "WeakMap", "WeakSet", "WeakRef", "FinalizationRegistry", "Generator", "AsyncGenerator", "Symbol", "Promise":
		return false
	default:
		return !strings.HasSuffix(tag, " Iterator") && !strings.HasPrefix(tag, "Intl.")
	}
}

// properties copies the own enumerable properties of from with string keys; getters are read.
func (c *cloner) properties(from, to *goja.Object, depth int) *goja.Object {
	c.made[from] = to
	for _, key := range from.Keys() {
		v := from.Get(key)
		if v == nil { // an earlier getter deleted it
			continue
		}
		v = c.clone(v, depth+1)
		must(to.DefineDataProperty(key, v, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_TRUE))
	}
	return to
}

// refuse is the error for an object that cannot be cloned, in V8's words.
func (c *cloner) refuse(o *goja.Object) *goja.Object {
	if jsapi.TypeOf(o) == "function" {
		return c.dataCloneError(o.String() + " could not be cloned.")
	}
	name := "Object"
	switch {
	case o == c.rt.GlobalObject():
	case o.ExportType() == reflect.TypeFor[goja.Proxy](): // its traps are none of our business
		if target := o.Export().(goja.Proxy).Target(); target != nil && target.ClassName() == "Array" {
			return c.dataCloneError("[object Array] could not be cloned.")
		}
	default:
		tag := o.GetSymbol(goja.SymToStringTag)
		if tag != nil && (tag.String() == "Generator" || tag.String() == "Symbol") {
			return c.dataCloneError("[object " + tag.String() + "] could not be cloned.")
		}
		if class, ok := o.Get("constructor").(*goja.Object); ok {
			name = class.Get("name").String()
		}
	}
	return c.dataCloneError("#<" + name + "> could not be cloned.")
}
