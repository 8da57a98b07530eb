package process

import (
	"math/big"
	"time"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// clocks sets hrtime, hrtime.bigint and uptime, all on the monotonic clock.
func (p *process) clocks() {
	hrtime := p.method("hrtime", func(call goja.FunctionCall) goja.Value {
		now := time.Since(started)
		if v := call.Argument(0); !goja.IsUndefined(v) {
			now -= p.previous(v)
		}
		seconds, rest := now/time.Second, now%time.Second
		if rest < 0 {
			seconds, rest = seconds-1, rest+time.Second
		}
		return p.rt.NewArray(int64(seconds), int64(rest))
	})
	jsapi.SetMethod(p.rt, hrtime, "bigint", func(goja.FunctionCall) goja.Value {
		return p.rt.ToValue(big.NewInt(int64(time.Since(started))))
	})
	p.method("uptime", func(goja.FunctionCall) goja.Value { return p.rt.ToValue(time.Since(started).Seconds()) })
}

// previous reads what an earlier hrtime returned.
func (p *process) previous(v goja.Value) time.Duration {
	o, ok := v.(*goja.Object)
	if !ok || o.ClassName() != "Array" {
		panic(jsapi.InvalidArgType(p.rt, "time", "an instance of Array", v))
	}
	if n := o.Get("length").ToInteger(); n != 2 {
		panic(jsapi.OutOfRange(p.rt, "time", "2", o.Get("length")))
	}
	return time.Duration(number(o.Get("0")))*time.Second + time.Duration(number(o.Get("1")))
}

// number is ToInteger of a property that may be missing.
func number(v goja.Value) int64 {
	if v == nil {
		return 0
	}
	return v.ToInteger()
}
