package process

import (
	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// denied sets the methods that would reach beyond the receiver. The process serves other messages and other VMs.
func (p *process) denied() {
	for _, m := range [...]struct{ name, why string }{
		{"exit", "a receiver may not end the process; throw an error to reject the message"},
		{"reallyExit", "a receiver may not end the process; throw an error to reject the message"},
		{"abort", "a receiver may not end the process; throw an error to reject the message"},
		{"kill", "a receiver may not send signals"},
		{"chdir", "the working directory belongs to the whole process; use absolute paths"},
		{"binding", "Node's internal bindings do not exist here"},
		{"dlopen", "native add-ons do not exist here"},
		{"setuid", "a receiver may not change the process's user"},
		{"setgid", "a receiver may not change the process's group"},
		{"seteuid", "a receiver may not change the process's user"},
		{"setegid", "a receiver may not change the process's group"},
		{"setgroups", "a receiver may not change the process's groups"},
		{"initgroups", "a receiver may not change the process's groups"},
		{"loadEnvFile", "environment variables come from the permission \"env\""},

		{"setUncaughtExceptionCaptureCallback", "uncaught exceptions are reported by the host"},
	} {
		p.method(m.name, func(goja.FunctionCall) goja.Value {
			panic(p.accessDenied("process." + m.name + "() is denied: " + m.why))
		})
	}
	p.method("hasUncaughtExceptionCaptureCallback", func(goja.FunctionCall) goja.Value { return p.rt.ToValue(false) })
	p.method("setSourceMapsEnabled", func(goja.FunctionCall) goja.Value { return goja.Undefined() })
	p.method("getActiveResourcesInfo", func(goja.FunctionCall) goja.Value { return p.list() })
	p.method("umask", func(call goja.FunctionCall) goja.Value {
		if len(call.Arguments) > 0 && !goja.IsUndefined(call.Argument(0)) {
			panic(p.accessDenied("process.umask(mask) is denied: the mask belongs to the whole process"))
		}
		return p.rt.ToValue(defaultUmask) // reading the real one means setting it for a moment, for every thread
	})
}

// defaultUmask is what nearly every system has.
const defaultUmask = 0o022

func (p *process) accessDenied(message string) *goja.Object {
	return jsapi.NewError(p.rt, "Error", "ERR_ACCESS_DENIED", message)
}
