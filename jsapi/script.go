package jsapi

import (
	"sync"

	"github.com/dop251/goja"
)

// Script is the JavaScript part of a host module: one function expression, compiled once per process when it is first
// run, and shared by all VMs (a compiled program is immutable). It is safe for concurrent use.
type Script struct {
	program func() *goja.Program
}

// NewScript makes a Script of source, strict code that stack traces call name ("node:events"). It panics at the first run, not
// here, if source is not valid.
func NewScript(name, source string) *Script {
	return &Script{sync.OnceValue(func() *goja.Program { return goja.MustCompile(name, source, true) })}
}

// Run evaluates the function in rt and returns what it returns for args. What it throws, Run panics with.
func (s *Script) Run(rt *goja.Runtime, args ...goja.Value) goja.Value {
	fn, err := rt.RunProgram(s.program())
	if err != nil {
		panic(err)
	}
	call, ok := goja.AssertFunction(fn)
	if !ok {
		panic(rt.NewTypeError("a host module's script is not a function"))
	}
	v, err := call(goja.Undefined(), args...)
	if err != nil {
		panic(err)
	}
	return v
}
