package loop

import (
	"errors"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"github.com/dop251/goja"
)

// PanicError is a Go panic in a turn: a bug in a host module or in goja.
type PanicError struct {
	Value any
	Stack []byte
}

func (e *PanicError) Error() string { return fmt.Sprintf("internal panic: %v", e.Value) }

// trampolineSource calls back into the host from a JavaScript frame: while there is one, goja leaves promise jobs
// alone, so that ticks can run before them.
var trampolineSource = sync.OnceValue(func() *goja.Program {
	return goja.MustCompile("guthega:turn", "(function (run) { run(); })", true)
})

// turn runs a task, then ticks and promise jobs until none is left.
func (l *Loop) turn(t task) {
	owner, fn := t.owner, t.fn
	now := l.now()
	if owner != nil {
		owner.Waited(time.Duration(now - t.ready))
	}
	l.set(owner, now)
	l.local = t.local
	if l.hooks.Begin != nil {
		l.hooks.Begin(owner)
	}
	err := l.guard(func() error { return l.enter(fn) })
	if err == nil || !Fatal(err) {
		if err != nil {
			l.uncaught(owner, err)
		}
		l.become(owner)
		l.local = nil
		err = l.guard(l.hooks.Drained)
	}
	if err != nil && l.owner != nil {
		owner = l.owner
	}
	l.become(nil)
	l.local = nil
	if err != nil {
		l.uncaught(owner, err)
	}
	if l.hooks.End != nil {
		l.hooks.End()
	}
}

func nothing() error { return nil }

// guard calls fn, and then runs the ticks that are left. It turns a Go panic into a *PanicError.
func (l *Loop) guard(fn func() error) (err error) {
	defer func() {
		if x := recover(); x != nil {
			err = &PanicError{Value: x, Stack: debug.Stack()}
		}
	}()
	err = fn()
	for err == nil && len(l.ticks) > 0 { // made by promise jobs
		err = l.enter(nothing)
	}
	return err
}

// rethrow unwinds the JavaScript frame that a turn is entered from when a call from within it ended in a way that goja
// has no way back from: it has lost that frame's state.
func rethrow(err error) {
	if err == nil {
		return
	}
	if e, ok := errors.AsType[*goja.InterruptedError](err); ok {
		panic(e)
	}
	if e, ok := errors.AsType[*goja.StackOverflowError](err); ok {
		panic(e)
	}
}

// Fatal reports whether the runtime that a turn ended with err in must not be used again.
func Fatal(err error) bool {
	var interrupted *goja.InterruptedError
	var overflow *goja.StackOverflowError
	var panicked *PanicError
	return errors.As(err, &interrupted) || errors.As(err, &overflow) || errors.As(err, &panicked)
}

func (l *Loop) uncaught(owner Owner, err error) {
	if l.hooks.Uncaught != nil {
		l.hooks.Uncaught(owner, err)
	}
}
