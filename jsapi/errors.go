package jsapi

import (
	"encoding/json"
	"math"
	"math/big"
	"strings"

	"github.com/dop251/goja"
)

// NewError makes an error as Node's own modules throw it: an instance of the global class ("Error", "TypeError",
// "RangeError") with a code, whose stack and toString() name the code but whose name does not.
func NewError(rt *goja.Runtime, class, code, message string) *goja.Object {
	e, err := rt.New(rt.Get(class), rt.ToValue(message))
	if err != nil {
		panic(err)
	}
	// goja writes the stack down when it is first read; the name it has then is the one that stays in it.
	withCode := class + " [" + code + "]"
	define(e, "name", rt.ToValue(withCode), false)
	e.Get("stack")
	if err := e.Delete("name"); err != nil {
		panic(err)
	}
	define(e, "code", rt.ToValue(code), true)
	define(e, "toString", NewFunction(rt, "toString", func(call goja.FunctionCall) goja.Value {
		this := call.This.ToObject(rt)
		return rt.ToValue(this.Get("name").String() + " [" + code + "]: " + this.Get("message").String())
	}), false)
	return e
}

// InvalidArgType is Node's ERR_INVALID_ARG_TYPE. name is the argument's, "options.x" for a property, or a whole phrase
// that ends in " argument"; must says what it has to be ("of type string or an instance of Buffer").
func InvalidArgType(rt *goja.Runtime, name, must string, got goja.Value) *goja.Object {
	switch {
	case strings.HasSuffix(name, " argument"):
	case strings.Contains(name, "."):
		name = `"` + name + `" property`
	default:
		name = `"` + name + `" argument`
	}
	return NewError(rt, "TypeError", "ERR_INVALID_ARG_TYPE", "The "+name+" must be "+must+"."+received(got))
}

// OutOfRange is Node's ERR_OUT_OF_RANGE; must says what the value has to be (">= 0 && <= 10").
func OutOfRange(rt *goja.Runtime, name, must string, got goja.Value) *goja.Object {
	text := inspect(got)
	switch {
	case goja.IsNumber(got):
		if f := got.ToFloat(); f == math.Trunc(f) && math.Abs(f) > 1<<32 && !math.IsInf(f, 0) {
			text = thousands(text)
		}
	case goja.IsBigInt(got):
		if n, ok := got.Export().(*big.Int); ok && n.CmpAbs(big.NewInt(1<<32)) > 0 {
			text = thousands(strings.TrimSuffix(text, "n")) + "n"
		}
	}
	return NewError(rt, "RangeError", "ERR_OUT_OF_RANGE",
		`The value of "`+name+`" is out of range. It must be `+must+". Received "+text)
}

// InvalidArgValue is Node's ERR_INVALID_ARG_VALUE; reason is what is wrong ("is invalid").
func InvalidArgValue(rt *goja.Runtime, name, reason, got string) *goja.Object {
	kind := "argument"
	if strings.Contains(name, ".") {
		kind = "property"
	}
	if len(got) > 128 {
		got = got[:128] + "..."
	}
	return NewError(rt, "TypeError", "ERR_INVALID_ARG_VALUE", "The "+kind+" '"+name+"' "+reason+". Received "+got)
}

// Inspect is a primitive as Node's util.inspect writes it, and a short word for an object.
func Inspect(v goja.Value) string { return inspect(v) }

// received is the sentence at the end of ERR_INVALID_ARG_TYPE.
func received(v goja.Value) string {
	switch kind := TypeOf(v); kind {
	case "undefined":
		return " Received undefined"
	case "string":
		text := v.String()
		if runes := []rune(text); len(runes) > 28 {
			text = string(runes[:25]) + "..."
		}
		if !strings.Contains(text, "'") {
			return " Received type string ('" + text + "')"
		}
		quoted, _ := json.Marshal(text) // a string always marshals
		return " Received type string (" + string(quoted) + ")"
	case "function":
		return " Received function " + v.(*goja.Object).Get("name").String()
	case "object":
		o, ok := v.(*goja.Object)
		if !ok {
			return " Received null"
		}
		if class, ok := o.Get("constructor").(*goja.Object); ok {
			if name := class.Get("name"); name != nil {
				return " Received an instance of " + name.String()
			}
		}
		return " Received " + inspect(o)
	default:
		return " Received type " + kind + " (" + inspect(v) + ")"
	}
}

// TypeOf is JavaScript's typeof.
func TypeOf(v goja.Value) string {
	switch {
	case v == nil || goja.IsUndefined(v):
		return "undefined"
	case goja.IsString(v):
		return "string"
	case goja.IsNumber(v):
		return "number"
	case goja.IsBigInt(v):
		return "bigint"
	}
	switch v := v.(type) {
	case *goja.Symbol:
		return "symbol"
	case *goja.Object:
		if _, ok := goja.AssertFunction(v); ok {
			return "function"
		}
		return "object"
	}
	if goja.IsNull(v) {
		return "object"
	}
	return "boolean"
}

func inspect(v goja.Value) string {
	switch {
	case v == nil || goja.IsUndefined(v):
		return "undefined"
	case goja.IsString(v):
		return quote(v.String())
	case goja.IsBigInt(v):
		return v.String() + "n"
	case goja.IsNumber(v) && v.ToFloat() == 0 && math.Signbit(v.ToFloat()):
		return "-0"
	}
	switch v := v.(type) {
	case *goja.Symbol:
		return "Symbol(" + v.String() + ")"
	case *goja.Object:
		if v.Prototype() == nil {
			return "[Object: null prototype] {}"
		}
		return "[" + v.ClassName() + "]"
	}
	return v.String()
}

// quote prefers single quotes, then double, then backquotes, as util.inspect does.
func quote(s string) string {
	q := "'"
	if strings.Contains(s, "'") {
		if !strings.Contains(s, `"`) {
			q = `"`
		} else if !strings.Contains(s, "`") {
			q = "`"
		}
	}
	escape := strings.NewReplacer(`\`, `\\`, "\n", `\n`, "\r", `\r`, "\t", `\t`, "\b", `\b`, "\f", `\f`, "\v", `\v`)
	s = escape.Replace(s)
	if q == "'" {
		s = strings.ReplaceAll(s, "'", `\'`)
	}
	return q + s + q
}

// thousands puts underscores between groups of three characters from the end on; so does Node, also for an exponent.
func thousands(digits string) string {
	sign := ""
	if strings.HasPrefix(digits, "-") {
		sign, digits = "-", digits[1:]
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "_" + digits[i:]
	}
	return sign + digits
}
