package vm

import (
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/dop251/goja"
)

// intrinsics are built-ins as they were before the receiver's code could replace them.
type intrinsics struct {
	stringify       goja.Callable
	then, resolve   goja.Callable
	promise         goja.Value
	date            *goja.Object
	errorPrototype  *goja.Object
	objectPrototype *goja.Object
}

func (in *intrinsics) capture(rt *goja.Runtime) error {
	global := rt.GlobalObject()
	get := func(object, name string) goja.Value {
		o, _ := global.Get(object).(*goja.Object)
		if o == nil {
			return nil
		}
		return o.Get(name)
	}
	proto, _ := get("Promise", "prototype").(*goja.Object)
	in.promise = global.Get("Promise")
	in.date, _ = global.Get("Date").(*goja.Object)
	in.errorPrototype, _ = get("Error", "prototype").(*goja.Object)
	in.objectPrototype, _ = get("Object", "prototype").(*goja.Object)
	var ok [3]bool
	in.stringify, ok[0] = goja.AssertFunction(get("JSON", "stringify"))
	in.resolve, ok[1] = goja.AssertFunction(get("Promise", "resolve"))
	if proto != nil {
		in.then, ok[2] = goja.AssertFunction(proto.Get("then"))
	}
	if ok != [3]bool{true, true, true} || in.date == nil || in.errorPrototype == nil || in.objectPrototype == nil {
		return errors.New("this build of goja lacks JSON, Promise, Date or Error")
	}
	return nil
}

// promised returns v as a native promise: itself, or a new one that has v's value, or follows it if it is a foreign
// thenable.
func (in *intrinsics) promised(v goja.Value) (*goja.Promise, goja.Value, error) {
	if p := asPromise(v); p != nil {
		return p, v, nil
	}
	w, err := in.resolve(in.promise, v)
	if err != nil {
		return nil, nil, err
	}
	p := asPromise(w)
	if p == nil {
		return nil, nil, fmt.Errorf("the result of Promise.resolve is %s", describe(w))
	}
	return p, w, nil
}

var promiseType = reflect.TypeFor[*goja.Promise]()

func asPromise(v goja.Value) *goja.Promise {
	o, ok := v.(*goja.Object)
	if !ok || o.ExportType() != promiseType { // Export would copy any other object whole
		return nil
	}
	p, _ := o.Export().(*goja.Promise)
	return p
}

// describe names a value's type for a message to the receiver's author.
func describe(v goja.Value) string {
	switch {
	case v == nil || goja.IsUndefined(v):
		return "undefined"
	case goja.IsNull(v):
		return "null"
	}
	if o, ok := v.(*goja.Object); ok {
		if _, ok := goja.AssertFunction(o); ok {
			return "a function"
		}
		if o.ClassName() == "Array" {
			return "an array"
		}
		return "an object"
	}
	kind := map[reflect.Type]string{stringType: "string", intType: "number", floatType: "number", boolType: "boolean"}[v.ExportType()]
	return strings.TrimSpace("the "+kind) + fmt.Sprintf(" %.40q", v.String())
}
