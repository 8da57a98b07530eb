package main

import (
	"github.com/dop251/goja"

	"github.com/guthega/guthega/engine/vm"
	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/abort"
	"github.com/guthega/guthega/jsapi/buffer"
	"github.com/guthega/guthega/jsapi/console"
	"github.com/guthega/guthega/jsapi/crypto"
	"github.com/guthega/guthega/jsapi/encoding"
	"github.com/guthega/guthega/jsapi/events"
	"github.com/guthega/guthega/jsapi/inspect"
	"github.com/guthega/guthega/jsapi/logger"
	"github.com/guthega/guthega/jsapi/path"
	"github.com/guthega/guthega/jsapi/process"
	"github.com/guthega/guthega/jsapi/structuredclone"
	"github.com/guthega/guthega/jsapi/timers"
	"github.com/guthega/guthega/jsapi/url"
)

// surface is what receivers see of the host: which modules and globals there are.
func surface() *vm.Surface {
	return &vm.Surface{
		Modules: map[string]jsapi.Module{
			"buffer":            buffer.Module,
			"console":           console.Module,
			"crypto":            crypto.Module,
			"events":            events.Module,
			"path":              path.Module,
			"process":           process.Module,
			"timers":            timers.Module,
			"url":               url.Module,
			"internal/clone":    structuredclone.Module,
			"internal/encoding": encoding.Module,
			"internal/events":   abort.Module,
			"internal/inspect":  inspect.Module,
			"internal/log":      logger.Module,
		},
		Globals: map[string]vm.Global{
			"AbortController": {Module: "internal/events", Property: "AbortController"},
			"AbortSignal":     {Module: "internal/events", Property: "AbortSignal"},
			"Buffer":          {Module: "buffer", Property: "Buffer"},
			"CustomEvent":     {Module: "internal/events", Property: "CustomEvent"},
			"DOMException":    {Module: "internal/events", Property: "DOMException"},
			"Event":           {Module: "internal/events", Property: "Event"},
			"EventTarget":     {Module: "internal/events", Property: "EventTarget"},
			"TextDecoder":     {Module: "internal/encoding", Property: "TextDecoder"},
			"TextEncoder":     {Module: "internal/encoding", Property: "TextEncoder"},
			"URL":             {Module: "url", Property: "URL"},
			"URLSearchParams": {Module: "url", Property: "URLSearchParams"},
			"atob":            {Module: "internal/encoding", Property: "atob"},
			"btoa":            {Module: "internal/encoding", Property: "btoa"},
			"clearImmediate":  {Module: "timers", Property: "clearImmediate"},
			"clearInterval":   {Module: "timers", Property: "clearInterval"},
			"clearTimeout":    {Module: "timers", Property: "clearTimeout"},
			"console":         {Module: "console"},
			"crypto":          {Module: "crypto", Property: "webcrypto"},
			"process":         {Module: "process"},
			"queueMicrotask":  {Module: "timers", Property: "queueMicrotask"},
			"setImmediate":    {Module: "timers", Property: "setImmediate"},
			"setInterval":     {Module: "timers", Property: "setInterval"},
			"setTimeout":      {Module: "timers", Property: "setTimeout"},
			"structuredClone": {Module: "internal/clone", Property: "structuredClone"},
		},
		Log: "internal/log",
		Signal: func(h *jsapi.Host) (goja.Value, func(name, message string)) {
			signal, fire := abort.NewSignal(h)
			return signal, func(name, message string) { fire(abort.Reason(h, name, message)) }
		},
		Buffer: func(h *jsapi.Host, b []byte) goja.Value { return jsapi.NewBuffer(h, b) },
	}
}
