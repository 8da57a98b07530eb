package inspect

import (
	"math"
	"slices"
	"strings"

	"github.com/dop251/goja"
)

const (
	// maxLevels bounds the nesting whatever the depth option says, as the stack does in Node.
	maxLevels = 1000
	// maxOutput is how much text, counted at each level it passes, one call prints before it stops going deeper.
	maxOutput = 16 << 20
	// maxKeyScan is the longest array that is searched for properties that are no elements. goja lists a string for
	// every element on the way, which a large Buffer must not cost.
	maxKeyScan = 1 << 16
)

// printer is one call of inspect.
type printer struct {
	in  *Inspector
	opt Options
	// safe prints what custom inspection throws; otherwise it is thrown on.
	safe     bool
	indent   int
	deepest  int // the level of the innermost object printed last
	written  int
	customs  int // custom inspection functions under way
	seen     []*goja.Object
	circular map[*goja.Object]int
}

// value prints v, which is level levels below the value asked for. brief shows an ArrayBuffer's length only.
func (p *printer) value(v goja.Value, level int, brief bool) string {
	o, ok := v.(*goja.Object)
	if !ok {
		return p.primitive(v)
	}
	from := o
	if o = target(o); o == nil {
		return p.style("<Revoked Proxy>", styleSpecial)
	}
	if o != from && p.opt.ShowProxy {
		return p.proxy(from, level)
	}
	if p.opt.CustomInspect && p.in.custom != nil {
		if s, done := p.customInspect(o, from, level); done {
			return s
		}
	}
	if slices.Contains(p.seen, o) {
		return p.style("[Circular *"+itoa(p.reference(o))+"]", styleSpecial)
	}
	return p.raw(o, level, brief)
}

// reference numbers an object that contains itself.
func (p *printer) reference(o *goja.Object) int {
	if p.circular == nil {
		p.circular = map[*goja.Object]int{}
	}
	n, ok := p.circular[o]
	if !ok {
		n = len(p.circular) + 1
		p.circular[o] = n
	}
	return n
}

func (p *printer) proxy(o *goja.Object, level int) string {
	if p.tooDeep(level) {
		return p.style("Proxy [Array]", styleSpecial)
	}
	proxy, _ := o.Export().(goja.Proxy)
	p.indent += 2
	entries := []string{p.value(proxy.Target(), level+1, false), p.value(proxy.Handler(), level+1, false)}
	p.indent -= 2
	return p.join(entries, "", "Proxy [", "]", true, level+1, nil)
}

func (p *printer) tooDeep(level int) bool { return float64(level) > p.opt.Depth }

// customInspect calls the object's own [nodejs.util.inspect.custom](depth, options, inspect), if it has one.
func (p *printer) customInspect(o, from *goja.Object, level int) (string, bool) {
	method := p.in.getSymbol(o, p.in.custom)
	custom, ok := goja.AssertFunction(method)
	if !ok || p.in.fn != nil && method == goja.Value(p.in.fn) {
		return "", false
	}
	if ctor, ok := p.in.get(o, "constructor").(*goja.Object); ok && p.in.get(ctor, "prototype") == goja.Value(o) {
		return "", false // the prototype itself, not an instance
	}
	depth := p.in.r.ToValue(p.opt.Depth - float64(level))
	stylize := p.in.r.ToValue(func(call goja.FunctionCall) goja.Value {
		return value(p.in.r, p.style(call.Argument(0).String(), styleNamed(call.Argument(1).String())))
	})
	ret, ex := p.in.call(custom, from, depth, p.opt.object(p.in.r, stylize), p.in.function())
	if ex != nil {
		if p.safe {
			return threw(p.in.thrown(ex)), true
		}
		panic(ex)
	}
	if ret == goja.Value(from) {
		return "", false
	}
	if s, ok := ret.(goja.String); ok {
		return p.indentText(text(s)), true
	}
	// The level stays that of the object, so functions that return ever new objects are counted apart.
	if p.customs++; p.customs > maxLevels {
		return p.style("[Object]", styleSpecial), true
	}
	defer func() { p.customs-- }()
	return p.value(ret, level, false), true
}

// primitive prints what is no object.
func (p *printer) primitive(v goja.Value) string {
	switch v := v.(type) {
	case goja.String:
		return p.string(text(v))
	case *goja.Symbol:
		return p.style(symbolText(v), styleSymbol)
	}
	switch kindOf(v) {
	case kindNumber:
		return p.style(number(v, p.opt.NumericSeparator), styleNumber)
	case kindBigInt:
		s := v.String()
		if p.opt.NumericSeparator {
			s = separate(s)
		}
		return p.style(s+"n", styleBigInt)
	case kindBoolean:
		return p.style(v.String(), styleBoolean)
	case kindNull:
		return p.style("null", styleNull)
	}
	return p.style("undefined", styleUndefined)
}

func symbolText(s *goja.Symbol) string {
	if d, ok := s.ToString().(goja.String); ok {
		if t := text(d); strings.HasPrefix(t, "Symbol(") {
			return t
		}
	}
	return "Symbol(" + s.String() + ")"
}

// number prints a number as String() does, but for minus zero.
func number(v goja.Value, separators bool) string {
	if f := v.ToFloat(); f == 0 && math.Signbit(f) {
		return "-0"
	}
	if separators {
		return separate(v.String())
	}
	return v.String()
}

// minBreak is the length from which on a string that does not fit is broken at its newlines.
const minBreak = 16

func (p *printer) string(s string) string {
	n := length16(s)
	more := ""
	if float64(n) > p.opt.MaxStringLength {
		keep := max(int(p.opt.MaxStringLength), 0)
		more = "... " + itoa(n-keep) + " more character" + plural(n-keep)
		s, n = cut16(s, keep), keep
	}
	if p.opt.Compact == CompactAlways || n <= minBreak || float64(n) <= p.opt.BreakLength-float64(p.indent)-4 {
		return p.style(quote(s), styleString) + more
	}
	lines := strings.SplitAfter(s, "\n")
	if last := len(lines) - 1; last > 0 && lines[last] == "" {
		lines = lines[:last]
	}
	for i := range lines {
		lines[i] = p.style(quote(lines[i]), styleString)
	}
	return strings.Join(lines, " +\n"+strings.Repeat(" ", p.indent+2)) + more
}
