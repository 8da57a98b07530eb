package regexp

import (
	"strings"
	"unicode/utf16"

	"github.com/dlclark/regexp2/v2"
	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// giveIndices gives o, whose pattern and flags goja has, an exec that adds the property indices. goja does not tell where groups
// matched, so the match is found again at its place by the engine that goja uses for hard patterns.
func (c *constructor) giveIndices(o *goja.Object, text, flagText string) {
	var compiled *regexp2.Regexp
	exec := jsapi.NewFunction(c.rt, "exec", func(call goja.FunctionCall) goja.Value {
		s := jsapi.ToString(c.rt, call.Argument(0))
		v, err := c.exec(call.This, s)
		if err != nil {
			panic(err)
		}
		result, ok := v.(*goja.Object)
		if !ok {
			return v
		}
		if compiled == nil {
			if compiled, err = compile(text, flagText); err != nil {
				panic(c.rt.NewTypeError("match indices: " + err.Error()))
			}
		}
		indices := c.indices(compiled, s, result, strings.Contains(flagText, "u"))
		if err := result.Set("indices", indices); err != nil {
			panic(err)
		}
		return result
	})
	if err := o.DefineDataProperty("exec", exec, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE); err != nil {
		panic(err)
	}
}

// compile does as goja does.
func compile(text, flagText string) (*regexp2.Regexp, error) {
	options := regexp2.ECMAScript
	for flag, option := range map[string]regexp2.RegexOptions{"m": regexp2.Multiline, "s": regexp2.Singleline, "i": regexp2.IgnoreCase, "u": regexp2.Unicode} {
		if strings.Contains(flagText, flag) {
			options |= option
		}
	}
	if !strings.Contains(flagText, "u") {
		var b strings.Builder
		for _, r := range text {
			if r > 0xFFFF {
				high, low := utf16.EncodeRune(r)
				writeUnit(&b, high)
				writeUnit(&b, low)
				continue
			}
			b.WriteRune(r)
		}
		text = b.String()
	}
	return regexp2.Compile(text, options)
}

func writeUnit(b *strings.Builder, r rune) {
	const hex = "0123456789abcdef"
	b.WriteString(`\u`)
	for shift := 12; shift >= 0; shift -= 4 {
		b.WriteByte(hex[r>>shift&15])
	}
}

// indices makes the array of pairs.
func (c *constructor) indices(re *regexp2.Regexp, s goja.String, result *goja.Object, full bool) goja.Value {
	runes, starts := textOf(s, full)
	at := int(result.Get("index").ToInteger())
	from := 0
	for starts[from] < at {
		from++
	}
	match, err := re.FindRunesMatchStartingAt(runes, from)
	if err != nil || match == nil {
		panic(c.rt.NewTypeError("match indices: the match was not found again"))
	}
	var pairs []any
	named := c.rt.CreateObject(nil)
	anyNamed := false
	for i, g := range match.Groups() {
		pair := goja.Undefined()
		if len(g.Captures) > 0 {
			pair = c.rt.NewArray(starts[g.RuneIndex], starts[g.RuneIndex+g.RuneLength])
		}
		pairs = append(pairs, pair)
		if i > 0 && g.Name != "" {
			anyNamed = true
			if err := named.Set(g.Name, pair); err != nil {
				panic(err)
			}
		}
	}
	out := c.rt.NewArray(pairs...)
	groups := goja.Undefined()
	if anyNamed {
		groups = named
	}
	if err := out.Set("groups", groups); err != nil {
		panic(err)
	}
	return out
}

// textOf returns s in code points, or in code units, and where each begins, with the end.
func textOf(s goja.String, full bool) (runes []rune, starts []int) {
	n := s.Length()
	for i := 0; i < n; i++ {
		r := rune(s.CharAt(i))
		starts = append(starts, i)
		if full && i+1 < n {
			if pair := utf16.DecodeRune(r, rune(s.CharAt(i+1))); pair != '\uFFFD' {
				r = pair
				i++
			}
		}
		runes = append(runes, r)
	}
	return runes, append(starts, n)
}
