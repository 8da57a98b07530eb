package messaging

import (
	_ "embed"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// Name is the internal module whose exports are the four classes, all of them globals.
const Name = "internal/messaging"

//go:embed messaging.js
var source string

var script = jsapi.NewScript("node:internal/messaging", source)

// Module makes the exports. It requires "internal/events", "internal/clone" and "timers".
func Module(h *jsapi.Host) goja.Value { return script.Run(h.Runtime, jsapi.NewScriptHost(h)) }
