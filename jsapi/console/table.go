package console

import (
	"slices"
	"strconv"
	"strings"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/inspect"
)

// maxRows bounds a table; a log is no place for more.
const maxRows = 1000

// grid is a table: columns by name, in the order of their first use.
type grid struct {
	names   []string
	columns [][]string // each as long as the table, "" where a row has nothing
	rows    int
}

func (g *grid) column(name string) int {
	if i := slices.Index(g.names, name); i >= 0 {
		return i
	}
	g.names = append(g.names, name)
	g.columns = append(g.columns, make([]string, g.rows))
	return len(g.names) - 1
}

func (g *grid) row() {
	g.rows++
	for i := range g.columns {
		g.columns[i] = append(g.columns[i], "")
	}
}

func (g *grid) set(column int, text string) { g.columns[column][g.rows-1] = text }

// table is console.table(data[, columns]). What is no object is printed as by log.
func (c *console) table(args []goja.Value) {
	if !c.h.Log.Enabled(jsapi.Info) {
		return
	}
	data, ok := argument(args, 0).(*goja.Object)
	if !ok {
		c.printer(jsapi.Info)(args)
		return
	}
	g := &grid{}
	ex := c.h.Runtime.Try(func() { c.fill(g, data, c.only(argument(args, 1))) })
	if ex != nil || g.rows == 0 && len(g.names) == 0 {
		c.write(jsapi.Info, c.inspector().Format(args[:1]))
		return
	}
	c.write(jsapi.Info, g.String())
}

// only reads the list of columns to show; nil for all.
func (c *console) only(v goja.Value) []string {
	o, ok := v.(*goja.Object)
	if !ok {
		return nil
	}
	names := []string{}
	for _, k := range o.Keys() {
		names = append(names, o.Get(k).String())
	}
	return names
}

const (
	indexColumn     = "(index)"
	iterationColumn = "(iteration index)"
	keyColumn       = "Key"
	valuesColumn    = "Values"
)

// fill makes the table of an object's properties, or of a Map's or Set's entries. It may panic with what they throw.
func (c *console) fill(g *grid, data *goja.Object, only []string) {
	in := c.inspector()
	isMap, isSet := inspect.IsMap(data), inspect.IsSet(data)
	index := indexColumn
	if isMap || isSet {
		index = iterationColumn
	}
	g.column(index)
	var values []string // the last column, made by the rows that are no objects
	row := func(name string, key, v goja.Value) {
		g.row()
		g.set(0, name)
		if key != nil {
			g.set(g.column(keyColumn), c.cell(key))
		}
		values = append(values, "")
		o, ok := v.(*goja.Object)
		if _, function := goja.AssertFunction(v); !ok || function || isMap || isSet {
			values[len(values)-1] = c.cell(v)
			return
		}
		keys := only
		if keys == nil {
			keys = o.Keys()
		}
		for _, k := range keys {
			column := g.column(k)
			if cell := o.Get(k); cell != nil {
				g.set(column, c.cell(cell))
			}
		}
	}
	if isMap || isSet {
		in.Entries(data, isMap, maxRows, func(k, v goja.Value) {
			if isSet {
				k = nil
			}
			row(strconv.Itoa(g.rows), k, v)
		})
	} else {
		keys := data.Keys()
		for _, k := range keys[:min(len(keys), maxRows)] {
			row(k, nil, data.Get(k))
		}
	}
	if slices.ContainsFunc(values, func(s string) bool { return s != "" }) {
		g.names, g.columns = append(g.names, valuesColumn), append(g.columns, values)
	}
}

// cell is one value, an object's insides only hinted at.
func (c *console) cell(v goja.Value) string {
	opt := inspect.Defaults()
	opt.Depth, opt.MaxArrayLength, opt.BreakLength = 0, 3, 1<<30
	if o, ok := v.(*goja.Object); ok && len(o.Keys()) > 2 {
		opt.Depth = -1
	}
	return c.inspector().Inspect(v, opt)
}

// String draws the table as Node 20 does.
func (g *grid) String() string {
	widths := make([]int, len(g.names))
	for i, name := range g.names {
		widths[i] = inspect.Width(name)
		for _, cell := range g.columns[i] {
			widths[i] = max(widths[i], inspect.Width(cell))
		}
		widths[i] += 2
	}
	rule := func(left, middle, right string) string {
		parts := make([]string, len(widths))
		for i, w := range widths {
			parts[i] = strings.Repeat("─", w)
		}
		return left + strings.Join(parts, middle) + right
	}
	line := func(cell func(i int) string) string {
		parts := make([]string, len(widths))
		for i, w := range widths {
			parts[i] = " " + cell(i) + strings.Repeat(" ", w-inspect.Width(cell(i))-1)
		}
		return "│" + strings.Join(parts, "│") + "│\n"
	}
	var b strings.Builder
	b.WriteString(rule("┌", "┬", "┐\n"))
	b.WriteString(line(func(i int) string { return g.names[i] }))
	b.WriteString(rule("├", "┼", "┤\n"))
	for r := range g.rows {
		b.WriteString(line(func(i int) string { return g.columns[i][r] }))
	}
	b.WriteString(rule("└", "┴", "┘"))
	return b.String()
}
