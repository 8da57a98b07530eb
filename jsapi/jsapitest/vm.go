package jsapitest

import (
	"testing"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// VM is a runtime with its Host and the fakes behind it. It is for the test's goroutine only.
type VM struct {
	Runtime *goja.Runtime
	Host    *jsapi.Host
	Loop    *Loop
	Log     *Log

	t testing.TB
}

// New makes a VM whose Host.Require, and the global require, know the given modules. A minimal "internal/events" with
// only DOMException is there unless modules brings its own.
func New(t testing.TB, modules map[string]jsapi.Module) *VM {
	t.Helper()
	rt := goja.New()
	vm := &VM{Runtime: rt, Loop: newLoop(rt), Log: &Log{}, t: t}
	exports := make(map[string]goja.Value)
	vm.Host = &jsapi.Host{Runtime: rt, Loop: vm.Loop, Log: vm.Log, Permissions: &jsapi.Permissions{}}
	vm.Host.Require = func(name string) goja.Value {
		if v, ok := exports[name]; ok {
			return v
		}
		module, ok := modules[name]
		if !ok && name == "internal/events" {
			module, ok = domExceptionOnly, true
		}
		if !ok {
			panic(rt.NewTypeError("jsapitest: no module %q; give it to New", name))
		}
		v := module(vm.Host)
		exports[name] = v
		return v
	}
	vm.set(rt.GlobalObject(), "require", rt.ToValue(func(call goja.FunctionCall) goja.Value {
		return vm.Host.Require(call.Argument(0).String())
	}))
	return vm
}

// Globals makes the named exports of a module global, as the VM does for Buffer, TextEncoder and the like.
func (vm *VM) Globals(module string, names ...string) {
	vm.t.Helper()
	exports := vm.Host.Require(module).ToObject(vm.Runtime)
	for _, name := range names {
		vm.set(vm.Runtime.GlobalObject(), name, exports.Get(name))
	}
}

// Run runs src, then the loop until it is idle, and returns src's completion value. It fails the test on an exception.
func (vm *VM) Run(src string) goja.Value {
	vm.t.Helper()
	v, err := vm.Runtime.RunString(src)
	if err == nil {
		err = vm.Loop.Run()
	}
	if err != nil {
		vm.t.Fatalf("running %q: %v", src, err)
	}
	return v
}

func (vm *VM) set(o *goja.Object, name string, v goja.Value) {
	vm.t.Helper()
	if err := o.Set(name, v); err != nil {
		vm.t.Fatalf("setting %s: %v", name, err)
	}
}

// domExceptionOnly stands in for the events module where a test needs only that DOMException has a name and a code.
func domExceptionOnly(h *jsapi.Host) goja.Value {
	v, err := h.Runtime.RunString(`({ DOMException: class DOMException extends Error {
		constructor(message = '', name = 'Error') {
			super(message);
			const own = typeof name === 'string' ? name : String(name.name);
			Object.defineProperty(this, 'name', { value: own, configurable: true });
			this.code = { InvalidCharacterError: 5, NotSupportedError: 9, InvalidStateError: 11, SyntaxError: 12,
				TypeMismatchError: 17, QuotaExceededError: 22, DataCloneError: 25 }[own] || 0;
		}
	} })`)
	if err != nil {
		panic(err)
	}
	return v
}
