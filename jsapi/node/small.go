package node

import (
	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// class makes a module that is one class of "stream", by which older packages name it.
func (*Ports) class(name string) jsapi.Module {
	return func(h *jsapi.Host) goja.Value { return h.Require("stream").ToObject(h.Runtime).Get(name) }
}

// Punycode is the module "punycode".
func (p *Ports) Punycode(h *jsapi.Host) goja.Value { return p.run(h, "punycode", nil) }

// Constants is the module "constants", of old: what "os", "fs" and "crypto" have as constants, in one object.
func (*Ports) Constants(h *jsapi.Host) goja.Value {
	rt := h.Runtime
	all := rt.NewObject()
	add := func(o *goja.Object, within ...string) {
		for _, name := range within {
			inner, ok := o.Get(name).(*goja.Object)
			if !ok {
				return
			}
			o = inner
		}
		for _, name := range o.Keys() {
			set(all, name, o.Get(name))
		}
	}
	for _, from := range []struct {
		module string
		within []string
	}{
		{"os", []string{"constants", "dlopen"}}, {"os", []string{"constants", "errno"}}, {"os", []string{"constants", "priority"}},
		{"os", []string{"constants", "signals"}}, {"fs", []string{"constants"}}, {"crypto", []string{"constants"}},
	} {
		var module *goja.Object
		if rt.Try(func() { module = h.Require(from.module).ToObject(rt) }) == nil { // else it is one that this host has not
			add(module, from.within...)
		}
	}
	return all
}
