package url

import (
	_ "embed"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

var (
	//go:embed searchparams.js
	searchParamsJS string
	//go:embed url.js
	urlJS string
	//go:embed legacy.js
	legacyJS string
	//go:embed node.js
	nodeJS string
)

// Compiled programs are immutable and shared by every VM of the process.
var (
	searchParams = jsapi.NewScript("node:internal/url", searchParamsJS)
	urlClass     = jsapi.NewScript("node:internal/url", urlJS)
	legacyClass  = jsapi.NewScript("node:url", legacyJS)
	nodeModule   = jsapi.NewScript("node:url", nodeJS)
)

// Module makes the exports of Node's "url" module; URL and URLSearchParams among them are to be globals too. It requires
// "path" when pathToFileURL is called.
func Module(h *jsapi.Host) goja.Value {
	rt := h.Runtime
	host := hostObject(h)
	params := searchParams.Run(rt, host)
	urls := urlClass.Run(rt, host, params)
	return nodeModule.Run(rt, host, urls, params, legacyClass.Run(rt, host))
}
