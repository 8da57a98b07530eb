package limits

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// MaxGroups is how deep the groups of a regular expression may be nested: ((a)) has depth 2. It is the limit of Go's regexp
// package, which goja uses for most patterns and which refuses more; for those with a lookahead, a lookbehind or a
// back-reference it uses another, that has no limit: half a million groups overflow the Go stack, ten thousand take seconds.
const MaxGroups = 1000

// patterns checks the source texts of regular expressions for one runtime.
type patterns struct {
	rt          *goja.Runtime
	syntaxError goja.Value
}

// boundRegExp puts a check before everything that makes a regular expression out of a string.
func boundRegExp(rt *goja.Runtime) error {
	p := &patterns{rt, rt.Get("SyntaxError")}
	built := rt.Get("RegExp").ToObject(rt)
	prototype := built.Get("prototype").ToObject(rt)
	if err := p.replaceConstructor(built, prototype); err != nil {
		return err
	}
	str := rt.Get("String").ToObject(rt).Get("prototype").ToObject(rt)
	for _, m := range [...]struct {
		method
		by *goja.Symbol // what an argument has that is asked instead
	}{
		{method{prototype, "compile", 2}, goja.SymMatch},
		{method{str, "match", 1}, goja.SymMatch},
		{method{str, "matchAll", 1}, goja.SymMatchAll},
		{method{str, "search", 1}, goja.SymSearch},
	} {
		if err := wrap(rt, m.method, func(built goja.Callable) func(goja.FunctionCall) goja.Value {
			return func(call goja.FunctionCall) goja.Value {
				return forward(built, call.This, p.checked(call.Arguments, m.by))
			}
		}); err != nil {
			return err
		}
	}
	return nil
}

// replaceConstructor replaces the global RegExp by one of the same prototype, so that instanceof and subclasses go on working.
func (p *patterns) replaceConstructor(built, prototype *goja.Object) error {
	construct, ok := goja.AssertConstructor(built)
	if !ok {
		return fmt.Errorf("RegExp is no constructor")
	}
	rt := p.rt
	// goja tells a call from a construction by nothing that we could see, so RegExp(x) makes a copy of x where the language returns
	// x itself (ECMA-262 §22.2.4.1).
	ctor := rt.ToValue(func(call goja.ConstructorCall) *goja.Object {
		o, err := construct(call.NewTarget, p.checked(call.Arguments, goja.SymMatch)...)
		if err != nil {
			panic(err)
		}
		return o
	}).(*goja.Object)

	no, yes := goja.FLAG_FALSE, goja.FLAG_TRUE
	species, err := function(rt, "get [Symbol.species]", 0, func(call goja.FunctionCall) goja.Value {
		if call.This == ctor {
			return built // which goja's split must see to be fast; its argument is a RegExp, in need of no check
		}
		return call.This
	})
	if err != nil {
		return err
	}
	for _, define := range [...]func() error{
		func() error { return ctor.DefineDataProperty("name", rt.ToValue("RegExp"), no, yes, no) },
		func() error { return ctor.DefineDataProperty("length", rt.ToValue(2), no, yes, no) },
		func() error { return ctor.DefineDataProperty("prototype", prototype, no, no, no) },
		func() error { return ctor.DefineAccessorPropertySymbol(goja.SymSpecies, species, nil, yes, no) },
		func() error { return prototype.DefineDataProperty("constructor", ctor, yes, yes, no) },
		func() error { return rt.GlobalObject().DefineDataProperty("RegExp", ctor, yes, yes, no) },
	} {
		if err := define(); err != nil {
			return err
		}
	}
	return nil
}

// checked returns args, with the first as a string if it is to become a pattern, or throws. by is the symbol of the method that an
// object is asked for first: one that has it is no pattern.
func (p *patterns) checked(args []goja.Value, by *goja.Symbol) []goja.Value {
	if len(args) == 0 {
		return args
	}
	switch v := args[0].(type) {
	case goja.String:
		p.check(v)
	case *goja.Object:
		if isRegExp(v) {
			return args
		}
		if m := v.GetSymbol(by); m != nil && !goja.IsUndefined(m) && !goja.IsNull(m) {
			return args
		}
		// It is converted here, once: what was checked must be what is compiled.
		s := jsapi.ToString(p.rt, v)
		p.check(s)
		args = slices.Clone(args) // goja's stack
		args[0] = s
	}
	return args
}

// isRegExp reports whether o is a regular expression of goja's, already compiled.
func isRegExp(o *goja.Object) bool { return o.ClassName() == "RegExp" }

func (p *patterns) check(s goja.String) {
	if s.Length() <= MaxGroups {
		return // which is what all but a few are
	}
	if text := s.String(); strings.Count(text, "(") <= MaxGroups || groupDepth(text) <= MaxGroups {
		return
	}
	e, err := p.rt.New(p.syntaxError, p.rt.ToValue(fmt.Sprintf("Invalid regular expression: groups are nested deeper than %d levels", MaxGroups)))
	if err != nil {
		panic(err)
	}
	panic(e)
}

// groupDepth returns how deep the groups of a pattern are nested, valid or not, up to one more than MaxGroups. Where the pattern
// ends inside a class it may count too many, never too few.
func groupDepth(pattern string) int {
	depth, deepest, class := 0, 0, false
	for i := 0; i < len(pattern) && deepest <= MaxGroups; i++ {
		switch c := pattern[i]; {
		case c == '\\':
			i++
		case c == '[' && !class:
			class = strings.IndexByte(pattern[i+1:], ']') >= 0
		case c == ']':
			class = false
		case c == '(' && !class:
			depth++
			deepest = max(deepest, depth)
		case c == ')' && !class:
			depth = max(depth-1, 0)
		}
	}
	return deepest
}
