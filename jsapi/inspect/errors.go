package inspect

import (
	"slices"
	"strings"

	"github.com/dop251/goja"
)

// frame begins a line of a stack.
const frame = "\n    at "

// Stack returns the text of an error's stack property in the shape Node gives it: frames indented by four spaces,
// positions without goja's program counter, no newline at the end, and without the host's own frames.
func Stack(s string) string {
	s = strings.TrimRight(s, "\n")
	if !strings.Contains(s, "\n\tat ") {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for i, l := range strings.Split(s, "\n") {
		if rest, ok := strings.CutPrefix(l, "\tat "); ok {
			if l = stackFrame(rest); l == "" {
				continue
			}
		}
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(l)
	}
	return b.String()
}

// stackFrame returns the line of a frame that goja writes as text, "" for one of the host's.
func stackFrame(text string) string {
	// "f (file:1:2(34))" and "file:1:2(34)": the last parenthesis of digits is the counter.
	end := ""
	if strings.HasSuffix(text, "))") {
		text, end = strings.TrimSuffix(text, ")"), ")"
	}
	if open := strings.LastIndexByte(text, '('); open > 0 && strings.HasSuffix(text, ")") && digits(text[open+1:len(text)-1]) {
		text = text[:open]
	}
	name, place := "", text
	if open := strings.LastIndex(text, " ("); open >= 0 {
		name, place = text[:open], text[open+len(" ("):]
	}
	if HostFrame(name, place) {
		return ""
	}
	return "    at " + text + end
}

// HostFrame reports whether a frame is the host's own and nothing that a receiver's author could place: a Go function,
// which goja names by its symbol, or a script of the engine's. The place of the receivers that ship begins alike.
func HostFrame(function, place string) bool {
	if internal, ok := strings.CutPrefix(place, "guthega:"); ok {
		return !strings.HasPrefix(internal, "scripts/")
	}
	native := place == "native)" || place == "native"
	return native && (strings.Contains(function, "/") || strings.HasPrefix(function, "main."))
}

func digits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// stackText returns what is known of an error as text: its stack, else its name and message.
func (p *printer) stackText(o *goja.Object) string {
	if v := p.in.get(o, "stack"); v != nil && v.ToBoolean() {
		if s := Stack(p.text(v)); s != "" {
			return s
		}
	}
	name, message := "Error", ""
	if v := p.in.get(o, "name"); v != nil {
		name = p.text(v)
	}
	if v := p.in.get(o, "message"); v != nil {
		message = p.text(v)
	}
	switch {
	case name == "":
		return message
	case message == "":
		return name
	}
	return name + ": " + message
}

// text is String(v) that does not throw.
func (p *printer) text(v goja.Value) (s string) {
	if ex := p.in.r.Try(func() { s = textOf(v) }); ex != nil {
		return threw(p.in.thrown(ex))
	}
	return s
}

// textOf is String(v). It may panic with a JavaScript exception.
func textOf(v goja.Value) string {
	switch v := v.(type) {
	case goja.String:
		return text(v)
	case *goja.Symbol:
		return symbolText(v)
	case *goja.Object:
		s, _ := v.ToString().(goja.String)
		return text(s)
	}
	return v.String()
}

// errorBase prints an error's stack, and takes the properties that it shows already out of s.keys.
func (p *printer) errorBase(s *shape) string {
	name := "Error"
	if v := p.in.get(s.o, "name"); v != nil && !goja.IsNull(v) {
		name = p.text(v)
	}
	stack := p.stackText(s.o)
	if !p.opt.ShowHidden {
		s.keys = slices.DeleteFunc(s.keys, func(k key) bool {
			if k.symbol != nil || k.name != "name" && k.name != "message" && k.name != "stack" {
				return false
			}
			v := p.in.get(s.o, k.name)
			return k.name == "stack" || v != nil && strings.Contains(stack, p.text(v))
		})
	}
	if p.has(s.o, "cause") && !slices.Contains(s.keys, stringKey("cause")) {
		s.keys = append(s.keys, stringKey("cause"))
	}
	if errs, ok := p.in.get(s.o, "errors").(*goja.Object); ok && errs.ExportType() != nil && p.isArray(errs) &&
		!slices.Contains(s.keys, stringKey("errors")) {
		s.keys = append(s.keys, stringKey("errors"))
	}
	stack = p.improve(stack, s, name)
	from := 0
	if message := p.in.getString(s.o, "message"); message != "" {
		if at := strings.Index(stack, message); at >= 0 {
			from = at + len(message)
		}
	}
	at := strings.Index(stack[from:], "\n    at")
	if at < 0 {
		stack = "[" + stack + "]"
	} else {
		head, lines := stack[:from+at], strings.Split(stack[from+at+1:], "\n")
		stack = head + "\n" + strings.Join(p.withoutCauseFrames(s.o, lines), "\n")
	}
	return p.indentText(stack)
}

func (p *printer) isArray(o *goja.Object) bool {
	o = target(o)
	return o != nil && o.ClassName() == "Array"
}

// has reports whether o or its prototypes have a property, without reading it.
func (p *printer) has(o *goja.Object, name string) bool {
	for at := o; at != nil; at = p.prototype(at) {
		if _, ok := p.in.descriptor(at, stringKey(name)); ok {
			return true
		}
	}
	return false
}

// improve makes the stack's first line name the error's class.
func (p *printer) improve(stack string, s *shape, name string) string {
	regular := strings.HasSuffix(name, "Error") && strings.HasPrefix(stack, name) &&
		(len(stack) == len(name) || stack[len(name)] == ':' || stack[len(name)] == '\n')
	if s.named && !regular {
		return stack
	}
	fallback, n := "Error", len(name)
	if !s.named {
		fallback = leadingName(stack)
		if n = len(fallback); n == 0 {
			fallback = "Error"
		}
	}
	prefix := strings.TrimSuffix(p.prefix(s, fallback, -1), " ")
	switch {
	case name == prefix:
		return stack
	case !strings.Contains(prefix, name):
		return prefix + " [" + name + "]" + stack[n:]
	case n == 0:
		return prefix + ": " + stack
	}
	return prefix + stack[n:]
}

// leadingName returns the class name that a stack begins with: up to a colon or the first frame.
func leadingName(stack string) string {
	end := strings.IndexByte(stack, ':')
	if at := strings.Index(stack, frame); at >= 0 && (end < 0 || at < end) {
		end = at
	}
	if end < 0 {
		if strings.HasSuffix(stack, "Error") && identifier(strings.ReplaceAll(stack, "-", "_")) {
			return stack
		}
		return ""
	}
	name := stack[:end]
	if name == "" || name[0] < 'A' || name[0] > 'Z' || strings.Trim(name, "abcdefghijklmnopqrstuvwxyz_ ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789[]()-") != "" {
		return ""
	}
	return name
}

// withoutCauseFrames replaces more than three lines that the cause's stack has as well by a note.
func (p *printer) withoutCauseFrames(o *goja.Object, lines []string) []string {
	cause, ok := p.in.get(o, "cause").(*goja.Object)
	if !ok {
		return lines
	}
	if cause = target(cause); cause == nil || p.class(cause) != classError {
		return lines
	}
	stack := p.stackText(cause)
	at := strings.Index(stack, "\n    at")
	if at < 0 {
		return lines
	}
	n, from := commonRun(lines, strings.Split(stack[at+1:], "\n"))
	if n == 0 {
		return lines
	}
	note := p.style("    ... "+itoa(n-2)+" lines matching cause stack trace ...", styleUndefined)
	return slices.Replace(lines, from+1, from+1+n-2, note)
}

// commonRun finds the first run of more than three lines of a that b has too, and returns its length and offset in a.
func commonRun(a, b []string) (n, from int) {
	for i := range max(len(a)-3, 0) {
		at := slices.Index(b, a[i])
		if at < 0 || len(b)-at <= 3 {
			continue
		}
		n := 1
		for limit := min(len(a)-i, len(b)-at); n < limit && a[i+n] == b[at+n]; {
			n++
		}
		if n > 3 {
			return n, i
		}
	}
	return 0, 0
}
