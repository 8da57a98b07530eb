package timers

import (
	"errors"

	"github.com/dop251/goja"
)

// captureThen keeps Promise.prototype.then as it is now, and a promise to call it on: goja has no other way to make a
// promise job.
func (t *timers) captureThen() {
	rt := t.h.Runtime
	promise, resolve, _ := rt.NewPromise()
	must(resolve(goja.Undefined()))
	t.resolved = rt.ToValue(promise)
	proto := t.resolved.ToObject(rt).Prototype()
	t.job = rt.ToValue(t.runMicrotask)
	t.then, _ = goja.AssertFunction(proto.Get("then"))
}

// queueMicrotask runs its callback as a promise job. All share one job function, which takes the callbacks in the order
// in which they were queued, as promise jobs are run: a function each would cost four times as much.
func (t *timers) queueMicrotask(call goja.FunctionCall) goja.Value {
	t.microtasks = append(t.microtasks, t.callback(call))
	if _, err := t.then(t.resolved, t.job); err != nil {
		panic(err)
	}
	return goja.Undefined()
}

// runMicrotask is the job. What a callback throws becomes the error of a tick, which the loop reports as uncaught; left
// in the job it would be an unhandled rejection instead.
func (t *timers) runMicrotask(goja.FunctionCall) goja.Value {
	fn := t.microtasks[0]
	t.microtasks[0] = nil
	t.microtasks = t.microtasks[1:]
	if _, err := fn(goja.Undefined()); err != nil {
		if _, thrown := errors.AsType[*goja.Exception](err); !thrown {
			panic(err) // an interrupt is nobody's to catch
		}
		t.h.Loop.Tick(func() error { return err })
	}
	return goja.Undefined()
}
