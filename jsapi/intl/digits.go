package intl

import (
	"strconv"
	"strings"

	"github.com/dop251/goja"
	"golang.org/x/text/cases"
	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// digits(number, kind, min, max, shift) rounds the shortest decimal of a number, or a text of digits, half away from zero: kind "fraction" to so many
// digits after the point, "significant" to so many in all, after moving the point by shift places to the right. It returns the digits before and after the point and whether all are zero.
func (b *bridge) digits(call goja.FunctionCall) goja.Value {
	text := call.Argument(0).String()
	if goja.IsNumber(call.Argument(0)) {
		text = strconv.FormatFloat(call.Argument(0).ToFloat(), 'f', -1, 64)
	}
	text = strings.TrimPrefix(text, "-")
	whole, part, _ := strings.Cut(text, ".")
	whole, part = movePoint(whole, part, int(call.Argument(4).ToInteger()))
	least, most := int(call.Argument(2).ToInteger()), int(call.Argument(3).ToInteger())
	if call.Argument(1).String() == "significant" {
		whole, part = significant(whole, part, least, most)
	} else {
		whole, part = fraction(whole, part, least, most)
	}
	return b.rt.NewArray(whole, part, strings.Trim(whole+part, "0") == "")
}

func movePoint(whole, part string, places int) (string, string) {
	all := whole + part
	at := len(whole) + places
	if at <= 0 {
		all, at = strings.Repeat("0", 1-at)+all, 1
	}
	if at > len(all) {
		all += strings.Repeat("0", at-len(all))
	}
	whole = strings.TrimLeft(all[:at], "0")
	if whole == "" {
		whole = "0"
	}
	return whole, all[at:]
}

// round cuts all but the first n digits of text, and rounds; the result may be one digit longer.
func round(text string, n int) string {
	if n >= len(text) {
		return text + strings.Repeat("0", n-len(text))
	}
	up := n >= 0 && text[n] >= '5'
	kept := []byte(text[:max(n, 0)])
	for i := len(kept) - 1; up && i >= 0; i-- {
		if kept[i]++; kept[i] > '9' {
			kept[i] = '0'
			continue
		}
		up = false
	}
	if up {
		return "1" + string(kept)
	}
	return string(kept)
}

func fraction(whole, part string, least, most int) (string, string) {
	if len(part) > most {
		all := round(whole+part, len(whole)+most)
		whole, part = all[:len(all)-most], all[len(all)-most:]
	}
	for len(part) > least && part[len(part)-1] == '0' {
		part = part[:len(part)-1]
	}
	return whole, part + strings.Repeat("0", max(0, least-len(part)))
}

func significant(whole, part string, least, most int) (string, string) {
	all := whole + part
	lead := len(all) - len(strings.TrimLeft(all, "0"))
	if lead == len(all) { // zero
		return "0", strings.Repeat("0", least-1)
	}
	if keep := lead + most; keep < len(all) {
		point := len(whole)
		rounded := round(all, keep)
		if len(rounded) > keep { // a carry into a new digit
			point++
		}
		if len(rounded) < point {
			rounded += strings.Repeat("0", point-len(rounded))
		}
		whole, part = rounded[:point], rounded[point:]
	}
	whole = strings.TrimLeft(whole, "0")
	part = strings.TrimRight(part, "0")
	have := len(whole) + len(part)
	if whole == "" {
		have = len(strings.TrimLeft(part, "0"))
		whole = "0"
	}
	return whole, part + strings.Repeat("0", max(0, least-have))
}

// compare(locale, sensitivity, numeric, a, b) is Collator's compare.
func (b *bridge) compare(call goja.FunctionCall) goja.Value {
	var options []collate.Option
	switch call.Argument(1).String() {
	case "base":
		options = append(options, collate.IgnoreCase, collate.IgnoreDiacritics)
	case "accent":
		options = append(options, collate.IgnoreCase)
	}
	if call.Argument(2).ToBoolean() {
		options = append(options, collate.Numeric)
	}
	c := collate.New(language.Make(call.Argument(0).String()), options...)
	return b.rt.ToValue(c.CompareString(call.Argument(3).String(), call.Argument(4).String()))
}

// changeCase(locale, upper, text) is the case mapping of a language.
func (b *bridge) changeCase(call goja.FunctionCall) goja.Value {
	tag := language.Make(call.Argument(0).String())
	c := cases.Lower(tag)
	if call.Argument(1).ToBoolean() {
		c = cases.Upper(tag)
	}
	return b.rt.ToValue(c.String(call.Argument(2).String()))
}
