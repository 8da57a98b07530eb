package decode

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// Install replaces JSON.parse of d's runtime by one on top of d. goja's own recurses on the Go stack as deep as the text is nested:
// some 4 MB of brackets overflow it, which ends the process and cannot be recovered. Ours throws a SyntaxError past [MaxDepth],
// takes a third of the time, and gives what Node gives where goja's does not: 1e400, lone surrogates, messages with a place.
//
// It is to be called before any code of a receiver has run: what that does to the built-ins does not reach into JSON.parse then.
func (d *Decoder) Install() error {
	rt := d.rt
	p := &parser{d: d, syntaxError: rt.Get("SyntaxError")}
	for _, x := range [...]struct{ object, name string }{
		{"Array", "isArray"}, {"Object", "keys"}, {"Reflect", "apply"}, {"Reflect", "defineProperty"},
		{"Reflect", "deleteProperty"}, {"RangeError", ""},
	} {
		v := rt.Get(x.object)
		if x.name != "" {
			v = v.ToObject(rt).Get(x.name)
		}
		p.intrinsics = append(p.intrinsics, v)
	}
	f := jsapi.NewFunction(rt, "parse", p.parse)
	if err := f.DefineDataProperty("length", rt.ToValue(2), goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE); err != nil {
		return fmt.Errorf("making JSON.parse: %w", err)
	}
	err := rt.Get("JSON").ToObject(rt).DefineDataProperty("parse", f, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	if err != nil {
		return fmt.Errorf("replacing JSON.parse: %w", err)
	}
	return nil
}

// parser is JSON.parse of one runtime.
type parser struct {
	d           *Decoder
	syntaxError goja.Value
	intrinsics  []goja.Value // what reviveScript takes
	revive      goja.Callable
}

// parse is JSON.parse (ECMA-262 §25.5.1).
func (p *parser) parse(call goja.FunctionCall) goja.Value {
	arg := call.Argument(0)
	v, err := p.d.decodeString(jsapi.ToString(p.d.rt, arg))
	if err != nil {
		p.throw(arg, err)
	}
	reviver := call.Argument(1)
	if _, ok := goja.AssertFunction(reviver); !ok {
		return v
	}
	if p.revive == nil {
		p.revive, _ = goja.AssertFunction(reviveScript.Run(p.d.rt, p.intrinsics...))
	}
	if v, err = p.revive(goja.Undefined(), v, reviver); err != nil {
		panic(err)
	}
	return v
}

// throw throws a decoder's error as JavaScript knows it; any other, an interrupt, goes on through.
func (p *parser) throw(arg goja.Value, err error) {
	text := ""
	if syntax, ok := errors.AsType[*SyntaxError](err); ok {
		text = syntax.Msg
		if s, ok := notText(arg); ok {
			text = `"` + s + `" is not valid JSON`
		}
	} else if depth, ok := errors.AsType[*DepthError](err); ok {
		text = depth.Error()
	} else {
		panic(err)
	}
	e, err := p.d.rt.New(p.syntaxError, p.d.rt.ToValue(text))
	if err != nil {
		panic(err)
	}
	panic(e)
}

// notText recognises what is no JSON text but a value of JavaScript's that someone forgot to stringify. V8 quotes the same four, and
// they give nothing of a message away.
func notText(arg goja.Value) (string, bool) {
	if _, ok := arg.(*goja.Symbol); ok || arg == nil {
		return "", false
	}
	if o, ok := arg.(*goja.Object); ok {
		return "[object Object]", o.ClassName() == "Object"
	}
	switch s := arg.String(); s {
	case "undefined", "NaN", "Infinity", "[object Object]":
		return s, true
	}
	return "", false
}

// decodeString decodes the JSON text s. Unlike Decode it refuses a byte order mark, as JSON.parse does.
func (d *Decoder) decodeString(s goja.String) (goja.Value, error) {
	text := s.String()
	// A lone surrogate has become U+FFFD; only where there is one need we look closer.
	if len(text) != s.Length() && strings.ContainsRune(text, '\uFFFD') {
		d.wtf8 = true
		d.source = appendWTF8(d.source[:0], s)
	} else {
		d.source = append(d.source[:0], text...)
	}
	return d.decode(d.source, 0)
}

// reviveScript makes InternalizeJSONProperty (ECMA-262 §25.5.1.1), which calls the reviver for every value, innermost first. It is
// JavaScript so that its recursion is JavaScript's, not the Go stack's. A reviver can put in more than was parsed, a cycle
// even; the walk of that has a limit of its own.
var reviveScript = jsapi.NewScript("guthega:json", `(isArray, keys, apply, defineProperty, deleteProperty, RangeError) => {
	const internalize = (reviver, holder, name, depth) => {
		const value = holder[name];
		if ((typeof value === 'object' || typeof value === 'function') && value !== null) {
			if (depth >= `+strconv.Itoa(MaxDepth)+`) throw new RangeError('JSON.parse: what the reviver put in is nested deeper than `+
	strconv.Itoa(MaxDepth)+` levels');
			if (isArray(value)) {
				for (let i = 0, n = length(value.length); i < n; i++) member(reviver, value, '' + i, depth);
			} else {
				const names = keys(value);
				for (let i = 0; i < names.length; i++) member(reviver, value, names[i], depth);
			}
		}
		return apply(reviver, holder, [name, value]);
	};
	const member = (reviver, holder, name, depth) => {
		const value = internalize(reviver, holder, name, depth + 1);
		if (value === undefined) {
			deleteProperty(holder, name);
		} else {
			defineProperty(holder, name, { __proto__: null, value, writable: true, enumerable: true, configurable: true });
		}
	};
	const length = (n) => { // ToLength; an array's own needs no more than this, a proxy's may be anything
		n = +n;
		return n > 0 ? (n < 9007199254740991 ? n - n % 1 : 9007199254740991) : 0;
	};
	return (value, reviver) => internalize(reviver, { '': value }, '', 0);
}`)
