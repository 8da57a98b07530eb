// Package stringdecoder is Node's "string_decoder" module: bytes that come in pieces as strings, no character torn. The
// bytes are handled in Go: every stream with an encoding goes through here, and so does much of what sockets receive.
package stringdecoder
