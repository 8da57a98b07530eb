package regexp

import (
	"fmt"
	"strings"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// maxKept bounds the regular expressions that one VM keeps compiled, by the bytes of their patterns.
const maxKept = 1 << 20

// Syntax is what the VMs of a process share. It is safe for concurrent use.
type Syntax struct{ properties *properties }

// New makes a Syntax; its tables are read when a property is first asked for.
func New() *Syntax { return &Syntax{newProperties()} }

// constructor is RegExp for one runtime.
type constructor struct {
	rt         *goja.Runtime
	properties *properties
	built      func(newTarget *goja.Object, args ...goja.Value) (*goja.Object, error)
	self       *goja.Object
	exec       goja.Callable
	syntax     goja.Value        // SyntaxError
	authored   *goja.Symbol      // the property that holds what the author wrote
	kept       map[string]*entry // by flags, a slash, and the pattern
	keptSize   int
	beyond     bool // there are some with a flag that goja does not take, and may be asked for a copy with its flags
}

// authored is what source and flags of a rewritten regular expression show.
type authored struct {
	source, flags goja.Value
	indices, sets bool
}

// Install replaces RegExp, which may already be a wrapper of the built-in. It is to be called before any code of a receiver has run.
func (s *Syntax) Install(h *jsapi.Host) error {
	rt := h.Runtime
	built := rt.Get("RegExp").ToObject(rt)
	construct, ok := goja.AssertConstructor(built)
	if !ok {
		return fmt.Errorf("RegExp is no constructor")
	}
	proto := built.Get("prototype").ToObject(rt)
	c := &constructor{rt: rt, properties: s.properties, built: construct, syntax: rt.Get("SyntaxError"), authored: goja.NewSymbol("authored"), kept: map[string]*entry{}}
	if c.exec, ok = goja.AssertFunction(proto.Get("exec")); !ok {
		return fmt.Errorf("there is no built-in RegExp.prototype.exec")
	}
	c.self = rt.ToValue(c.construct).(*goja.Object)
	builtSpecies := built.GetSymbol(goja.SymSpecies)
	species := jsapi.NewFunction(rt, "get [Symbol.species]", func(call goja.FunctionCall) goja.Value {
		if call.This == goja.Value(c.self) && !c.beyond {
			return builtSpecies // which goja's split must see to be fast
		}
		return call.This
	})
	no, yes := goja.FLAG_FALSE, goja.FLAG_TRUE
	for _, err := range []error{
		c.self.DefineDataProperty("name", rt.ToValue("RegExp"), no, yes, no),
		c.self.DefineDataProperty("length", rt.ToValue(2), no, yes, no),
		c.self.DefineDataProperty("prototype", proto, no, no, no),
		c.self.DefineAccessorPropertySymbol(goja.SymSpecies, species, nil, yes, no),
		proto.DefineDataProperty("constructor", c.self, yes, yes, no),
		rt.GlobalObject().DefineDataProperty("RegExp", c.self, yes, yes, no),
		c.showAuthored(built, proto),
	} {
		if err != nil {
			return fmt.Errorf("replacing RegExp: %w", err)
		}
	}
	return nil
}

// construct is RegExp. What has no flag of ours goes to the constructor that was there.
func (c *constructor) construct(call goja.ConstructorCall) *goja.Object {
	pattern, flagText, ours := c.ours(call.Arguments)
	if !ours {
		args := call.Arguments
		if pattern != nil {
			args = []goja.Value{pattern, args[1]}
		}
		o, err := c.built(call.NewTarget, args...)
		if err != nil {
			panic(err)
		}
		return o
	}
	e := c.entry(pattern, flagText)
	o := c.copy(call.NewTarget, e)
	if e.authored != nil {
		if err := o.DefineDataPropertySymbol(c.authored, e.authored, goja.FLAG_FALSE, goja.FLAG_FALSE, goja.FLAG_FALSE); err != nil {
			panic(err)
		}
	}
	if e.indices {
		c.giveIndices(o, e.text, e.flags)
	}
	return o
}

// entry is a pattern with flags of ours, rewritten. A literal comes here each time it is evaluated, so they are kept.
type entry struct {
	text, flags string       // as goja takes them
	authored    *goja.Object // the state that shows what the author wrote, if that differs
	indices     bool
	first       *goja.Object // one of which others are copies; made when first needed
}

func (c *constructor) entry(pattern goja.String, flagText string) *entry {
	source := pattern.String()
	wellFormed := !strings.ContainsRune(source, '\uFFFD') // which may stand for half a pair
	key := flagText + "/" + source
	if e, ok := c.kept[key]; ok && wellFormed {
		return e
	}
	f, rest := readFlags(flagText)
	if f.unicode && f.sets || repeated(flagText) {
		c.refuse("Invalid flags supplied to RegExp constructor '" + flagText + "'")
	}
	c.beyond = c.beyond || f.sets || f.indices
	e := &entry{text: source, flags: rest, indices: f.indices}
	if (f.unicode || f.sets) && wellFormed {
		e.text = c.rewrite(source, flagText, f)
		e.flags = strings.Replace(rest, "v", "u", 1)
	}
	if !wellFormed {
		e.first = c.must(nil, pattern, c.rt.ToValue(e.flags))
	}
	if e.text != source || e.flags != flagText {
		e.authored = jsapi.NewState(c.rt, &authored{source: shown(c.rt, pattern), flags: c.rt.ToValue(sortedFlags(flagText)), indices: f.indices, sets: f.sets})
	}
	if !wellFormed {
		return e
	}
	if c.keptSize += len(key) + len(e.text); c.keptSize > maxKept {
		clear(c.kept)
		c.keptSize = len(key) + len(e.text)
	}
	c.kept[key] = e
	return e
}

// ours reports whether the arguments are a pattern with one of the flags u, v and d. A pattern without them is what has to be taken instead
// of the regular expression that was given.
func (c *constructor) ours(args []goja.Value) (pattern goja.String, flagText string, ok bool) {
	if len(args) == 0 {
		return nil, "", false
	}
	var given goja.Value
	if len(args) > 1 && !goja.IsUndefined(args[1]) {
		given = args[1]
	}
	switch v := args[0].(type) {
	case goja.String:
		pattern = v
	case *goja.Object:
		if v.ClassName() != "RegExp" {
			return nil, "", false
		}
		a, rewritten := jsapi.State[*authored](v.GetSymbol(c.authored))
		switch {
		case given != nil && rewritten:
			pattern = jsapi.ToString(c.rt, a.source)
		case given != nil:
			pattern = jsapi.ToString(c.rt, v.Get("source"))
		case rewritten:
			pattern, given = jsapi.ToString(c.rt, a.source), a.flags
		default:
			return nil, "", false
		}
	default:
		return nil, "", false
	}
	s, isString := given.(goja.String)
	if !isString {
		return nil, "", false
	}
	if flagText = s.String(); strings.ContainsAny(flagText, "uvd") {
		return pattern, flagText, true
	}
	return pattern, "", false
}

func repeated(flagText string) bool {
	for i := range len(flagText) {
		if strings.IndexByte(flagText[i+1:], flagText[i]) >= 0 {
			return true
		}
	}
	return false
}

// rewrite gives goja's pattern for the author's, or throws a SyntaxError.
func (c *constructor) rewrite(source, flagText string, f flags) (out string) {
	defer func() {
		if x := recover(); x != nil {
			text, ok := x.(syntaxError)
			if !ok {
				panic(x)
			}
			c.refuse("Invalid regular expression: /" + source + "/" + flagText + ": " + string(text))
		}
	}()
	return c.properties.rewrite(source, f)
}

func (c *constructor) refuse(message string) {
	e, err := c.rt.New(c.syntax, c.rt.ToValue(message))
	if err != nil {
		panic(err)
	}
	panic(e)
}

// copy returns a new regular expression. Those of the plain class are copies of the first.
func (c *constructor) copy(newTarget *goja.Object, e *entry) *goja.Object {
	if newTarget != nil && newTarget != c.self {
		return c.must(newTarget, c.rt.ToValue(e.text), c.rt.ToValue(e.flags))
	}
	if e.first == nil {
		e.first = c.must(nil, c.rt.ToValue(e.text), c.rt.ToValue(e.flags))
	}
	return c.must(nil, e.first)
}

func (c *constructor) must(newTarget *goja.Object, args ...goja.Value) *goja.Object {
	o, err := c.built(newTarget, args...)
	if err != nil {
		panic(err)
	}
	return o
}
