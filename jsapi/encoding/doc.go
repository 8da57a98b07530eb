// Package encoding is the WHATWG Encoding API: TextEncoder and TextDecoder with fatal, ignoreBOM and stream, for every
// label of the standard's table that Go's x/text can decode, and the globals atob and btoa, which are the module
// buffer's. It never guesses an encoding, and has no encoder but UTF-8's, as the standard says.
package encoding
