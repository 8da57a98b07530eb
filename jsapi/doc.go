// Package jsapi is the seam between a JavaScript VM and the host: what a host module (a global, or a module of Node's
// such as "crypto") may use, and the one place that decides what a receiver is permitted.
//
// Each host module is a package below this one and imports nothing of this module but this package. JavaScript names
// are spelled out; Go values are never handed to JavaScript by reflection. The package starts no goroutine and keeps
// no state: everything belongs to the Host of one VM.
package jsapi
