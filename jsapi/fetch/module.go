package fetch

import (
	_ "embed"
	"net/http"
	"slices"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
	jshttp "github.com/guthega/guthega/jsapi/http"
)

var (
	//go:embed headers.js
	headersJS string
	//go:embed form.js
	formJS string
	//go:embed body.js
	bodyJS string
	//go:embed message.js
	messageJS string
	//go:embed fetch.js
	fetchJS string
	//go:embed undici.js
	undiciJS string
)

// Compiled programs are immutable and shared by every VM of the process.
var (
	headersScript = jsapi.NewScript("node:internal/fetch", headersJS)
	formScript    = jsapi.NewScript("node:internal/fetch", formJS)
	bodyScript    = jsapi.NewScript("node:internal/fetch", bodyJS)
	messageScript = jsapi.NewScript("node:internal/fetch", messageJS)
	fetchScript   = jsapi.NewScript("node:internal/fetch", fetchJS)
	undiciScript  = jsapi.NewScript("undici", undiciJS)
)

// Name is what Host.Require must know this package's Module by.
const Name = "internal/fetch"

// module is the Go half of one VM's fetch.
type module struct {
	h      *jsapi.Host
	proto  *goja.Object // of exchanges
	shared *transport   // of fetch without a dispatcher
}

// Module exports fetch, Headers, Request, Response and FormData, which are to be globals, and what "undici" is made of. It requires
// "internal/blob", "internal/events" and "url", and when they are needed "stream/web", "stream" and "tls".
func Module(h *jsapi.Host) goja.Value {
	rt := h.Runtime
	m := &module{h: h}
	o := jsapi.NewScriptHost(h)
	method := func(name string, fn func(call goja.FunctionCall) goja.Value) { jsapi.SetMethod(rt, o, name, fn) }
	method("exchange", m.start)
	method("transport", m.newTransport)
	method("closeTransport", func(call goja.FunctionCall) goja.Value {
		if t, ok := jsapi.State[*transport](call.Argument(0)); ok {
			t.CloseIdleConnections()
		}
		return goja.Undefined()
	})
	method("isToken", func(call goja.FunctionCall) goja.Value { return rt.ToValue(jshttp.IsToken(call.Argument(0))) })
	method("badValue", func(call goja.FunctionCall) goja.Value { return rt.ToValue(jshttp.BadValue(call.Argument(0))) })
	method("pairs", m.pairs)
	method("text", func(call goja.FunctionCall) goja.Value {
		b, _ := jsapi.Bytes(rt, call.Argument(0))
		return decodeText(rt, b)
	})
	headers := headersScript.Run(rt, o)
	form := formScript.Run(rt, o)
	body := bodyScript.Run(rt, o, headers, form)
	messages := messageScript.Run(rt, o, headers, form, body)
	return fetchScript.Run(rt, o, headers, form, body, messages)
}

// Undici makes the exports of "undici".
func Undici(h *jsapi.Host) goja.Value {
	return undiciScript.Run(h.Runtime, jsapi.NewScriptHost(h), h.Require(Name))
}

// decodeText is the text of UTF-8, without its mark.
func decodeText(rt *goja.Runtime, b []byte) goja.Value {
	if len(b) >= 3 && b[0] == 0xef && b[1] == 0xbb && b[2] == 0xbf {
		b = b[3:]
	}
	return jsapi.UTF8.Text(rt, b)
}

// fields are a response's header fields for JavaScript, which asks for pairs when it needs them.
func (m *module) fields(h http.Header) goja.Value { return jsapi.NewState(m.h.Runtime, h) }

// pairs is pairs(fields): names in lower case and values in turn, sorted by name.
func (m *module) pairs(call goja.FunctionCall) goja.Value {
	rt := m.h.Runtime
	h, _ := jsapi.State[http.Header](call.Argument(0))
	names := make([]string, 0, len(h))
	for name := range h {
		names = append(names, name)
	}
	slices.Sort(names)
	var list []any
	for _, name := range names {
		for _, value := range h[name] {
			list = append(list, lower(name), jsapi.Latin1.Text(rt, []byte(value)))
		}
	}
	return rt.NewArray(list...)
}

func lower(name string) string {
	b := []byte(name)
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
