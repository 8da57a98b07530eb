package inspect

import (
	"math/big"
	"reflect"
	"time"

	"github.com/dop251/goja"
)

// kind is what typeof says, but that null is a kind of its own and functions are objects.
type kind uint8

const (
	kindUndefined kind = iota
	kindNull
	kindBoolean
	kindNumber
	kindBigInt
	kindString
	kindSymbol
	kindObject
)

func kindOf(v goja.Value) kind {
	switch v.(type) {
	case nil:
		return kindUndefined
	case *goja.Object:
		return kindObject
	case goja.String:
		return kindString
	case *goja.Symbol:
		return kindSymbol
	}
	t := v.ExportType()
	switch {
	case t == nil && goja.IsNull(v):
		return kindNull
	case t == nil:
		return kindUndefined
	case t.Kind() == reflect.Bool:
		return kindBoolean
	case t.Kind() == reflect.Pointer:
		return kindBigInt
	}
	return kindNumber
}

// class is what an object is by its internal slots, whatever its prototype says.
type class uint8

const (
	classPlain class = iota
	classArray
	classArguments
	classFunction
	classClass
	classError
	classRegExp
	classDate
	classMap
	classSet
	classWeakMap
	classWeakSet
	classTyped
	classArrayBuffer
	classDataView
	classPromise
	classBoxedNumber
	classBoxedString
	classBoxedBoolean
	classBoxedBigInt
	classBoxedSymbol
)

// classNames are the names an object of a class goes by when its prototype gives it none.
var classNames = [...]string{
	"Object", "Array", "Object", "Function", "Function", "Error", "RegExp", "Date", "Map", "Set", "WeakMap", "WeakSet",
	"", "ArrayBuffer", "DataView", "Promise", "Number", "String", "Boolean", "BigInt", "Symbol",
}

// class returns o's class. o must not be a proxy.
func (p *printer) class(o *goja.Object) class {
	t := o.ExportType()
	switch o.ClassName() {
	case "Array":
		return classArray
	case "Arguments":
		return classArguments
	case "Error":
		return classError
	case "RegExp":
		return classRegExp
	case "Date":
		return classDate
	case "Number":
		return classBoxedNumber
	case "String":
		return classBoxedString
	case "Boolean":
		return classBoxedBoolean
	}
	switch t {
	case nil:
		return classPlain
	case reflect.TypeFor[func(goja.ConstructorCall) *goja.Object]():
		return classClass
	case reflect.TypeFor[[][2]any]():
		return classMap
	case reflect.TypeFor[[]any]():
		return classSet
	case reflect.TypeFor[goja.ArrayBuffer]():
		return classArrayBuffer
	case reflect.TypeFor[*goja.Promise]():
		return classPromise
	case reflect.TypeFor[*big.Int]():
		return classBoxedBigInt
	case reflect.TypeFor[time.Time]():
		return classDate
	}
	switch t.Kind() {
	case reflect.Func:
		return classFunction
	case reflect.Slice:
		return classTyped
	case reflect.String:
		return classBoxedSymbol
	}
	return p.in.branded(o)
}

// branded tells the objects apart that goja does not, by asking an intrinsic that only accepts its own kind. It asks
// only where an inherited tag suggests the kind.
func (in *Inspector) branded(o *goja.Object) class {
	var probe goja.Callable
	var found class
	tag, _ := in.getSymbol(o, goja.SymToStringTag).(goja.String)
	if tag == nil {
		return classPlain
	}
	switch tag.String() {
	case "WeakMap":
		probe, found = in.intrinsic("WeakMap", "has"), classWeakMap
	case "WeakSet":
		probe, found = in.intrinsic("WeakSet", "has"), classWeakSet
	case "DataView":
		probe, found = in.intrinsic("DataView", "byteLength"), classDataView
	default:
		return classPlain
	}
	if _, ex := in.call(probe, o, o); ex != nil {
		return classPlain
	}
	return found
}

// IsMap reports whether o is a Map, whatever its prototype.
func IsMap(o *goja.Object) bool { return o.ExportType() == reflect.TypeFor[[][2]any]() }

// IsSet reports whether o is a Set, whatever its prototype.
func IsSet(o *goja.Object) bool {
	return o.ExportType() == reflect.TypeFor[[]any]() && o.ClassName() != "Array"
}

// target follows a proxy to what it stands for; nil when it was revoked. An object that is no proxy is returned as it
// is.
func target(o *goja.Object) *goja.Object {
	for o != nil {
		if o.ExportType() != reflect.TypeFor[goja.Proxy]() {
			return o
		}
		proxy, _ := o.Export().(goja.Proxy)
		o = proxy.Target()
	}
	return nil
}
