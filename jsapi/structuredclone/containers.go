package structuredclone

import (
	"slices"

	"github.com/dop251/goja"
)

// entries clones a Map. What it holds is listed first: cloning may run getters that change it.
func (c *cloner) entries(o *goja.Object, depth int) goja.Value {
	var pairs [][2]goja.Value
	collect := c.rt.ToValue(func(call goja.FunctionCall) goja.Value {
		pairs = append(pairs, [2]goja.Value{call.Argument(1), call.Argument(0)})
		return goja.Undefined()
	})
	_, err := c.mapForEach(o, collect)
	must(err)
	to := c.keep(o, c.construct(c.rt.Get("Map")))
	for _, pair := range pairs {
		key := c.clone(pair[0], depth+1)
		_, err := c.mapSet(to, key, c.clone(pair[1], depth+1))
		must(err)
	}
	return to
}

// set clones a Set.
func (c *cloner) set(o *goja.Object, depth int) goja.Value {
	var items []goja.Value
	collect := c.rt.ToValue(func(call goja.FunctionCall) goja.Value {
		items = append(items, call.Argument(0))
		return goja.Undefined()
	})
	_, err := c.setForEach(o, collect)
	must(err)
	to := c.keep(o, c.construct(c.rt.Get("Set")))
	for _, item := range items {
		_, err := c.setAdd(to, c.clone(item, depth+1))
		must(err)
	}
	return to
}

// error clones an error: its kind if it is one of the standard's, its message, stack and cause, and nothing else.
func (c *cloner) error(o *goja.Object, depth int) goja.Value {
	class := "Error"
	if name := o.Get("name"); name != nil {
		switch s := name.String(); s {
		case "EvalError", "RangeError", "ReferenceError", "SyntaxError", "TypeError", "URIError":
			class = s
		}
	}
	to := c.keep(o, c.construct(c.rt.Get(class)))
	hidden := func(name string, v goja.Value) {
		must(to.DefineDataProperty(name, v, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE))
	}
	if stack := o.Get("stack"); stack != nil && goja.IsString(stack) {
		hidden("stack", stack)
	}
	own := o.GetOwnPropertyNames()
	if slices.Contains(own, "message") {
		hidden("message", c.rt.ToValue(o.Get("message").String()))
	}
	if slices.Contains(own, "cause") {
		hidden("cause", c.clone(o.Get("cause"), depth+1))
	}
	return to
}
