package process

import (
	"bytes"
	"unicode/utf8"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// maxLine is the longest unfinished line that a stream keeps; past it what there is becomes a line.
const maxLine = 64 << 10

// streams sets stdout and stderr, which write to the log, and stdin, which has nothing to read: the process's own
// belong to the source and the log.
func (p *process) streams() {
	var shared *goja.Object
	proto := func() *goja.Object {
		if shared == nil {
			shared = p.rt.NewObject()
			p.emitter(shared)
		}
		return shared
	}
	p.lazy("stdout", func() goja.Value { return p.output(proto(), 1, jsapi.Info) })
	p.lazy("stdin", func() goja.Value { return p.input(proto()) })
	p.lazy("stderr", func() goja.Value { return p.output(proto(), 2, jsapi.Error) })
}

func (p *process) input(proto *goja.Object) *goja.Object {
	in := p.stream(proto, 0)
	p.set(in, "readable", false)
	for _, name := range [...]string{"setEncoding", "resume", "pause", "unref", "ref", "destroy"} {
		jsapi.SetMethod(p.rt, in, name, func(goja.FunctionCall) goja.Value { return in })
	}
	jsapi.SetMethod(p.rt, in, "read", func(goja.FunctionCall) goja.Value { return goja.Null() })
	return in
}

func (p *process) stream(proto *goja.Object, fd int) *goja.Object {
	o := p.rt.CreateObject(proto)
	p.set(o, "fd", fd)
	p.set(o, "isTTY", false)
	p.set(o, "columns", goja.Undefined())
	return o
}

// output is one of the two streams that are written to.
type output struct {
	p     *process
	level jsapi.Level
	line  []byte // what came after the last newline
}

func (p *process) output(proto *goja.Object, fd int, level jsapi.Level) *goja.Object {
	s := &output{p: p, level: level}
	o := p.stream(proto, fd)
	p.set(o, "writable", true)
	jsapi.SetMethod(p.rt, o, "write", s.write)
	jsapi.SetMethod(p.rt, o, "end", func(call goja.FunctionCall) goja.Value {
		if v := call.Argument(0); !goja.IsUndefined(v) && !goja.IsNull(v) && !isFunction(v) {
			s.write(call)
		} else {
			s.call(call.Arguments)
		}
		s.flush()
		return o
	})
	for _, name := range [...]string{"cork", "uncork", "destroy", "unref", "ref", "setDefaultEncoding"} {
		jsapi.SetMethod(p.rt, o, name, func(goja.FunctionCall) goja.Value { return o })
	}
	for _, name := range [...]string{"hasColors", "clearLine", "cursorTo", "moveCursor"} {
		jsapi.SetMethod(p.rt, o, name, func(goja.FunctionCall) goja.Value { return p.rt.ToValue(false) })
	}
	jsapi.SetMethod(p.rt, o, "getColorDepth", func(goja.FunctionCall) goja.Value { return p.rt.ToValue(1) })
	return o
}

// write is stream.write(chunk, encoding, callback). Each whole line becomes a line of the log, the rest waits.
func (s *output) write(call goja.FunctionCall) goja.Value {
	rt := s.p.rt
	switch chunk := call.Argument(0).(type) {
	case goja.String:
		enc, ok := jsapi.ParseEncoding(text(call.Argument(1), "utf8"))
		if !ok {
			panic(jsapi.NewError(rt, "TypeError", "ERR_UNKNOWN_ENCODING", "Unknown encoding: "+call.Argument(1).String()))
		}
		s.append(enc.Bytes(chunk))
	default:
		b, ok := jsapi.Bytes(rt, chunk)
		if !ok {
			panic(jsapi.InvalidArgType(rt, "chunk", "of type string or an instance of Buffer or Uint8Array", chunk))
		}
		s.append(b)
	}
	s.call(call.Arguments)
	return rt.ToValue(true)
}

// call calls the callback among the arguments, if there is one, in the next tick.
func (s *output) call(args []goja.Value) {
	for _, v := range args {
		if fn, ok := goja.AssertFunction(v); ok {
			s.p.h.Loop.Tick(func() error {
				_, err := fn(goja.Undefined())
				return err
			})
			return
		}
	}
}

func (s *output) append(b []byte) {
	for {
		line, rest, found := bytes.Cut(b, []byte{'\n'})
		s.line = append(s.line, line...)
		if !found {
			break
		}
		s.emit()
		b = rest
	}
	if len(s.line) > maxLine {
		s.flush()
	}
}

// flush writes what waits.
func (s *output) flush() {
	if len(s.line) > 0 {
		s.emit()
	}
}

func (s *output) emit() {
	line := bytes.TrimSuffix(s.line, []byte{'\r'})
	if s.p.h.Log.Enabled(s.level) {
		if !utf8.Valid(line) {
			line = jsapi.ValidUTF8(line)
		}
		s.p.h.Log.Log(s.level, string(line), nil)
	}
	s.line = s.line[:0]
}
