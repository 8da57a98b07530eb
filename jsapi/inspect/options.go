package inspect

import (
	"math"

	"github.com/dop251/goja"
)

// Compact says how Inspect joins entries: CompactNever, CompactAlways, or the number of inner levels that may share a
// line.
type Compact int

const (
	// CompactAlways is Node's compact: true.
	CompactAlways Compact = -1
	// CompactNever is Node's compact: false.
	CompactNever Compact = 0
)

// Getters says which accessors are called to print what they return.
type Getters uint8

// The values of Node's getters option: false, true, "get" and "set".
const (
	GettersOff Getters = iota
	GettersAll
	GettersOnly
	GettersWithSetter
)

// Options are util.inspect's options under their names there. Limits are float64 because Infinity is a valid one.
type Options struct {
	ShowHidden, Colors, CustomInspect, ShowProxy, NumericSeparator bool
	// Depth is how many levels below the value are shown; negative shows none.
	Depth                                        float64
	MaxArrayLength, MaxStringLength, BreakLength float64
	Compact                                      Compact
	Getters                                      Getters
	// Sorted sorts the printed properties, by Compare when it is set.
	Sorted  bool
	Compare goja.Callable

	user *goja.Object // the options as JavaScript gave them, handed on to custom inspection
}

// Defaults returns Node's default options.
func Defaults() Options {
	return Options{
		CustomInspect: true, Depth: 2, MaxArrayLength: 100, MaxStringLength: 10000, BreakLength: 80, Compact: 3,
	}
}

// Apply overrides o with the properties of a JavaScript options object. It may panic with what its getters throw.
func (o *Options) Apply(from *goja.Object) {
	for _, key := range from.Keys() {
		v := from.Get(key)
		if v == nil {
			continue
		}
		switch key {
		case "showHidden":
			o.ShowHidden = v.ToBoolean()
		case "colors":
			o.Colors = v.ToBoolean()
		case "customInspect":
			o.CustomInspect = v.ToBoolean()
		case "showProxy":
			o.ShowProxy = v.ToBoolean()
		case "numericSeparator":
			o.NumericSeparator = v.ToBoolean()
		case "depth":
			o.Depth = limit(v)
		case "maxArrayLength":
			o.MaxArrayLength = limit(v)
		case "maxStringLength":
			o.MaxStringLength = limit(v)
		case "breakLength":
			o.BreakLength = limit(v)
		case "compact":
			o.Compact = compact(v)
		case "sorted":
			o.Sorted = v.ToBoolean()
			o.Compare, _ = goja.AssertFunction(v)
		case "getters":
			o.Getters = getters(v)
		default:
			o.user = from
		}
	}
}

// limit reads a bound; null lifts it, and what is no number does too, since no comparison with NaN holds.
func limit(v goja.Value) float64 {
	if goja.IsNull(v) {
		return math.Inf(1)
	}
	if f := v.ToFloat(); !math.IsNaN(f) {
		return f
	}
	return math.Inf(1)
}

func compact(v goja.Value) Compact {
	switch b := v.Export().(type) {
	case bool:
		if b {
			return CompactAlways
		}
		return CompactNever
	default:
		if f := v.ToFloat(); f >= 1 {
			return Compact(min(f, math.MaxInt32))
		}
		return CompactNever
	}
}

func getters(v goja.Value) Getters {
	switch v.Export() {
	case "get":
		return GettersOnly
	case "set":
		return GettersWithSetter
	case true:
		return GettersAll
	}
	return GettersOff
}

// object writes o as the options object that custom inspection functions receive.
func (o *Options) object(r *goja.Runtime, stylize goja.Value) *goja.Object {
	out := r.NewObject()
	set := func(name string, v any) {
		// Own data property on a fresh object: it cannot fail.
		_ = out.DefineDataProperty(name, r.ToValue(v), goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_TRUE)
	}
	set("stylize", stylize)
	set("showHidden", o.ShowHidden)
	set("depth", o.Depth)
	set("colors", o.Colors)
	set("customInspect", o.CustomInspect)
	set("showProxy", o.ShowProxy)
	set("maxArrayLength", o.MaxArrayLength)
	set("maxStringLength", o.MaxStringLength)
	set("breakLength", o.BreakLength)
	switch o.Compact {
	case CompactAlways:
		set("compact", true)
	case CompactNever:
		set("compact", false)
	default:
		set("compact", int(o.Compact))
	}
	set("sorted", o.Sorted)
	set("getters", [...]any{false, true, "get", "set"}[o.Getters])
	set("numericSeparator", o.NumericSeparator)
	if o.user != nil {
		for _, key := range o.user.Keys() {
			if key != "stylize" {
				set(key, o.user.Get(key))
			}
		}
	}
	return out
}
