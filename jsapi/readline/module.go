package readline

import (
	_ "embed"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

var (
	//go:embed interface.js
	interfaceJS string
	//go:embed cursor.js
	cursorJS string
)

// Compiled programs are immutable and shared by every VM of the process.
var (
	lines  = jsapi.NewScript("node:readline", interfaceJS)
	cursor = jsapi.NewScript("node:readline", cursorJS)
)

// Module makes the exports of "readline".
func Module(h *jsapi.Host) goja.Value {
	host := jsapi.NewScriptHost(h)
	out := lines.Run(h.Runtime, host)
	cursor.Run(h.Runtime, host, out)
	return out
}

// Promises makes the exports of "readline/promises".
func Promises(h *jsapi.Host) goja.Value {
	return h.Require("readline").ToObject(h.Runtime).Get("promises")
}
