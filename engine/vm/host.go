package vm

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/engine/logging"
	"github.com/guthega/guthega/engine/loop"
	"github.com/guthega/guthega/jsapi"
)

// internalPrefix starts the names of modules that only the host may require.
const internalPrefix = "internal/"

// builtin is the loader's way to host modules.
func (v *VM) builtin(name string) (goja.Value, bool) {
	if strings.HasPrefix(name, internalPrefix) {
		return nil, false
	}
	return v.module(name)
}

// module returns a host module's exports, made when first asked for.
func (v *VM) module(name string) (goja.Value, bool) {
	if exports, ok := v.modules[name]; ok {
		return exports, true
	}
	instantiate, ok := v.opts.Surface.Modules[name]
	if !ok {
		return nil, false
	}
	exports := instantiate(v.host)
	v.modules[name] = exports
	return exports, true
}

// require is jsapi.Host's Require.
func (v *VM) require(name string) goja.Value {
	exports, ok := v.module(name)
	if !ok {
		panic(v.rt.NewTypeError("host module %q does not exist", name))
	}
	return exports
}

// installGlobals defines the globals as accessors that make the value when first read and become plain properties
// then, or when written.
func (v *VM) installGlobals() error {
	global := v.rt.GlobalObject()
	for name, g := range v.opts.Surface.Globals {
		define := func(value goja.Value) {
			if err := global.DefineDataProperty(name, value, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE); err != nil {
				panic(err)
			}
		}
		getter := v.rt.ToValue(func(goja.FunctionCall) goja.Value {
			value := v.require(g.Module)
			if g.Property != "" {
				value = value.ToObject(v.rt).Get(g.Property)
			}
			define(value)
			return value
		})
		setter := v.rt.ToValue(func(f goja.FunctionCall) goja.Value {
			define(f.Argument(0))
			return goja.Undefined()
		})
		if err := global.DefineAccessorProperty(name, getter, setter, goja.FLAG_TRUE, goja.FLAG_FALSE); err != nil {
			return fmt.Errorf("defining the global %s: %w", name, err)
		}
	}
	return global.DefineDataProperty("global", global, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
}

// hostLoop shows the loop as host modules know it.
type hostLoop struct{ l *loop.Loop }

func (h hostLoop) Timer(delay time.Duration, repeat bool, fn func() error) jsapi.Timer {
	return h.l.Timer(delay, repeat, fn)
}
func (h hostLoop) Immediate(fn func() error) jsapi.Timer { return h.l.Immediate(fn) }
func (h hostLoop) Tick(fn func() error)                  { h.l.Tick(fn) }
func (h hostLoop) Reserve() jsapi.Reservation            { return h.l.Reserve() }
func (h hostLoop) OnClose(fn func()) (cancel func())     { return h.l.OnClose(fn) }

// Local and SetLocal are for async_hooks, which asks for them with an interface of its own.
func (h hostLoop) Local() *goja.Object         { return h.l.Local() }
func (h hostLoop) SetLocal(local *goja.Object) { h.l.SetLocal(local) }

// hostLog writes JavaScript's lines, with the requestId of the message whose turn it is.
type hostLog struct{ v *VM }

func (h hostLog) Enabled(level jsapi.Level) bool {
	return h.v.opts.Log.Enabled(logging.Level(level))
}

func (h hostLog) Log(level jsapi.Level, message string, fields []byte) {
	c, _ := h.v.loop.Owner().(*call)
	h.v.opts.Log.Log(logging.Level(level), message, withRequestID(fields, c))
}

// withRequestID puts the requestId in front of fields. Lines outside any message have none.
func withRequestID(fields []byte, c *call) []byte {
	if c == nil {
		return fields
	}
	b := make([]byte, 0, len(fields)+len(c.msg.ID)+16)
	b = append(b, `"requestId":`...)
	b = logging.AppendString(b, c.msg.ID)
	if len(fields) > 0 {
		b = append(b, ',')
	}
	return append(b, fields...)
}

// rejection is a promise that was rejected with nobody listening, and whose it was.
type rejection struct {
	promise *goja.Promise
	owner   *call
}

// trackRejection is the runtime's goja.PromiseRejectionTracker.
func (v *VM) trackRejection(p *goja.Promise, op goja.PromiseRejectionOperation) {
	if op == goja.PromiseRejectionHandle {
		v.handled(p)
		return
	}
	c, _ := v.loop.Owner().(*call)
	v.rejections = append(v.rejections, rejection{p, c})
}

// handled takes a promise from the list of those nobody listens to.
func (v *VM) handled(p *goja.Promise) {
	if len(v.rejections) > 0 {
		v.rejections = slices.DeleteFunc(v.rejections, func(r rejection) bool { return r.promise == p })
	}
}

// reportRejections logs the promises that nobody has listened to by the end of the turn they were rejected in, as
// Node does. It fails no message: the handler went on without it.
func (v *VM) reportRejections() {
	if len(v.rejections) == 0 {
		return
	}
	for _, r := range v.rejections {
		v.logError("Unhandled promise rejection", r.owner, v.rejection(r.promise.Result()))
	}
	v.rejections = v.rejections[:0]
}
