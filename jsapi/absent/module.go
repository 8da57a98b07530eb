package absent

import (
	_ "embed"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

var (
	//go:embed childprocess.js
	childProcessJS string
	//go:embed cluster.js
	clusterJS string
	//go:embed domain.js
	domainJS string
	//go:embed http2.js
	http2JS string
	//go:embed inspector.js
	inspectorJS string
	//go:embed repl.js
	replJS string
	//go:embed small.js
	smallJS string
	//go:embed v8.js
	v8JS string
	//go:embed workerthreads.js
	workerThreadsJS string
)

// Modules are the modules by Node's names for them; "sea" and "test" can only be had as node:sea and node:test.
func Modules() map[string]jsapi.Module {
	return modules(map[string]string{
		"child_process": childProcessJS, "cluster": clusterJS, "domain": domainJS, "http2": http2JS, "inspector": inspectorJS, "inspector/promises": inspectorJS,
		"repl": replJS, "v8": v8JS, "worker_threads": workerThreadsJS,
		"trace_events": smallJS, "wasi": smallJS, "sea": smallJS, "test": smallJS,
	})
}

func modules(sources map[string]string) map[string]jsapi.Module {
	out := map[string]jsapi.Module{}
	for name, source := range sources {
		script := jsapi.NewScript("node:"+name, source)
		out[name] = func(h *jsapi.Host) goja.Value {
			return script.Run(h.Runtime, hostObject(h, name), h.Runtime.ToValue(name))
		}
	}
	return out
}

// hostObject is what the scripts see of Go. deny(what, why) makes a function that throws, and unsupported(what, why) an
// error; what is the function's name within the module.
func hostObject(h *jsapi.Host, module string) *goja.Object {
	rt := h.Runtime
	o := jsapi.NewScriptHost(h)
	denied := func(call goja.FunctionCall) *goja.Object {
		return jsapi.NewError(rt, "Error", "ERR_ACCESS_DENIED",
			module+"."+call.Argument(0).String()+"() is denied: "+call.Argument(1).String())
	}
	jsapi.SetMethod(rt, o, "denied", func(call goja.FunctionCall) goja.Value { return denied(call) })
	jsapi.SetMethod(rt, o, "deny", func(call goja.FunctionCall) goja.Value {
		e := goja.FunctionCall{Arguments: append([]goja.Value(nil), call.Arguments...)}
		return jsapi.NewFunction(rt, call.Argument(0).String(), func(goja.FunctionCall) goja.Value { panic(denied(e)) })
	})
	return o
}
