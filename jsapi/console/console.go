package console

import (
	"strings"
	"time"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/inspect"
)

const (
	// indentWidth is what one group indents, and maxIndent where indenting ends: code that never ends its groups must
	// not make each line longer than the last.
	indentWidth = 2
	maxIndent   = 64
	// maxLabels bounds the timers and counters that are kept, so that labels made from messages cost no memory.
	maxLabels = 1000
)

// console is the state of one VM's console.
type console struct {
	h       *jsapi.Host
	in      *inspect.Inspector // made by the first line that is written
	indent  int
	timers  map[string]time.Time
	counts  map[string]int
	trouble jsapi.Level // of a trace
}

// Module makes the console object. Its methods use no this, so that they work detached.
func Module(h *jsapi.Host) goja.Value {
	o := h.Runtime.NewObject()
	newConsole(h).methods(o)
	class(h, o)
	return o
}

func newConsole(h *jsapi.Host) *console {
	return &console{h: h, timers: map[string]time.Time{}, counts: map[string]int{}, trouble: jsapi.Debug}
}

// methods sets the methods of a console.
func (c *console) methods(o *goja.Object) {
	for _, m := range [...]struct {
		name string
		fn   func(args []goja.Value)
	}{
		{"log", c.printer(jsapi.Info)},
		{"warn", c.printer(jsapi.Warn)},
		{"dir", c.dir},
		{"time", c.time},
		{"timeEnd", c.timeEnd},
		{"timeLog", c.timeLog},
		{"trace", c.trace},
		{"assert", c.assert},
		{"clear", ignore},
		{"count", c.count},
		{"countReset", c.countReset},
		{"group", c.group},
		{"groupEnd", c.groupEnd},
		{"table", c.table},
		{"debug", c.printer(jsapi.Debug)},
		{"info", c.printer(jsapi.Info)},
		{"dirxml", c.printer(jsapi.Info)},
		{"error", c.printer(jsapi.Error)},
		{"groupCollapsed", c.group},
		{"profile", ignore},
		{"profileEnd", ignore},
		{"timeStamp", ignore},
	} {
		jsapi.SetMethod(c.h.Runtime, o, m.name, func(call goja.FunctionCall) goja.Value {
			m.fn(call.Arguments)
			return goja.Undefined()
		})
	}
}

func ignore([]goja.Value) {}

func (c *console) inspector() *inspect.Inspector {
	if c.in == nil {
		c.in = inspect.New(c.h)
	}
	return c.in
}

// printer returns the method that writes its arguments at a level.
func (c *console) printer(level jsapi.Level) func([]goja.Value) {
	return func(args []goja.Value) {
		if c.h.Log.Enabled(level) {
			c.write(level, c.inspector().Format(args))
		}
	}
}

// write writes a line, indented by the groups that are open.
func (c *console) write(level jsapi.Level, message string) {
	if !c.h.Log.Enabled(level) {
		return
	}
	if n := min(c.indent, maxIndent); n > 0 {
		space := strings.Repeat(" ", n)
		message = space + strings.ReplaceAll(message, "\n", "\n"+space)
	}
	c.h.Log.Log(level, message, nil)
}

// argument returns the i-th argument, or undefined.
func argument(args []goja.Value, i int) goja.Value {
	if i < len(args) {
		return args[i]
	}
	return goja.Undefined()
}

func (c *console) dir(args []goja.Value) {
	if !c.h.Log.Enabled(jsapi.Info) {
		return
	}
	opt := inspect.Defaults()
	opt.CustomInspect = false
	if from, ok := argument(args, 1).(*goja.Object); ok {
		_ = c.h.Runtime.Try(func() { opt.Apply(from) }) // options that throw are as good as none
	}
	c.write(jsapi.Info, c.inspector().Inspect(argument(args, 0), opt))
}

func (c *console) trace(args []goja.Value) {
	if !c.h.Log.Enabled(c.trouble) {
		return
	}
	var b strings.Builder
	b.WriteString("Trace")
	if len(args) > 0 {
		b.WriteString(": " + c.inspector().Format(args))
	}
	for _, f := range c.h.Runtime.CaptureCallStack(0, nil)[1:] { // the first frame is this method's
		name, place := f.FuncName(), f.Position().String()
		if f.SrcName() == "<native>" {
			place = "native"
		}
		switch {
		case inspect.HostFrame(name, place):
		case name != "" && name != "<anonymous>":
			b.WriteString("\n    at " + name + " (" + place + ")")
		default:
			b.WriteString("\n    at " + place)
		}
	}
	c.write(c.trouble, b.String())
}

func (c *console) assert(args []goja.Value) {
	if argument(args, 0).ToBoolean() || !c.h.Log.Enabled(jsapi.Warn) {
		return
	}
	if len(args) < 2 {
		c.write(jsapi.Warn, "Assertion failed")
		return
	}
	// Node would put String() of an object here, which says less.
	rest := append([]goja.Value(nil), args[1:]...)
	if goja.IsString(rest[0]) { // it may hold placeholders
		c.write(jsapi.Warn, "Assertion failed: "+c.inspector().Format(rest))
		return
	}
	c.write(jsapi.Warn, c.inspector().Format(append([]goja.Value{c.h.Runtime.ToValue("Assertion failed:")}, rest...)))
}

func (c *console) group(args []goja.Value) {
	if len(args) > 0 {
		c.printer(jsapi.Info)(args)
	}
	c.indent += indentWidth
}

func (c *console) groupEnd([]goja.Value) { c.indent = max(c.indent-indentWidth, 0) }
