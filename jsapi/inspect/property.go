package inspect

import (
	"slices"

	"github.com/dop251/goja"
)

// keys returns o's properties to print: enumerable ones, or all with showHidden; strings first, then symbols.
func (p *printer) keys(o *goja.Object) []key {
	if p.opt.ShowHidden {
		return p.ownKeys(o)
	}
	var keys []key
	_ = p.in.r.Try(func() {
		names := o.Keys()
		symbols := o.Symbols()
		keys = make([]key, 0, len(names)+len(symbols))
		for _, n := range names {
			keys = append(keys, stringKey(n))
		}
		for _, s := range symbols {
			keys = append(keys, key{symbol: s})
		}
	})
	return keys
}

// ownKeys returns all of o's own keys, hidden ones too.
func (p *printer) ownKeys(o *goja.Object) []key {
	v, ex := p.in.call(p.in.static("Reflect", "ownKeys"), goja.Undefined(), o)
	list, ok := v.(*goja.Object)
	if ex != nil || !ok {
		return nil
	}
	n := p.in.length(list)
	keys := make([]key, 0, n)
	for i := range n {
		switch k := list.Get(itoa(i)).(type) {
		case *goja.Symbol:
			keys = append(keys, key{symbol: k})
		case goja.String:
			keys = append(keys, stringKey(k.String()))
		}
	}
	return keys
}

// extraKeys returns the properties of an array or typed array of n elements that are no elements.
func (p *printer) extraKeys(o *goja.Object, n int) []key {
	if n > maxKeyScan {
		return nil
	}
	return slices.DeleteFunc(p.keys(o), func(k key) bool {
		_, index := arrayIndex(k.name)
		return index && k.symbol == nil
	})
}

// property prints o's property k with its name, or as an element without. d is its descriptor where the caller has
// it; receiver is the object that a getter is called on.
func (p *printer) property(o *goja.Object, k key, level int, element bool, d *descriptor, receiver *goja.Object) string {
	if d == nil {
		own, ok := p.in.descriptor(o, k)
		if !ok {
			own = descriptor{value: p.in.get(o, k.name), enumerable: true}
		}
		d = &own
	}
	var text string
	gap := " "
	switch {
	case d.value != nil:
		diff := 2
		if p.opt.Compact == CompactAlways && !element {
			diff = 3
		}
		p.indent += diff
		text = p.value(d.value, level, false)
		if diff == 3 && p.opt.BreakLength < float64(width(text, p.opt.Colors)) {
			gap = "\n" + spaces(p.indent)
		}
		p.indent -= diff
	case d.get != nil:
		text = p.accessor(d, level, receiver)
	case d.set != nil:
		text = p.style("[Setter]", styleSpecial)
	default:
		text = p.style("undefined", styleUndefined)
	}
	if element {
		return text
	}
	return p.keyText(k, d.enumerable) + ":" + gap + text
}

func (p *printer) keyText(k key, enumerable bool) string {
	switch {
	case k.symbol != nil:
		return "[" + p.style(escape(symbolText(k.symbol)), styleSymbol) + "]"
	case k.name == "__proto__":
		return "['__proto__']"
	case !enumerable:
		return "[" + escape(k.name) + "]"
	case identifier(k.name):
		return p.style(k.name, styleNone)
	}
	return p.style(quote(k.name), styleString)
}

// accessor prints a getter, and what it returns if the getters option asks for that.
func (p *printer) accessor(d *descriptor, level int, receiver *goja.Object) string {
	label := "Getter"
	if d.set != nil {
		label = "Getter/Setter"
	}
	f, ok := goja.AssertFunction(d.get)
	show := p.opt.Getters == GettersAll || p.opt.Getters == GettersOnly && d.set == nil ||
		p.opt.Getters == GettersWithSetter && d.set != nil
	if !show || !ok {
		return p.style("["+label+"]", styleSpecial)
	}
	v, ex := p.in.call(f, receiver)
	if ex != nil {
		return p.style("["+label+":", styleSpecial) + " " + threw(p.in.thrown(ex)) + p.style("]", styleSpecial)
	}
	p.indent += 2
	defer func() { p.indent -= 2 }()
	if o, ok := v.(*goja.Object); ok {
		return p.style("["+label+"]", styleSpecial) + " " + p.value(o, level, false)
	}
	return p.style("["+label+":", styleSpecial) + " " + p.primitive(v) + p.style("]", styleSpecial)
}
