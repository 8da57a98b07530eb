package inspect

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/dop251/goja"
)

// shape is how one object is going to be printed.
type shape struct {
	o     *goja.Object
	class class
	// constructor is the name of its class, with named false when its prototype chain has none.
	constructor string
	named       bool
	// tag is its Symbol.toStringTag where that adds something.
	tag string
	// base stands before the braces, or alone when there is nothing to put in them.
	base, open, close string
	keys              []key
	// entries prints what is no property; nil for none.
	entries func(level int) []string
	list    bool // the entries are elements
	extra   []string
}

// raw prints o, which is no proxy, by its class and properties.
func (p *printer) raw(o *goja.Object, level int, brief bool) string {
	s := &shape{o: o, class: p.class(o), open: "{", close: "}"}
	var inherited *[]string
	if p.opt.ShowHidden && !p.tooDeep(level) {
		inherited = &s.extra
	}
	s.constructor, s.named = p.constructorName(o, level, inherited)
	s.tag = p.tag(o)
	if text, done := p.describe(s, level, brief); done {
		return text
	}
	if p.tooDeep(level) || level > maxLevels {
		name := strings.TrimSuffix(p.contextName(s), " ")
		if level > maxLevels {
			return p.style("["+name+": Inspection interrupted prematurely. Maximum call stack size exceeded.]", styleSpecial)
		}
		if s.named {
			name = "[" + name + "]"
		}
		return p.style(name, styleSpecial)
	}
	level++
	p.seen = append(p.seen, o)
	p.deepest = level
	var entries []string
	if s.entries != nil {
		entries = s.entries(level)
	}
	props := len(entries)
	for _, k := range s.keys {
		entries = append(entries, p.property(o, k, level, false, nil, o))
	}
	entries = append(entries, s.extra...)
	p.seen = p.seen[:len(p.seen)-1]
	if n, ok := p.circular[o]; ok {
		ref := p.style("<ref *"+itoa(n)+">", styleSpecial)
		switch {
		case p.opt.Compact == CompactAlways:
			s.open = ref + " " + s.open
		case s.base == "":
			s.base = ref
		default:
			s.base = ref + " " + s.base
		}
	}
	if p.opt.Sorted {
		if s.list {
			p.sort(entries[props:])
		} else {
			p.sort(entries)
		}
	}
	var elements *goja.Object
	if s.list {
		elements = o
	}
	out := p.join(entries, s.base, s.open, s.close, s.list, level, elements)
	if p.written += len(out); p.written > maxOutput {
		p.opt.Depth = -1
	}
	return out
}

// tag returns Symbol.toStringTag where it is not printed as a property anyway.
func (p *printer) tag(o *goja.Object) string {
	s, ok := p.in.getSymbol(o, goja.SymToStringTag).(goja.String)
	if !ok {
		return ""
	}
	if d, own := p.in.descriptor(o, key{symbol: goja.SymToStringTag}); own && (p.opt.ShowHidden || d.enumerable) {
		return ""
	}
	return text(s)
}

// describe fills in s by the object's class. When nothing is left to put in braces it returns the whole text.
func (p *printer) describe(s *shape, level int, brief bool) (string, bool) {
	switch s.class {
	case classArray, classTyped:
		return p.describeList(s)
	case classSet, classMap:
		return p.describeCollection(s)
	}
	s.keys = p.keys(s.o)
	bare := len(s.keys) == 0 && len(s.extra) == 0
	switch s.class {
	case classFunction, classClass:
		s.base = p.functionBase(s)
		return p.style(s.base, styleSpecial), bare
	case classRegExp:
		s.base = p.prefixed(s, "RegExp", p.regExpText(s))
		return p.style(s.base, styleRegExp), bare || p.tooDeep(level)
	case classDate:
		s.base = p.prefixed(s, "Date", p.dateText(s.o))
		return p.style(s.base, styleDate), bare
	case classError:
		s.base = p.errorBase(s)
		return s.base, len(s.keys) == 0 && len(s.extra) == 0
	case classArrayBuffer:
		prefix := p.prefix(s, "ArrayBuffer", -1)
		if !brief {
			s.entries = func(int) []string { return []string{p.bufferContents(s.o)} }
		} else if bare {
			n := p.style(p.intrinsicText("ArrayBuffer", "byteLength", s.o), styleNumber)
			return prefix + "{ byteLength: " + n + " }", true
		}
		s.open = prefix + "{"
		s.keys = slices.Insert(s.keys, 0, stringKey("byteLength"))
	case classDataView:
		s.open = p.prefix(s, "DataView", -1) + "{"
		s.keys = slices.Insert(s.keys, 0, stringKey("byteLength"), stringKey("byteOffset"), stringKey("buffer"))
	case classPromise:
		s.open = p.prefix(s, "Promise", -1) + "{"
		s.entries = func(level int) []string { return p.promiseEntries(s.o, level) }
	case classWeakMap, classWeakSet:
		s.open = p.prefix(s, classNames[s.class], -1) + "{"
		s.entries = func(int) []string { return []string{p.style("<items unknown>", styleSpecial)} }
	case classBoxedNumber, classBoxedString, classBoxedBoolean, classBoxedBigInt, classBoxedSymbol:
		s.base = p.boxedBase(s)
		if len(s.keys) == 0 && p.opt.Colors {
			return p.style(s.base, styleNamed(strings.ToLower(classNames[s.class]))), len(s.extra) == 0
		}
		return s.base, len(s.keys) == 0 && len(s.extra) == 0
	default:
		switch {
		case s.constructor == "Object" && s.named && s.class == classArguments:
			s.open = "[Arguments] {"
		case s.constructor == "Object" && s.named && s.tag == "":
		default:
			s.open = p.contextName(s) + "{"
		}
		return s.open + "}", bare
	}
	return "", false
}

// prefixed puts the class name before text when it is not the usual one.
func (p *printer) prefixed(s *shape, usual, text string) string {
	if prefix := p.prefix(s, usual, -1); prefix != usual+" " {
		return prefix + text
	}
	return text
}

// intrinsicText returns what an intrinsic method or getter answers for o, as text.
func (p *printer) intrinsicText(ctor, name string, o *goja.Object) string {
	v, ex := p.in.call(p.in.intrinsic(ctor, name), o)
	if ex != nil {
		return threw(p.in.thrown(ex))
	}
	if s, ok := v.(goja.String); ok {
		return text(s)
	}
	return v.String()
}

// regExpText returns the regular expression's literal. One without a prototype is asked slot by slot.
func (p *printer) regExpText(s *shape) string {
	if s.named {
		return p.intrinsicText("RegExp", "toString", s.o)
	}
	flags := make([]byte, 0, 7)
	for _, flag := range [...]struct {
		name   string
		letter byte
	}{
		{"hasIndices", 'd'}, {"global", 'g'}, {"ignoreCase", 'i'}, {"multiline", 'm'}, {"dotAll", 's'}, {"unicode", 'u'}, {"sticky", 'y'},
	} {
		if p.intrinsicText("RegExp", flag.name, s.o) == "true" {
			flags = append(flags, flag.letter)
		}
	}
	return "/" + p.intrinsicText("RegExp", "source", s.o) + "/" + string(flags)
}

// dateText is ISO 8601 with years outside 0 to 9999 in ECMAScript's six digits (ECMA-262 21.4.1.32).
func (p *printer) dateText(o *goja.Object) string {
	v, ex := p.in.call(p.in.intrinsic("Date", "getTime"), o)
	if ex != nil || goja.IsNaN(v) {
		return "Invalid Date"
	}
	t := time.UnixMilli(v.ToInteger()).UTC()
	year := fmt.Sprintf("%04d", t.Year())
	if y := t.Year(); y < 0 || y > 9999 {
		year = fmt.Sprintf("%+07d", y)
	}
	return year + t.Format("-01-02T15:04:05.000Z")
}

func (p *printer) boxedBase(s *shape) string {
	name := classNames[s.class]
	v, ex := p.in.call(p.in.intrinsic(name, "valueOf"), s.o)
	if ex != nil {
		v = goja.Undefined()
	}
	if str, ok := v.(goja.String); ok { // its characters are properties too, and in the text already
		s.keys = s.keys[min(str.Length(), len(s.keys)):]
	}
	base := "[" + name
	if !s.named {
		base += " (null prototype)"
	} else if s.constructor != name {
		base += " (" + s.constructor + ")"
	}
	plain := *p
	plain.opt.Colors = false
	base += ": " + plain.primitive(v) + "]"
	if s.tag != "" && s.tag != s.constructor {
		base += " [" + s.tag + "]"
	}
	return base
}

// sort sorts entries as the sorted option asks.
func (p *printer) sort(entries []string) {
	if p.opt.Compare == nil {
		slices.SortFunc(entries, strings.Compare)
		return
	}
	slices.SortStableFunc(entries, func(a, b string) int {
		v, ex := p.in.call(p.opt.Compare, goja.Undefined(), value(p.in.r, a), value(p.in.r, b))
		if ex != nil {
			if p.safe {
				return 0
			}
			panic(ex)
		}
		switch f := v.ToFloat(); {
		case f < 0:
			return -1
		case f > 0:
			return 1
		}
		return 0
	})
}
