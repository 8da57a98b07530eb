package inspect

import "strconv"

// style is what a piece of text is, for those who want it coloured.
type style uint8

const (
	styleNone style = iota
	styleSpecial
	styleNumber
	styleBigInt
	styleBoolean
	styleUndefined
	styleNull
	styleString
	styleSymbol
	styleDate
	styleRegExp
	styleModule
)

// styles are the names Node gives the styles, and the SGR codes that begin and end them.
var styles = [...]struct {
	name    string
	on, off int
}{
	styleNone:      {name: "name"},
	styleSpecial:   {"special", 36, 39},
	styleNumber:    {"number", 33, 39},
	styleBigInt:    {"bigint", 33, 39},
	styleBoolean:   {"boolean", 33, 39},
	styleUndefined: {"undefined", 90, 39},
	styleNull:      {"null", 1, 22},
	styleString:    {"string", 32, 39},
	styleSymbol:    {"symbol", 32, 39},
	styleDate:      {"date", 35, 39},
	styleRegExp:    {"regexp", 31, 39},
	styleModule:    {"module", 4, 24},
}

func styleNamed(name string) style {
	for i := range styles {
		if styles[i].name == name {
			return style(i)
		}
	}
	return styleNone
}

func (p *printer) style(s string, st style) string {
	if !p.opt.Colors || st == styleNone {
		return s
	}
	return "\x1b[" + itoa(styles[st].on) + "m" + s + "\x1b[" + itoa(styles[st].off) + "m"
}

func itoa(n int) string { return strconv.Itoa(n) }
