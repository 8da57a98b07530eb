package ecma

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// installSources puts a repair before what compiles text: goja's lexer panics at some strings with astral \u{…} escapes, and a panic
// ends the VM. A direct eval is out of reach.
func installSources(rt *goja.Runtime) error {
	built := rt.Get("Function").ToObject(rt)
	construct, ok := goja.AssertConstructor(built)
	if !ok {
		return errors.New("function is no constructor")
	}
	proto := built.Get("prototype")
	ctor := rt.ToValue(func(call goja.ConstructorCall) *goja.Object {
		args := make([]goja.Value, len(call.Arguments))
		for i, a := range call.Arguments {
			args[i] = repaired(rt, jsapi.ToString(rt, a))
		}
		o, err := construct(call.NewTarget, args...)
		if err != nil {
			panic(err)
		}
		return o
	}).(*goja.Object)
	no, yes := goja.FLAG_FALSE, goja.FLAG_TRUE
	for _, err := range []error{
		ctor.DefineDataProperty("name", rt.ToValue("Function"), no, yes, no),
		ctor.DefineDataProperty("length", rt.ToValue(1), no, yes, no),
		ctor.DefineDataProperty("prototype", proto, no, no, no),
		hidden(proto.ToObject(rt), "constructor", ctor),
		hidden(rt.GlobalObject(), "Function", ctor),
	} {
		if err != nil {
			return fmt.Errorf("replacing Function: %w", err)
		}
	}
	return nil
}

// repaired writes astral \u{…} escapes as surrogate pairs, which mean the same in strings, templates and regular expressions.
func repaired(rt *goja.Runtime, s goja.String) goja.Value {
	if s.Length() < len(`\u{10000}`) {
		return s
	}
	text := s.String()
	if !strings.Contains(text, `\u{`) || strings.ContainsRune(text, '\uFFFD') { // which may stand for half a pair, that would be lost
		return s
	}
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] != '\\' || i+1 == len(text) {
			b.WriteByte(text[i])
			continue
		}
		if pair, n := astral(text[i:]); n > 0 {
			b.WriteString(pair)
			i += n - 1
			continue
		}
		b.WriteString(text[i : i+2])
		i++
	}
	return rt.ToValue(b.String())
}

// astral reads \u{X} with X above FFFF at the start of s, and returns the pair in its place and how long it was.
func astral(s string) (string, int) {
	digits, ok := strings.CutPrefix(s, `\u{`)
	end := strings.IndexByte(digits, '}')
	if !ok || end < 0 {
		return "", 0
	}
	r, err := strconv.ParseUint(digits[:end], 16, 32)
	if err != nil || r <= 0xFFFF || r > 0x10FFFF {
		return "", 0
	}
	r -= 0x10000
	return fmt.Sprintf(`\u%04x\u%04x`, 0xD800+r>>10, 0xDC00+r&0x3FF), len(`\u{`) + end + 1
}
