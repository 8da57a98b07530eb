package vm

import (
	"fmt"
	"math"
	"reflect"
	"strconv"

	"github.com/dop251/goja"
)

// maxOwnDepth is how deep encode walks itself. What lies deeper is JSON.stringify's, which also finds cycles.
const maxOwnDepth = 8

// encode writes value as JSON.stringify does; nil stands for undefined. What handlers mostly return, plain objects of
// strings, numbers and booleans, is written here, in half the time. Everything else is handed to JSON.stringify itself,
// under the key it stands at, so that toJSON, arrays, boxed values, functions and errors are its own.
func (v *VM) encode(value goja.Value) (json []byte, err error) {
	e := encoder{vm: v, b: make([]byte, 0, 128)}
	if ex := v.rt.Try(func() { err = e.value(nil, value, 0) }); ex != nil { // a getter threw
		return nil, ex
	}
	if err != nil || len(e.b) == 0 {
		return nil, err
	}
	return e.b, nil
}

// encoder appends one result to b.
type encoder struct {
	vm *VM
	b  []byte
}

var (
	plainType  = reflect.TypeFor[map[string]any]() // of ordinary objects, but of errors, maps, … too
	stringType = reflect.TypeFor[string]()
	intType    = reflect.TypeFor[int64]()
	floatType  = reflect.TypeFor[float64]()
	boolType   = reflect.TypeFor[bool]()
)

// value appends x. at is where it stands, nil for the result itself; its name is written first, unless there is nothing
// to write: undefined is left out.
func (e *encoder) value(at *place, x goja.Value, depth int) error {
	if x == nil || goja.IsUndefined(x) {
		return nil
	}
	if goja.IsNull(x) {
		at.open(e)
		e.b = append(e.b, "null"...)
		return nil
	}
	switch t := x.ExportType(); t {
	case plainType:
		o, ok := x.(*goja.Object)
		if !ok || depth == maxOwnDepth || o.Prototype() != e.vm.objectPrototype {
			break
		}
		if toJSON := o.Get("toJSON"); toJSON != nil && !goja.IsUndefined(toJSON) {
			break
		}
		keys := o.Keys()
		if !allPlain(keys) {
			break
		}
		at.open(e)
		return e.object(o, keys, depth+1)
	case stringType:
		if _, symbol := x.(*goja.Symbol); symbol { // whose ExportType is a string's
			break
		}
		if s := x.String(); isPlain(s) {
			at.open(e)
			e.quoted(s)
			return nil
		}
	case intType, floatType, boolType:
		if _, boxed := x.(*goja.Object); boxed {
			break
		}
		at.open(e)
		if f := x.ToFloat(); t == floatType && (math.IsNaN(f) || math.IsInf(f, 0)) {
			e.b = append(e.b, "null"...)
		} else if t == intType {
			e.b = strconv.AppendInt(e.b, x.ToInteger(), 10)
		} else if t == floatType && f == 0 { // -0
			e.b = append(e.b, '0')
		} else {
			e.b = append(e.b, x.String()...)
		}
		return nil
	}
	return e.stringify(at, x)
}

// place is where a value stands in an object.
type place struct {
	key   string // isPlain
	first *bool  // no member has been written yet
}

// open writes what comes before a value: a comma, if it is not the first, and its name.
func (p *place) open(e *encoder) {
	if p == nil {
		return
	}
	if !*p.first {
		e.b = append(e.b, ',')
	}
	*p.first = false
	e.quoted(p.key)
	e.b = append(e.b, ':')
}

func (e *encoder) object(o *goja.Object, keys []string, depth int) error {
	e.b = append(e.b, '{')
	first := true
	for _, key := range keys {
		if err := e.value(&place{key, &first}, o.Get(key), depth); err != nil {
			return err
		}
	}
	e.b = append(e.b, '}')
	return nil
}

// stringify appends x as JSON.stringify writes it under its key.
func (e *encoder) stringify(at *place, x goja.Value) error {
	if at == nil {
		text, err := e.vm.stringify(goja.Undefined(), x)
		if err == nil && !goja.IsUndefined(text) {
			e.b = append(e.b, text.String()...)
		}
		return err
	}
	holder := e.vm.rt.CreateObject(nil)
	if err := holder.Set(at.key, x); err != nil {
		return err
	}
	text, err := e.vm.stringify(goja.Undefined(), holder)
	if err != nil {
		return err
	}
	s := text.String()
	if s == "{}" { // a function or a symbol
		return nil
	}
	if len(s) < len(`{"":0}`) || s[0] != '{' {
		return fmt.Errorf("JSON.stringify wrote %q for an object", s)
	}
	if !*at.first {
		e.b = append(e.b, ',')
	}
	*at.first = false
	e.b = append(e.b, s[1:len(s)-1]...)
	return nil
}

// quoted appends s, which isPlain, in quotes.
func (e *encoder) quoted(s string) {
	e.b = append(e.b, '"')
	e.b = append(e.b, s...)
	e.b = append(e.b, '"')
}

// isPlain reports whether s is ASCII with nothing to escape in JSON.
func isPlain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' || c >= 0x7f {
			return false
		}
	}
	return true
}

func allPlain(keys []string) bool {
	for _, k := range keys {
		if !isPlain(k) {
			return false
		}
	}
	return true
}
