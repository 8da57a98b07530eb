package inspect

import (
	"math"
	"strings"
	"unicode/utf8"

	"github.com/dop251/goja"
)

// columnAspect is how many times higher than wide a character is taken to be when a grid of entries is made square,
// and maxColumns bounds the grid (both as in Node).
const (
	columnAspect = 2.5
	maxColumns   = 15
)

// join puts a value's entries on one line where they fit, else on lines of their own. elements is the array that
// entries were made from, when there is one; list says that entries are elements rather than properties.
func (p *printer) join(entries []string, base, open, closing string, list bool, level int, elements *goja.Object) string {
	indent := "\n" + strings.Repeat(" ", p.indent)
	lead := ""
	if base != "" {
		lead = base + " "
	}
	if p.opt.Compact == CompactAlways {
		if p.fits(entries, 0, base) {
			if base != "" {
				base = " " + base
			}
			return open + base + " " + strings.Join(entries, ", ") + " " + closing
		}
		sep := " "
		if base != "" || len(open) != 1 {
			sep = indent + "  "
			if base != "" {
				sep = " " + base + sep
			}
		}
		return open + sep + strings.Join(entries, ","+indent+"  ") + " " + closing
	}
	if p.opt.Compact >= 1 {
		all := len(entries)
		if list && all > 6 {
			entries = p.grid(entries, elements)
		}
		if p.deepest-level < int(p.opt.Compact) && all == len(entries) {
			start := len(entries) + p.indent + length16(open) + length16(base) + 10
			if p.fits(entries, start, base) {
				line := strings.Join(entries, ", ")
				if !strings.Contains(line, "\n") {
					return lead + open + " " + line + " " + closing
				}
			}
		}
	}
	return lead + open + indent + "  " + strings.Join(entries, ","+indent+"  ") + indent + closing
}

// fits reports whether the entries, from column start on, stay within breakLength.
func (p *printer) fits(entries []string, start int, base string) bool {
	total := len(entries) + start
	if float64(total+len(entries)) > p.opt.BreakLength {
		return false
	}
	for _, e := range entries {
		if p.opt.Colors {
			e = stripColors(e)
		}
		total += length16(e)
		if float64(total) > p.opt.BreakLength {
			return false
		}
	}
	return !strings.Contains(base, "\n")
}

// grid lays more than six entries of like width out in columns, numbers to the right. When they are too unlike it
// returns them as they are.
func (p *printer) grid(entries []string, elements *goja.Object) []string {
	const separator = 2 // a comma and a space
	n := len(entries)
	if p.opt.MaxArrayLength < float64(n) {
		n-- // the "... more items" entry stays out of the grid
	}
	widths := make([]int, n)
	total, longest := 0, 0
	for i := range n {
		widths[i] = width(entries[i], p.opt.Colors)
		total += widths[i] + separator
		longest = max(longest, widths[i])
	}
	cell := float64(longest + separator)
	if cell*3+float64(p.indent) >= p.opt.BreakLength || float64(total)/cell <= 5 && longest > 6 {
		return entries
	}
	bias := math.Sqrt(cell - float64(total)/float64(len(entries)))
	biased := math.Max(cell-3-bias, 1)
	columns := int(math.Min(
		math.Min(math.Floor(math.Sqrt(columnAspect*biased*float64(n))/biased+0.5), math.Floor((p.opt.BreakLength-float64(p.indent))/cell)),
		math.Min(float64(p.opt.Compact)*4, maxColumns),
	))
	if columns <= 1 {
		return entries
	}
	columnWidths := make([]int, columns)
	for i := range columns {
		for j := i; j < n; j += columns {
			columnWidths[i] = max(columnWidths[i], widths[j])
		}
		columnWidths[i] += separator
	}
	right := elements == nil || p.allNumbers(elements, len(entries))
	var rows []string
	for i := 0; i < n; i += columns {
		var row strings.Builder
		end := min(i+columns, n)
		for j := i; j < end; j++ {
			cellText, want := entries[j]+", ", columnWidths[j-i]
			last := j == end-1
			if last {
				cellText, want = entries[j], want-separator
			}
			// Padding counts code units, as padStart does, corrected by what width left out or counted twice.
			pad := want + length16(entries[j]) - widths[j] - length16(cellText)
			switch {
			case right:
				row.WriteString(strings.Repeat(" ", max(pad, 0)))
				row.WriteString(cellText)
			case last:
				row.WriteString(cellText)
			default:
				row.WriteString(cellText)
				row.WriteString(strings.Repeat(" ", max(pad, 0)))
			}
		}
		rows = append(rows, row.String())
	}
	if n < len(entries) {
		rows = append(rows, entries[n])
	}
	return rows
}

// allNumbers reports whether the first n elements of an array are numbers or bigints.
func (p *printer) allNumbers(array *goja.Object, n int) bool {
	if p.class(array) == classTyped {
		return n <= p.in.length(array)
	}
	for i := range n {
		d, ok := p.in.descriptor(array, indexKey(i))
		if !ok || d.value == nil {
			return false
		}
		if k := kindOf(d.value); k != kindNumber && k != kindBigInt {
			return false
		}
	}
	return true
}

// indentText indents the lines of s after the first to the current level.
func (p *printer) indentText(s string) string {
	if p.indent == 0 {
		return s
	}
	return strings.ReplaceAll(s, "\n", "\n"+strings.Repeat(" ", p.indent))
}

// plural returns "s" unless n is one.
func plural(n int) string {
	if n > 1 {
		return "s"
	}
	return ""
}

// validText makes s fit for a Go string that others read: lone surrogates become U+FFFD.
func validText(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	return strings.ToValidUTF8(s, "\uFFFD")
}
