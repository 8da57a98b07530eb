package zlib

import (
	_ "embed" // for the scripts
	"errors"
	"hash/crc32"
	"slices"
	"strconv"
	"strings"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

var (
	//go:embed zlib.js
	moduleSource string
	//go:embed classes.js
	classesSource string
)

var (
	moduleScript  = jsapi.NewScript("node:zlib", moduleSource)
	classesScript = jsapi.NewScript("node:internal/zlib", classesSource)
)

// module is zlib in one VM.
type module struct {
	h     *jsapi.Host
	rt    *goja.Runtime
	aside *aside
	idle  spare
}

// Module is the module "zlib".
func Module(h *jsapi.Host) goja.Value {
	m := &module{h: h, rt: h.Runtime}
	host := jsapi.NewScriptHost(h)
	m.defineStreams(host)
	m.defineWhole(host)
	jsapi.SetMethod(m.rt, host, "crc32", func(call goja.FunctionCall) goja.Value {
		sum := crc32.Update(uint32(call.Argument(1).ToInteger()), crc32.IEEETable, m.bytes(call.Argument(0)))
		return m.rt.ToValue(int64(sum))
	})
	jsapi.SetMethod(m.rt, host, "tick", func(call goja.FunctionCall) goja.Value {
		if fn, ok := goja.AssertFunction(call.Argument(0)); ok {
			h.Loop.Tick(func() error {
				_, err := fn(goja.Undefined())
				return err
			})
		}
		return goja.Undefined()
	})
	jsapi.SetMethod(m.rt, host, "classes", func(call goja.FunctionCall) goja.Value {
		return classesScript.Run(m.rt, host, h.Require("stream"), call.Argument(0))
	})
	numbers := m.rt.CreateObject(nil)
	m.setConstants(numbers, slices.Concat(constants, brotliErrors), goja.FLAG_TRUE)
	exports := moduleScript.Run(m.rt, host, numbers)
	// Their old place, where Object.keys does not show them.
	m.setConstants(exports.ToObject(m.rt), slices.DeleteFunc(slices.Clone(constants), func(c constant) bool {
		return strings.HasPrefix(c.name, "BROTLI")
	}), goja.FLAG_FALSE)
	return exports
}

func (m *module) setConstants(o *goja.Object, list []constant, enumerable goja.Flag) {
	for _, c := range list {
		v := m.rt.ToValue(c.value)
		if c.value == infinite {
			v = goja.PositiveInf()
		}
		if err := o.DefineDataProperty(c.name, v, goja.FLAG_FALSE, goja.FLAG_FALSE, enumerable); err != nil {
			panic(err)
		}
	}
}

// start makes what runs work aside, when it is first needed.
func (m *module) start() *aside {
	if m.aside == nil {
		m.aside = newAside(m.h.Loop)
	}
	return m.aside
}

// settings reads what the script has checked.
func (m *module) settings(which, from goja.Value) settings {
	o := from.ToObject(m.rt)
	number := func(name string) int {
		if v := o.Get(name); v != nil {
			return int(v.ToInteger())
		}
		return 0
	}
	s := settings{
		mode: mode(which.ToInteger()), windowBits: number("windowBits"), level: number("level"), strategy: number("strategy"),
	}
	if s.mode == deflateRawMode && s.windowBits == 8 {
		s.windowBits = 9 // zlib cannot do what RFC 1951 has no name for
	}
	if dictionary := o.Get("dictionary"); dictionary != nil && !goja.IsUndefined(dictionary) && !goja.IsNull(dictionary) {
		s.dictionary = append([]byte{}, m.bytes(dictionary)...)
	}
	if params, ok := o.Get("params").(*goja.Object); ok {
		s.params = make(map[int]int)
		for _, key := range params.Keys() {
			if i, err := strconv.Atoi(key); err == nil {
				s.params[i] = int(params.Get(key).ToInteger())
			}
		}
	}
	return s
}

// bytes is the memory of a chunk, or the text of one.
func (m *module) bytes(v goja.Value) []byte {
	if s, ok := v.(goja.String); ok {
		return jsapi.UTF8.Bytes(s)
	}
	b, _ := jsapi.Bytes(m.rt, v) // the script has looked at its type
	return b
}

// failure makes the error that JavaScript gets.
func (m *module) failure(err error) *goja.Object {
	if large, ok := errors.AsType[tooLarge](err); ok {
		return jsapi.NewError(m.rt, "RangeError", "ERR_BUFFER_TOO_LARGE",
			"Cannot create a Buffer larger than "+strconv.Itoa(int(large))+" bytes")
	}
	f, ok := errors.AsType[*failure](err)
	if !ok {
		f = dataError(err.Error())
	}
	e, err := m.rt.New(m.rt.Get("Error"), m.rt.ToValue(f.message))
	if err != nil {
		panic(err)
	}
	if err := errors.Join(e.Set("errno", f.errno), e.Set("code", f.code)); err != nil {
		panic(err)
	}
	return e
}
