package limits

import (
	"fmt"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// Install replaces the built-ins that need a bound. It is to be called before any code of a receiver has run, on the goroutine
// that owns rt.
func Install(rt *goja.Runtime) error {
	if err := boundRegExp(rt); err != nil {
		return fmt.Errorf("bounding regular expressions: %w", err)
	}
	if err := boundPrototypes(rt); err != nil {
		return fmt.Errorf("bounding prototypes: %w", err)
	}
	return nil
}

// method is a built-in: o[name], of length parameters.
type method struct {
	o      *goja.Object
	name   string
	length int
}

// wrap replaces a method by what bounded returns for it; it stays writable, configurable and not enumerable.
func wrap(rt *goja.Runtime, m method, bounded func(built goja.Callable) func(goja.FunctionCall) goja.Value) error {
	built, ok := goja.AssertFunction(m.o.Get(m.name))
	if !ok {
		return fmt.Errorf("there is no built-in %s", m.name)
	}
	f, err := function(rt, m.name, m.length, bounded(built))
	if err != nil {
		return err
	}
	return m.o.DefineDataProperty(m.name, f, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
}

func function(rt *goja.Runtime, name string, length int, fn func(goja.FunctionCall) goja.Value) (*goja.Object, error) {
	f := jsapi.NewFunction(rt, name, fn)
	return f, f.DefineDataProperty("length", rt.ToValue(length), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE)
}

// forward calls a built-in and throws what it throws.
func forward(built goja.Callable, this goja.Value, args []goja.Value) goja.Value {
	v, err := built(this, args...)
	if err != nil {
		panic(err)
	}
	return v
}
