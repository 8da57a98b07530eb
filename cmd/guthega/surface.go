package main

import (
	"maps"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/engine/loader"
	"github.com/guthega/guthega/engine/vm"
	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/abort"
	"github.com/guthega/guthega/jsapi/absent"
	"github.com/guthega/guthega/jsapi/asynchooks"
	"github.com/guthega/guthega/jsapi/blob"
	"github.com/guthega/guthega/jsapi/buffer"
	"github.com/guthega/guthega/jsapi/console"
	"github.com/guthega/guthega/jsapi/crypto"
	"github.com/guthega/guthega/jsapi/dgram"
	"github.com/guthega/guthega/jsapi/diagnostics"
	"github.com/guthega/guthega/jsapi/dns"
	"github.com/guthega/guthega/jsapi/ecma"
	"github.com/guthega/guthega/jsapi/encoding"
	"github.com/guthega/guthega/jsapi/events"
	"github.com/guthega/guthega/jsapi/fetch"
	"github.com/guthega/guthega/jsapi/fs"
	"github.com/guthega/guthega/jsapi/http"
	"github.com/guthega/guthega/jsapi/inspect"
	"github.com/guthega/guthega/jsapi/intl"
	"github.com/guthega/guthega/jsapi/logger"
	"github.com/guthega/guthega/jsapi/messaging"
	"github.com/guthega/guthega/jsapi/module"
	"github.com/guthega/guthega/jsapi/net"
	"github.com/guthega/guthega/jsapi/node"
	"github.com/guthega/guthega/jsapi/os"
	"github.com/guthega/guthega/jsapi/path"
	"github.com/guthega/guthega/jsapi/perfhooks"
	"github.com/guthega/guthega/jsapi/process"
	"github.com/guthega/guthega/jsapi/querystring"
	"github.com/guthega/guthega/jsapi/readline"
	"github.com/guthega/guthega/jsapi/regexp"
	"github.com/guthega/guthega/jsapi/socket"
	"github.com/guthega/guthega/jsapi/stringdecoder"
	"github.com/guthega/guthega/jsapi/structuredclone"
	"github.com/guthega/guthega/jsapi/timers"
	"github.com/guthega/guthega/jsapi/tls"
	"github.com/guthega/guthega/jsapi/tty"
	"github.com/guthega/guthega/jsapi/url"
	"github.com/guthega/guthega/jsapi/util"
	"github.com/guthega/guthega/jsapi/vmmodule"
	"github.com/guthega/guthega/jsapi/zlib"
)

// surface is what receivers see of the host: which modules and globals there are. ports may be nil where nothing is run.
func surface(ports *node.Ports) *vm.Surface {
	language := ecma.New()
	s := &vm.Surface{
		Modules: map[string]jsapi.Module{
			"async_hooks":         asynchooks.Module,
			"buffer":              buffer.Module,
			"console":             console.Module,
			"crypto":              crypto.Module,
			"dgram":               dgram.Module,
			"diagnostics_channel": diagnostics.Module,
			"dns":                 dns.Module,
			"dns/promises":        dns.Promises,
			"_http_agent":         http.Part("agent"),
			"_http_client":        http.Part("client"),
			"_http_common":        http.Part("common"),
			"_http_incoming":      http.Part("incoming"),
			"_http_outgoing":      http.Part("outgoing"),
			"_http_server":        http.Part("server"),
			"_tls_common":         tls.Parts("SecureContext", "createSecureContext"),
			"_tls_wrap":           tls.Parts("TLSSocket", "Server", "createServer", "connect"),
			"http":                http.Module,
			"https":               http.Secure,
			http.Name:             http.Internal,
			"undici":              fetch.Undici,
			fetch.Name:            fetch.Module,
			"fs":                  fs.Module,
			"fs/promises":         fs.Promises,
			"events":              events.Module,
			"module":              module.Module,
			"net":                 net.Module,
			"os":                  os.Module,
			"path":                path.Module,
			"path/posix":          property("path", "posix"),
			"path/win32":          property("path", "win32"),
			"perf_hooks":          perfhooks.Module,
			"process":             process.Module,
			"querystring":         querystring.Module,
			"readline":            readline.Module,
			"readline/promises":   readline.Promises,
			"string_decoder":      stringdecoder.Module,
			"timers":              timers.Module,
			"timers/promises":     timers.Promises,
			"tls":                 tls.Module,
			"sys":                 util.Sys,
			"tty":                 tty.Module,
			"url":                 url.Module,
			"util":                util.Module,
			"util/types":          util.Types,
			"vm":                  vmmodule.Module,
			"zlib":                zlib.Module,
			blob.Name:             blob.Module,
			"internal/clone":      structuredclone.Module,
			"internal/encoding":   encoding.Module,
			"internal/events":     abort.Module,
			"internal/inspect":    inspect.Module,
			"internal/log":        logger.Module,
			socket.Name:           socket.Module,
			messaging.Name:        messaging.Module,
			ecma.IntlModule:       intl.NewLibrary().Module,
			ecma.IteratorModule:   language.Iterator,
			ecma.WeakModule:       language.Weak,
		},
		Globals: map[string]vm.Global{
			"AbortController":              {Module: "internal/events", Property: "AbortController"},
			"AbortSignal":                  {Module: "internal/events", Property: "AbortSignal"},
			"Blob":                         {Module: blob.Name, Property: "Blob"},
			"Buffer":                       {Module: "buffer", Property: "Buffer"},
			"Crypto":                       {Module: "crypto", Property: "Crypto"},
			"CryptoKey":                    {Module: "crypto", Property: "CryptoKey"},
			"CustomEvent":                  {Module: "internal/events", Property: "CustomEvent"},
			"DOMException":                 {Module: "internal/events", Property: "DOMException"},
			"Event":                        {Module: "internal/events", Property: "Event"},
			"EventTarget":                  {Module: "internal/events", Property: "EventTarget"},
			"File":                         {Module: blob.Name, Property: "File"},
			"FinalizationRegistry":         {Module: ecma.WeakModule, Property: "FinalizationRegistry"},
			"BroadcastChannel":             {Module: messaging.Name, Property: "BroadcastChannel"},
			"MessageChannel":               {Module: messaging.Name, Property: "MessageChannel"},
			"MessageEvent":                 {Module: messaging.Name, Property: "MessageEvent"},
			"MessagePort":                  {Module: messaging.Name, Property: "MessagePort"},
			"FormData":                     {Module: fetch.Name, Property: "FormData"},
			"Headers":                      {Module: fetch.Name, Property: "Headers"},
			"Request":                      {Module: fetch.Name, Property: "Request"},
			"Response":                     {Module: fetch.Name, Property: "Response"},
			"fetch":                        {Module: fetch.Name, Property: "fetch"},
			"Intl":                         {Module: ecma.IntlModule, Property: "Intl"},
			"Iterator":                     {Module: ecma.IteratorModule, Property: "Iterator"},
			"performance":                  {Module: "perf_hooks", Property: "performance"},
			"Performance":                  {Module: "perf_hooks", Property: "Performance"},
			"PerformanceEntry":             {Module: "perf_hooks", Property: "PerformanceEntry"},
			"PerformanceMark":              {Module: "perf_hooks", Property: "PerformanceMark"},
			"PerformanceMeasure":           {Module: "perf_hooks", Property: "PerformanceMeasure"},
			"PerformanceObserver":          {Module: "perf_hooks", Property: "PerformanceObserver"},
			"PerformanceObserverEntryList": {Module: "perf_hooks", Property: "PerformanceObserverEntryList"},
			"PerformanceResourceTiming":    {Module: "perf_hooks", Property: "PerformanceResourceTiming"},
			"SubtleCrypto":                 {Module: "crypto", Property: "SubtleCrypto"},
			"TextDecoder":                  {Module: "internal/encoding", Property: "TextDecoder"},
			"TextEncoder":                  {Module: "internal/encoding", Property: "TextEncoder"},
			"URL":                          {Module: "url", Property: "URL"},
			"URLSearchParams":              {Module: "url", Property: "URLSearchParams"},
			"WeakRef":                      {Module: ecma.WeakModule, Property: "WeakRef"},
			"atob":                         {Module: "internal/encoding", Property: "atob"},
			"btoa":                         {Module: "internal/encoding", Property: "btoa"},
			"clearImmediate":               {Module: "timers", Property: "clearImmediate"},
			"clearInterval":                {Module: "timers", Property: "clearInterval"},
			"clearTimeout":                 {Module: "timers", Property: "clearTimeout"},
			"console":                      {Module: "console"},
			"crypto":                       {Module: "crypto", Property: "webcrypto"},
			"process":                      {Module: "process"},
			"queueMicrotask":               {Module: "timers", Property: "queueMicrotask"},
			"setImmediate":                 {Module: "timers", Property: "setImmediate"},
			"setInterval":                  {Module: "timers", Property: "setInterval"},
			"setTimeout":                   {Module: "timers", Property: "setTimeout"},
			"structuredClone":              {Module: "internal/clone", Property: "structuredClone"},
		},
		Install: []func(*jsapi.Host) error{regexp.New().Install, language.Install},
		Log:     "internal/log",
		Signal: func(h *jsapi.Host) (goja.Value, func(name, message string)) {
			signal, fire := abort.NewSignal(h)
			return signal, func(name, message string) { fire(abort.Reason(h, name, message)) }
		},
		Buffer: func(h *jsapi.Host, b []byte) goja.Value { return jsapi.NewBuffer(h, b) },
	}
	maps.Copy(s.Modules, ports.Modules())
	maps.Copy(s.Modules, absent.Modules())
	for _, name := range node.WebStreams() {
		s.Globals[name] = vm.Global{Module: "stream/web", Property: name}
	}
	return s
}

// instantiate is how a VM gets its receiver: "module" is bound to the loader that loads it.
func instantiate(bundle *loader.Bundle, rt *goja.Runtime, builtin func(string) (goja.Value, bool)) *loader.Instance {
	var instance *loader.Instance
	instance = bundle.Instantiate(rt, func(name string) (goja.Value, bool) {
		exports, ok := builtin(name)
		if ok && name == "module" {
			module.Bind(exports, instance)
		}
		return exports, ok
	})
	return instance
}

// property is a module that is a property of another's exports.
func property(of, name string) jsapi.Module {
	return func(h *jsapi.Host) goja.Value { return h.Require(of).ToObject(h.Runtime).Get(name) }
}
