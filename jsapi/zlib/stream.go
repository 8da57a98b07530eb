package zlib

import (
	"slices"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// stream is what a stream object of JavaScript's holds. Its codec belongs to a goroutine while busy.
type stream struct {
	settings
	codec codec
	busy  bool
}

// piece is one step's outcome.
type piece struct {
	out  []byte
	more bool // there is more output to come for the same input
	rest int
	err  error
}

// step makes one piece of output, of size bytes at most.
func step(c codec, size int) (p piece) {
	out := make([]byte, size)
	n, err := guarded(func() (int, error) { return c.next(out) })
	if err != nil {
		return piece{err: err}
	}
	p = piece{more: n == size, rest: c.rest()}
	if n > 0 {
		p.out = fit(out, n)
	}
	return p
}

// defineStreams gives the script
//
//	open(mode, settings)                    a handle
//	write(handle, flush, chunk, size, done) takes the chunk; done(error, output, more, rest) comes later
//	more(handle, size, done)                goes on with the same chunk
//	writeSync(handle, flush, chunk, size), moreSync(handle, size)
//	                                        return [output, more, rest], or throw
//	into(handle, flush, in, inOffset, inLength, out, outOffset, outLength)
//	                                        returns [room left, input left], or throws
//	reset(handle), params(handle, level, strategy)
func (m *module) defineStreams(host *goja.Object) {
	method := func(name string, fn func(s *stream, args []goja.Value) goja.Value) {
		jsapi.SetMethod(m.rt, host, name, func(call goja.FunctionCall) goja.Value {
			s, ok := jsapi.State[*stream](call.Argument(0))
			if !ok {
				panic(m.rt.NewTypeError("not a zlib handle"))
			}
			args := make([]goja.Value, 7) // the most that any of them takes
			for i := range args {
				args[i] = call.Argument(i + 1)
			}
			return fn(s, args)
		})
	}
	jsapi.SetMethod(m.rt, host, "open", func(call goja.FunctionCall) goja.Value {
		s := m.settings(call.Argument(0), call.Argument(1))
		return jsapi.NewState(m.rt, &stream{settings: s, codec: newCodec(s, spare{})})
	})
	method("write", func(s *stream, args []goja.Value) goja.Value {
		m.available(s)
		s.codec.start(slices.Clone(m.bytes(args[1])), int(args[0].ToInteger()))
		return m.stepAside(s, args[2], args[3])
	})
	method("more", func(s *stream, args []goja.Value) goja.Value {
		m.available(s)
		return m.stepAside(s, args[0], args[1])
	})
	method("writeSync", func(s *stream, args []goja.Value) goja.Value {
		m.available(s)
		s.codec.start(slices.Clone(m.bytes(args[1])), int(args[0].ToInteger()))
		return m.stepHere(s, args[2])
	})
	method("moreSync", func(s *stream, args []goja.Value) goja.Value {
		m.available(s)
		return m.stepHere(s, args[0])
	})
	method("into", m.into)
	method("reset", func(s *stream, _ []goja.Value) goja.Value {
		if s.busy { // what is being done is not disturbed
			s.codec, s.busy = newCodec(s.settings, spare{}), false
		} else {
			s.codec.reset()
		}
		return goja.Undefined()
	})
	method("params", func(s *stream, args []goja.Value) goja.Value {
		m.available(s)
		if c, ok := s.codec.(*deflater); ok {
			s.level, s.strategy = int(args[0].ToInteger()), int(args[1].ToInteger())
			c.setParams(s.level, s.strategy)
		}
		return goja.Undefined()
	})
}

// into is the write of Node's own handle, for packages that go round the streams.
func (m *module) into(s *stream, args []goja.Value) goja.Value {
	m.available(s)
	part := func(i int) []byte {
		b := m.bytes(args[i])
		from := max(0, min(int(args[i+1].ToInteger()), len(b)))
		return b[from : from+max(0, min(int(args[i+2].ToInteger()), len(b)-from))]
	}
	in, out := part(1), part(4)
	s.codec.start(in, int(args[0].ToInteger()))
	n, err := guarded(func() (int, error) { return s.codec.next(out) })
	rest := s.codec.rest()
	s.codec.start(nil, noFlush) // the input is JavaScript's
	if err != nil {
		panic(m.failure(err))
	}
	return m.rt.NewArray(len(out)-n, rest)
}

// available throws where the codec is at work, which a stream never lets happen.
func (m *module) available(s *stream) {
	if s.busy {
		panic(jsapi.NewError(m.rt, "Error", "ERR_INTERNAL_ASSERTION", "write already in progress"))
	}
}

func (m *module) stepAside(s *stream, size, done goja.Value) goja.Value {
	callback, ok := goja.AssertFunction(done)
	if !ok {
		panic(m.rt.NewTypeError("done is not a function"))
	}
	s.busy = true
	c, n := s.codec, int(size.ToInteger())
	var p piece
	m.start().run(m.h.Loop.Reserve(), func() { p = step(c, n) }, func() error {
		if s.codec == c {
			s.busy = false
		}
		problem := goja.Null()
		if p.err != nil {
			problem = m.failure(p.err)
		}
		_, err := callback(goja.Undefined(), problem, m.output(p.out), m.rt.ToValue(p.more), m.rt.ToValue(p.rest))
		return err
	})
	return goja.Undefined()
}

func (m *module) stepHere(s *stream, size goja.Value) goja.Value {
	p := step(s.codec, int(size.ToInteger()))
	if p.err != nil {
		panic(m.failure(p.err))
	}
	return m.rt.NewArray(m.output(p.out), p.more, p.rest)
}

// output is a Buffer, or null for none.
func (m *module) output(b []byte) goja.Value {
	if b == nil {
		return goja.Null()
	}
	return jsapi.NewBuffer(m.h, b)
}
