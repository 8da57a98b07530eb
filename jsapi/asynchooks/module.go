package asynchooks

import (
	_ "embed"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

var (
	//go:embed resource.js
	resourceJS string
	//go:embed storage.js
	storageJS string
)

// Compiled programs are immutable and shared by every VM of the process.
var (
	resource = jsapi.NewScript("node:async_hooks", resourceJS)
	storage  = jsapi.NewScript("node:async_hooks", storageJS)
)

// carrier is a loop that carries an object of ours from where something is scheduled to where it runs. Without it a
// context ends with the function that it was entered for.
type carrier interface {
	Local() *goja.Object
	SetLocal(local *goja.Object)
}

// alone stands in for a loop that carries nothing.
type alone struct{ local *goja.Object }

func (a *alone) Local() *goja.Object         { return a.local }
func (a *alone) SetLocal(local *goja.Object) { a.local = local }

// Module makes the exports of "async_hooks".
func Module(h *jsapi.Host) goja.Value {
	rt := h.Runtime
	host := jsapi.NewScriptHost(h)
	loop, ok := h.Loop.(carrier)
	if !ok {
		loop = &alone{}
	}
	jsapi.SetMethod(rt, host, "current", func(goja.FunctionCall) goja.Value {
		if local := loop.Local(); local != nil {
			return local
		}
		return goja.Undefined()
	})
	jsapi.SetMethod(rt, host, "enter", func(call goja.FunctionCall) goja.Value {
		local, _ := call.Argument(0).(*goja.Object)
		loop.SetLocal(local)
		return goja.Undefined()
	})
	out := resource.Run(rt, host).ToObject(rt)
	class := storage.Run(rt, host, out.Get("AsyncResource"))
	if err := out.Set("AsyncLocalStorage", class); err != nil {
		panic(err)
	}
	return out
}
