package console

import (
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// label is the name of a timer or counter: its argument as String() gives it, "default" for none. A label that throws
// or is a symbol is described instead.
func (c *console) label(args []goja.Value) string {
	v := argument(args, 0)
	if goja.IsUndefined(v) {
		return "default"
	}
	return c.inspector().Format([]goja.Value{c.h.Runtime.ToValue("%s"), v})
}

func (c *console) time(args []goja.Value) {
	name := c.label(args)
	if _, running := c.timers[name]; running {
		c.write(jsapi.Warn, "Label '"+name+"' already exists for console.time()")
		return
	}
	if len(c.timers) < maxLabels {
		c.timers[name] = time.Now()
	}
}

func (c *console) timeEnd(args []goja.Value) {
	name := c.label(args)
	if c.elapsed("timeEnd", name, nil) {
		delete(c.timers, name)
	}
}

func (c *console) timeLog(args []goja.Value) {
	c.elapsed("timeLog", c.label(args), args)
}

// elapsed writes how long a timer has run, and the arguments after its label.
func (c *console) elapsed(method, name string, args []goja.Value) bool {
	start, ok := c.timers[name]
	if !ok {
		c.write(jsapi.Warn, "No such label '"+name+"' for console."+method+"()")
		return false
	}
	message := name + ": " + duration(time.Since(start))
	if len(args) > 1 {
		message += " " + c.inspector().Format(append([]goja.Value{c.h.Runtime.ToValue("%s"), c.h.Runtime.ToValue("")}, args[1:]...))[1:]
	}
	c.write(jsapi.Info, message)
	return true
}

// duration writes d as Node does: "12.3ms", "1.234s", "1:02.345 (m:ss.mmm)", "1:02:03 (h:mm:ss)".
func duration(d time.Duration) string {
	ms := float64(d) / float64(time.Millisecond)
	switch {
	case ms < 1000:
		return strconv.FormatFloat(math.Round(ms*1000)/1000, 'f', -1, 64) + "ms"
	case d < time.Minute:
		return strconv.FormatFloat(d.Seconds(), 'f', 3, 64) + "s"
	case d < time.Hour:
		return strconv.Itoa(int(d/time.Minute)) + ":" + pad(strconv.FormatFloat((d%time.Minute).Seconds(), 'f', 3, 64), 6) + " (m:ss.mmm)"
	}
	// Hours are rounded to the second.
	d = d.Round(time.Second)
	return strconv.Itoa(int(d/time.Hour)) + ":" + pad(strconv.Itoa(int(d%time.Hour/time.Minute)), 2) + ":" +
		pad(strconv.Itoa(int(d%time.Minute/time.Second)), 2) + " (h:mm:ss)"
}

func pad(s string, n int) string { return strings.Repeat("0", max(n-len(s), 0)) + s }

func (c *console) count(args []goja.Value) {
	name := c.label(args)
	n := c.counts[name] + 1
	if n > 1 || len(c.counts) < maxLabels {
		c.counts[name] = n
	}
	c.write(jsapi.Info, name+": "+strconv.Itoa(n))
}

func (c *console) countReset(args []goja.Value) {
	name := c.label(args)
	if _, ok := c.counts[name]; !ok {
		c.write(jsapi.Warn, "Count for '"+name+"' does not exist")
		return
	}
	delete(c.counts, name)
}
