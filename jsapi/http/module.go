package http

import (
	_ "embed"
	"net/http"
	"time"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/http/parser"
	"github.com/guthega/guthega/jsapi/socket"
)

var (
	//go:embed common.js
	commonJS string
	//go:embed incoming.js
	incomingJS string
	//go:embed outgoing.js
	outgoingJS string
	//go:embed server.js
	serverJS string
	//go:embed connection.js
	connectionJS string
	//go:embed agent.js
	agentJS string
	//go:embed client.js
	clientJS string
	//go:embed wiring.js
	wiringJS string
	//go:embed https.js
	httpsJS string
)

// Compiled programs are immutable and shared by every VM of the process.
var (
	commonScript     = jsapi.NewScript("node:_http_common", commonJS)
	incomingScript   = jsapi.NewScript("node:_http_incoming", incomingJS)
	outgoingScript   = jsapi.NewScript("node:_http_outgoing", outgoingJS)
	connectionScript = jsapi.NewScript("node:_http_server", connectionJS)
	serverScript     = jsapi.NewScript("node:_http_server", serverJS)
	agentScript      = jsapi.NewScript("node:_http_agent", agentJS)
	clientScript     = jsapi.NewScript("node:_http_client", clientJS)
	wiringScript     = jsapi.NewScript("node:_http_client", wiringJS)
	httpsScript      = jsapi.NewScript("node:https", httpsJS)
)

// Name is the internal module whose exports have those of all the others as properties: http, https, agent, client, common, incoming,
// outgoing and server.
const Name = "internal/http"

// module is the Go half of one VM's http.
type module struct {
	h     *jsapi.Host
	proto *goja.Object // of parsers

	date   string // the Date field of that second
	second int64
}

// Internal makes the exports of Name. It requires "stream", "events", "net", "buffer" and "url", and "tls", "dns" and "timers"
// when they are needed.
func Internal(h *jsapi.Host) goja.Value {
	rt := h.Runtime
	m := &module{h: h}
	o := m.host()
	common := commonScript.Run(rt, o).ToObject(rt)
	set := func(to *goja.Object, name string, v goja.Value) *goja.Object {
		must(to.Set(name, v))
		return v.ToObject(rt)
	}
	all := rt.NewObject()
	set(all, "common", common)
	incoming := set(all, "incoming", incomingScript.Run(rt, o, common))
	outgoing := set(all, "outgoing", outgoingScript.Run(rt, o, common))
	connection := connectionScript.Run(rt, o, common, incoming)
	server := set(all, "server", serverScript.Run(rt, o, common, outgoing, connection))
	agent := set(all, "agent", agentScript.Run(rt, o, common))
	wiring := wiringScript.Run(rt, o, common, incoming, outgoing)
	client := set(all, "client", clientScript.Run(rt, o, common, outgoing, agent, wiring))
	set(all, "http", common.Get("exports"))
	// The class of each is looked up where it is used, so that a package that puts its own in its place is obeyed.
	assemble, _ := goja.AssertFunction(common.Get("assemble"))
	_, err := assemble(goja.Undefined(), all, incoming, outgoing, server, agent, client)
	must(err)
	return all
}

// Module makes the exports of "http".
func Module(h *jsapi.Host) goja.Value { return part(h, "http") }

// Secure makes the exports of "https".
func Secure(h *jsapi.Host) goja.Value {
	m := &module{h: h}
	return httpsScript.Run(h.Runtime, m.host(), h.Require(Name))
}

// Part makes the exports of the module _http_ and name.
func Part(name string) jsapi.Module { return func(h *jsapi.Host) goja.Value { return part(h, name) } }

func part(h *jsapi.Host, name string) goja.Value {
	return h.Require(Name).ToObject(h.Runtime).Get(name)
}

// host is what the scripts see of Go.
func (m *module) host() *goja.Object {
	rt := m.h.Runtime
	o := jsapi.NewScriptHost(m.h)
	method := func(name string, fn func(call goja.FunctionCall) goja.Value) { jsapi.SetMethod(rt, o, name, fn) }
	method("newParser", m.newWire)
	method("rawHeaders", m.rawHeaders)
	method("headers", m.headers)
	method("distinct", m.distinct)
	method("isToken", func(call goja.FunctionCall) goja.Value { return rt.ToValue(IsToken(call.Argument(0))) })
	method("badValue", func(call goja.FunctionCall) goja.Value { return rt.ToValue(BadValue(call.Argument(0))) })
	method("badPath", func(call goja.FunctionCall) goja.Value { return rt.ToValue(badPath(call.Argument(0))) })
	method("date", func(goja.FunctionCall) goja.Value { return rt.ToValue(m.utcDate(time.Now())) })
	method("inspect", func(call goja.FunctionCall) goja.Value { return rt.ToValue(jsapi.Inspect(call.Argument(0))) })
	method("proxyFor", m.proxyFor)
	method("mayConnect", func(call goja.FunctionCall) goja.Value {
		if err := m.h.Permissions.Dialer().Name(call.Argument(0).String(), uint16(call.Argument(1).ToInteger())); err != nil {
			return socket.NewError(rt, "connect", err)
		}
		return goja.Undefined()
	})
	method("tick", func(call goja.FunctionCall) goja.Value {
		fn, ok := goja.AssertFunction(call.Argument(0))
		if !ok {
			panic(jsapi.InvalidArgType(rt, "callback", "of type function", call.Argument(0)))
		}
		args := append([]goja.Value(nil), call.Arguments[1:]...)
		m.h.Loop.Tick(func() error {
			_, err := fn(goja.Undefined(), args...)
			return err
		})
		return goja.Undefined()
	})
	methods := parser.Methods()
	names := make([]any, len(methods))
	for i, name := range methods {
		names[i] = name
	}
	must(o.Set("methods", rt.NewArray(names...)))
	return o
}

// utcDate is the value of a Date field (RFC 9110, 6.6.1).
func (m *module) utcDate(now time.Time) string {
	if s := now.Unix(); s != m.second || m.date == "" {
		m.second, m.date = s, now.UTC().Format(http.TimeFormat)
	}
	return m.date
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
