package timers

import (
	"math"
	"reflect"
	"strconv"
	"time"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// maxDelay is the longest delay in milliseconds; a longer one becomes 1 ms (Node: "Timers").
const maxDelay = math.MaxInt32

// timers is the state of one VM's timers.
type timers struct {
	h                  *jsapi.Host
	timeout, immediate *goja.Object // the prototypes Timeout.prototype and Immediate.prototype
	lastID             int64
	byID               map[int64]*timer // those whose number was asked for, while they are pending
	then               goja.Callable    // %Promise.prototype.then%
	resolved           goja.Value       // a promise to call it on
	job                goja.Value       // runs the first of microtasks
	microtasks         []goja.Callable
}

// Module makes the exports of "timers", most of which are globals too. Its functions use no this.
func Module(h *jsapi.Host) goja.Value {
	rt := h.Runtime
	t := &timers{h: h, byID: map[int64]*timer{}}
	t.timeout = t.prototype("Timeout", true)
	t.immediate = t.prototype("Immediate", false)
	t.captureThen()
	out := rt.NewObject()
	setTimeout := jsapi.SetMethod(rt, out, "setTimeout", func(call goja.FunctionCall) goja.Value { return t.start(call, false) })
	jsapi.SetMethod(rt, out, "clearTimeout", t.clear)
	setImmediate := jsapi.SetMethod(rt, out, "setImmediate", t.setImmediate)
	jsapi.SetMethod(rt, out, "clearImmediate", t.clearImmediate)
	jsapi.SetMethod(rt, out, "setInterval", func(call goja.FunctionCall) goja.Value { return t.start(call, true) })
	jsapi.SetMethod(rt, out, "clearInterval", t.clear)
	// A global in Node, and no member of its module; here this module is where the globals come from.
	microtask := jsapi.NewFunction(rt, "queueMicrotask", t.queueMicrotask)
	must(out.DefineDataProperty("queueMicrotask", microtask, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE))
	t.promises(out, setTimeout, setImmediate)
	return out
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

// callback is the first argument, which has to be a function.
func (t *timers) callback(call goja.FunctionCall) goja.Callable {
	fn, ok := goja.AssertFunction(call.Argument(0))
	if !ok {
		panic(jsapi.InvalidArgType(t.h.Runtime, "callback", "of type function", call.Argument(0)))
	}
	return fn
}

// start is setTimeout and setInterval: (callback, delay, ...args).
func (t *timers) start(call goja.FunctionCall, repeat bool) goja.Value {
	x := &timer{t: t, fn: t.callback(call), delay: 1, repeat: repeat}
	if len(call.Arguments) > 1 {
		x.delay = delay(call.Arguments[1])
	}
	if len(call.Arguments) > 2 {
		x.args = append([]goja.Value(nil), call.Arguments[2:]...) // goja reuses the slice
	}
	x.object = t.h.Runtime.NewDynamicObject(x)
	must(x.object.SetPrototype(t.timeout))
	x.pending = t.h.Loop.Timer(time.Duration(x.delay)*time.Millisecond, repeat, x.run)
	return x.object
}

// delay reads a delay in milliseconds: whole ones, and 1 for what is no number from 1 to maxDelay.
func delay(v goja.Value) int64 {
	if f := v.ToFloat(); f >= 1 && f <= maxDelay {
		return int64(f)
	}
	return 1
}

func (t *timers) setImmediate(call goja.FunctionCall) goja.Value {
	x := &timer{t: t, fn: t.callback(call), immediate: true}
	if len(call.Arguments) > 1 {
		x.args = append([]goja.Value(nil), call.Arguments[1:]...)
	}
	x.object = t.h.Runtime.NewDynamicObject(x)
	must(x.object.SetPrototype(t.immediate))
	x.pending = t.h.Loop.Immediate(x.run)
	return x.object
}

// clear is clearTimeout and clearInterval: of a Timeout, or its number, also as a string.
func (t *timers) clear(call goja.FunctionCall) goja.Value {
	v := call.Argument(0)
	if x := timerOf(v); x != nil {
		if !x.immediate {
			x.stop()
		}
	} else if goja.IsNumber(v) || goja.IsString(v) {
		if id, err := strconv.ParseInt(v.String(), 10, 64); err == nil && t.byID[id] != nil {
			t.byID[id].stop()
		}
	}
	return goja.Undefined()
}

func (t *timers) clearImmediate(call goja.FunctionCall) goja.Value {
	if x := timerOf(call.Argument(0)); x != nil && x.immediate {
		x.stop()
	}
	return goja.Undefined()
}

// timerOf returns the timer that a JavaScript value is, or nil. The type is asked first: exporting another object
// would copy it.
func timerOf(v goja.Value) *timer {
	o, ok := v.(*goja.Object)
	if !ok || o.ExportType() != reflect.TypeFor[*timer]() {
		return nil
	}
	x, _ := o.Export().(*timer)
	return x
}
