package zlib

import (
	"slices"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// defineWhole gives the script
//
//	whole(mode, settings, flush, max, bytes)             returns the output, or throws
//	wholeAside(mode, settings, flush, max, bytes, done)  done(error) or done(null, output) comes later
func (m *module) defineWhole(host *goja.Object) {
	jsapi.SetMethod(m.rt, host, "whole", func(call goja.FunctionCall) goja.Value {
		c := newCodec(m.settings(call.Argument(0), call.Argument(1)), m.lend())
		out, err := m.wholeOf(c, call, m.bytes(call.Argument(4)), func() bool { return false })
		m.takeBack(c)
		if err != nil {
			panic(m.failure(err))
		}
		return jsapi.NewBuffer(m.h, out)
	})
	jsapi.SetMethod(m.rt, host, "wholeAside", func(call goja.FunctionCall) goja.Value {
		done, ok := goja.AssertFunction(call.Argument(5))
		if !ok {
			panic(m.rt.NewTypeError("done is not a function"))
		}
		s, in := m.settings(call.Argument(0), call.Argument(1)), slices.Clone(m.bytes(call.Argument(4)))
		flush, limit, idle, a := int(call.Argument(2).ToInteger()), int(call.Argument(3).ToInteger()), m.lend(), m.start()
		var out []byte
		var failed error
		var c codec
		a.run(m.h.Loop.Reserve(), func() {
			c = newCodec(s, idle)
			_, failed = guarded(func() (n int, err error) {
				out, err = whole(c, in, flush, limit, a.over.Load)
				return len(out), err
			})
		}, func() error {
			m.takeBack(c)
			if failed != nil {
				_, err := done(goja.Undefined(), m.failure(failed))
				return err
			}
			_, err := done(goja.Undefined(), goja.Null(), jsapi.NewBuffer(m.h, out))
			return err
		})
		return goja.Undefined()
	})
}

func (m *module) wholeOf(c codec, call goja.FunctionCall, in []byte, stopped func() bool) (out []byte, err error) {
	_, err = guarded(func() (n int, err error) {
		out, err = whole(c, in, int(call.Argument(2).ToInteger()), int(call.Argument(3).ToInteger()), stopped)
		return len(out), err
	})
	return out, err
}

// lend gives out the idle compressor, if there is one.
func (m *module) lend() spare {
	idle := m.idle
	m.idle = spare{}
	return idle
}

// takeBack keeps a codec's compressor for the next.
func (m *module) takeBack(c codec) {
	if d, ok := c.(*deflater); ok && d.spare.w != nil {
		m.idle = d.spare
		*d = deflater{} // the compressor still points to it; it must not keep what was compressed
	}
}
