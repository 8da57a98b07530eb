package tty

import (
	_ "embed"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

//go:embed tty.js
var ttyJS string

// Compiled programs are immutable and shared by every VM of the process.
var script = jsapi.NewScript("node:tty", ttyJS)

// Module makes the exports of "tty".
func Module(h *jsapi.Host) goja.Value { return script.Run(h.Runtime, jsapi.NewScriptHost(h)) }
