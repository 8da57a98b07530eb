package jsapi

import _ "embed" // for the types

// Types is guthega.d.ts: the receiver's contract, for editors and type checkers.
//
//go:embed guthega.d.ts
var Types string
