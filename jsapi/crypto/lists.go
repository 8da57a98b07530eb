package crypto

import "github.com/dop251/goja"

// defineLists makes getCurves, and what tells that there is no FIPS mode and no secure heap.
func (m *module) defineLists() {
	m.function("getCurves", func(goja.FunctionCall) goja.Value {
		var names []string
		for _, c := range curves() {
			names = append(names, c.name)
		}
		return m.texts(names)
	})
	m.function("getFips", func(goja.FunctionCall) goja.Value { return m.rt.ToValue(0) })
	m.function("setFips", func(call goja.FunctionCall) goja.Value {
		if call.Argument(0).ToBoolean() {
			panic(m.plainError("Cannot set FIPS mode in a non-FIPS build."))
		}
		return goja.Undefined()
	})
	m.function("secureHeapUsed", func(goja.FunctionCall) goja.Value {
		o := m.rt.NewObject()
		for _, name := range []string{"total", "used", "utilization", "min"} {
			must(o.Set(name, 0))
		}
		return o
	})
}
