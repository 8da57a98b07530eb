package vm

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/engine/loop"
	"github.com/guthega/guthega/sources"
)

// LoadError is why a receiver could not be loaded: its module threw, or did not give what it must.
type LoadError struct {
	Name, Message, Stack string
}

func (e *LoadError) Error() string {
	text := e.Message
	if e.Name != "" {
		text = e.Name + ": " + text
	}
	if e.Stack != "" {
		text += "\n" + e.Stack
	}
	return text
}

func (v *VM) loadError(reason goja.Value) error {
	e := v.rejection(reason)
	return &LoadError{e.Name, e.Message, e.Stack}
}

// loadErrorFrom keeps Go errors (which the loader wrote for people) as they are, and translates JavaScript's.
func (v *VM) loadErrorFrom(err error) error {
	if e, ok := errors.AsType[*goja.Exception](err); ok {
		return v.loadError(e.Value())
	}
	if loop.Fatal(err) {
		c := causeOf(err)
		return &LoadError{Name: c.name, Message: c.message}
	}
	return err
}

// translate is the one way from an error of goja to ours.
func (v *VM) translate(err error) *sources.Error {
	if e, ok := errors.AsType[*goja.Exception](err); ok {
		out := v.rejection(e.Value())
		if out.Stack == "" { // not an Error was thrown: say where
			out.Stack = tidyStack(e.String())
		}
		return out
	}
	if loop.Fatal(err) {
		return causeOf(err).verdict(nil)
	}
	return &sources.Error{Kind: sources.Rejected, Name: "Error", Message: err.Error(), Err: err}
}

// rejection reads what was thrown or rejected with. It may be anything; reading it may throw in turn.
func (v *VM) rejection(reason goja.Value) *sources.Error {
	e := &sources.Error{Kind: sources.Rejected, Name: "Error"}
	o, ok := reason.(*goja.Object)
	if !ok {
		if reason == nil || goja.IsUndefined(reason) || goja.IsNull(reason) {
			e.Message = "rejected with " + describe(reason)
		} else {
			e.Message = reason.String()
		}
		return e
	}
	v.read(o, "name", func(x goja.Value) { e.Name = x.String() })
	v.read(o, "message", func(x goja.Value) { e.Message = x.String() })
	v.read(o, "stack", func(x goja.Value) { e.Stack = tidyStack(x.String()) })
	v.read(o, "permanent", func(x goja.Value) {
		if x.StrictEquals(v.rt.ToValue(true)) {
			e.Kind = sources.Permanent
		}
	})
	v.read(o, "retryAfter", func(x goja.Value) { e.RetryAfter = retryAfter(x) })
	v.read(o, "cause", func(x goja.Value) { e.Stack += v.causes(x) })
	if e.Message == "" && !v.isError(o) {
		e.Message = v.inspect(o)
	}
	return e
}

// maxCauses bounds the chain of causes that is followed: it may be a ring.
const maxCauses = 8

// causes renders the chain of err.cause as further stacks.
func (v *VM) causes(cause goja.Value) string {
	var b strings.Builder
	for range maxCauses {
		b.WriteString("\nCaused by: ")
		o, ok := cause.(*goja.Object)
		if !ok {
			b.WriteString(cause.String())
			break
		}
		name, message, stack := "Error", "", ""
		v.read(o, "name", func(x goja.Value) { name = x.String() })
		v.read(o, "message", func(x goja.Value) { message = x.String() })
		v.read(o, "stack", func(x goja.Value) { stack = tidyStack(x.String()) })
		b.WriteString(name + ": " + message)
		if stack != "" {
			b.WriteString("\n" + stack)
		}
		cause = nil
		v.read(o, "cause", func(x goja.Value) { cause = x })
		if cause == nil {
			break
		}
	}
	return b.String()
}

// read calls use with a property that is neither undefined nor null. An exception, of a getter or of a conversion in
// use, leaves things as they are.
func (v *VM) read(o *goja.Object, name string, use func(goja.Value)) {
	_ = v.rt.Try(func() {
		if x := o.Get(name); x != nil && !goja.IsUndefined(x) && !goja.IsNull(x) {
			use(x)
		}
	})
}

func (v *VM) isError(o *goja.Object) bool {
	is := false
	_ = v.rt.Try(func() {
		for p := o.Prototype(); p != nil && !is; p = p.Prototype() {
			is = p == v.errorPrototype
		}
	})
	return is
}

// maxInspect is how much of an object that is no Error goes into the message.
const maxInspect = 200

func (v *VM) inspect(o *goja.Object) string {
	text, err := v.stringify(goja.Undefined(), o)
	if err != nil || goja.IsUndefined(text) {
		return "rejected with " + describe(o)
	}
	s := text.String()
	if len(s) > maxInspect {
		s = strings.ToValidUTF8(s[:maxInspect], "") + "…"
	}
	return "rejected with " + s
}

// retryAfter reads milliseconds, or a duration such as "30s"; what is neither counts as not given.
func retryAfter(x goja.Value) time.Duration {
	if s, ok := x.Export().(string); ok {
		if d, err := time.ParseDuration(s); err == nil && d > 0 {
			return d
		}
		ms, err := strconv.ParseFloat(s, 64)
		if err != nil {
			return 0
		}
		return milliseconds(ms)
	}
	return milliseconds(x.ToFloat())
}

func milliseconds(ms float64) time.Duration {
	const most = 365 * 24 * float64(time.Hour/time.Millisecond)
	if !(ms > 0) { // also NaN
		return 0
	}
	return time.Duration(min(ms, most) * float64(time.Millisecond))
}

// tidyStack gives goja's stack the look of Node's: no leading name and message, four spaces, no program counters.
func tidyStack(stack string) string {
	var b strings.Builder
	for line := range strings.Lines(stack) {
		line = strings.TrimSpace(line)
		if !strings.HasPrefix(line, "at ") {
			continue
		}
		if i := strings.LastIndexByte(line, '('); i > 0 && strings.HasSuffix(line, "))") {
			line = line[:i] + ")" // file:line:column(pc))
		} else if i > 0 && strings.HasSuffix(line, ")") && isDigits(line[i+1:len(line)-1]) {
			line = line[:i] // at file:line:column(pc)
		}
		if strings.Contains(line, "(native)") ||
			strings.Contains(line, "guthega:") && !strings.Contains(line, "guthega:scripts/") ||
			strings.Contains(line, "node:internal/") { // ours, not the author's
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		b.WriteString("    " + line)
	}
	return b.String()
}

func isDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// verdict is what a message that was stopped for this reason gets; gave is what its handler rejected with in answer,
// if it did.
func (s *stopCause) verdict(gave *sources.Error) *sources.Error {
	e := &sources.Error{Kind: s.kind, Name: s.name, Message: s.message}
	if gave != nil {
		e.Stack, e.Err = gave.Stack, gave
	}
	return e
}

// causeOf says why a VM is at its end.
func causeOf(err error) *stopCause {
	if e, ok := errors.AsType[*goja.InterruptedError](err); ok {
		if cause, ok := e.Value().(*stopCause); ok {
			return cause
		}
	}
	if _, ok := errors.AsType[*goja.StackOverflowError](err); ok {
		return &stopCause{name: "RangeError", message: "Maximum call stack size exceeded"}
	}
	return &stopCause{name: "InternalError", message: fmt.Sprintf("guthega failed while running the handler: %v", err)}
}

// bystander is the verdict on the messages that shared a VM with the culprit.
func bystander(cause *stopCause) Verdict {
	message := "the message shared a VM with one that had to be stopped"
	if cause != nil {
		message += " (" + cause.message + ")"
	}
	return Verdict{Bystander: true, Err: &sources.Error{Kind: sources.Unavailable, Name: "Unavailable", Message: message}}
}

// verdictFor is c's verdict when its VM is killed.
func (c *call) verdictFor(cause *stopCause, culprit bool) Verdict {
	if cause != nil && (culprit || cause.kind == sources.Stopped) {
		return Verdict{Err: cause.verdict(nil), Culprit: culprit}
	}
	return bystander(cause)
}
