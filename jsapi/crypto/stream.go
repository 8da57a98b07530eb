package crypto

import (
	_ "embed" // for the script
	"slices"
	"sync"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

//go:embed stream.js
var streamSource string

var streamScript = jsapi.NewScript("node:crypto", streamSource)

// lazyStream is the prototype of the prototypes of Hash, Hmac and the ciphers until one of their objects is first used as
// the stream it is. Requiring "stream" costs more than most hashes, and hardly a hash is ever piped.
func (m *module) lazyStream() *goja.Object {
	if m.lazy != nil {
		return m.lazy
	}
	load := sync.OnceValue(m.loadStream)
	m.lazy = m.rt.ToValue(m.rt.NewProxy(m.rt.NewObject(), &goja.ProxyTrapConfig{
		// Reached by instanceof, which must not find no stream where one only was not asked for yet.
		GetPrototypeOf: func(*goja.Object) *goja.Object { return load() },
		Has: func(target *goja.Object, name string) bool {
			if isStreamMember(name) {
				target = load()
			}
			return target.Get(name) != nil
		},
		Get: func(target *goja.Object, name string, receiver goja.Value) goja.Value {
			o, ok := receiver.(*goja.Object)
			switch {
			case ok && isStreamMember(name):
				load() // which puts this proxy out of the way
				return o.Get(name)
			case ok && name == "__proto__":
				return o.Prototype()
			}
			return target.Get(name)
		},
	})).(*goja.Object)
	return m.lazy
}

// loadStream makes streams of the classes and returns what their prototypes now inherit from.
func (m *module) loadStream() *goja.Object {
	host := m.rt.NewObject()
	jsapi.SetMethod(m.rt, host, "update", func(call goja.FunctionCall) goja.Value {
		// What comes after digest was called is lost, as in Node.
		if d := m.digester(call.Argument(0)); d.sum == nil {
			_, _ = d.hash.Write(m.updateData(goja.FunctionCall{Arguments: call.Arguments[1:]}))
		}
		return goja.Undefined()
	})
	jsapi.SetMethod(m.rt, host, "digest", func(call goja.FunctionCall) goja.Value {
		return m.buffer(m.digester(call.Argument(0)).final())
	})
	proto := streamScript.Run(m.rt, m.h.Require("stream"), host).ToObject(m.rt)
	for _, class := range m.streams {
		methods, base := proto.Get("cipher").ToObject(m.rt), "prototype"
		switch {
		case class.Get("digest") != nil:
			methods = proto.Get("hash").ToObject(m.rt)
		case class.Get("sign") != nil, class.Get("verify") != nil:
			methods, base = proto.Get("sign").ToObject(m.rt), "writable"
		}
		for _, name := range methods.Keys() {
			must(class.Set(name, methods.Get(name)))
		}
		must(class.SetPrototype(proto.Get(base).ToObject(m.rt)))
	}
	return proto.Get("prototype").ToObject(m.rt)
}

// isStreamMember names what a Transform has and Object.prototype has not.
func isStreamMember(name string) bool {
	return slices.Contains([]string{
		"_destroy", "_events", "_eventsCount", "_final", "_flush", "_maxListeners", "_read", "_readableState", "_transform",
		"_undestroy", "_write", "_writev", "_writableState", "addListener", "allowHalfOpen", "asIndexedPairs", "closed",
		"compose", "cork", "destroy", "destroyed", "drop", "emit", "end", "errored", "eventNames", "every", "filter", "find",
		"flatMap", "forEach", "getMaxListeners", "isPaused", "iterator", "listenerCount", "listeners", "map", "off", "on",
		"once", "pause", "pipe", "prependListener", "prependOnceListener", "push", "rawListeners", "read", "readable",
		"readableAborted", "readableDidRead", "readableEncoding", "readableEnded", "readableFlowing", "readableHighWaterMark",
		"readableLength", "readableObjectMode", "reduce", "removeAllListeners", "removeListener", "resume", "setDefaultEncoding",
		"setEncoding", "setMaxListeners", "some", "take", "toArray", "uncork", "unpipe", "unshift", "wrap", "writable",
		"writableAborted", "writableCorked", "writableEnded", "writableFinished", "writableHighWaterMark", "writableLength",
		"writableNeedDrain", "writableObjectMode", "write",
	}, name)
}
