// Package parser reads HTTP/1.x messages (RFC 9112) from bytes as they arrive, for both ends of a connection. It knows no
// sockets and no JavaScript.
//
// It is strict where two readers of the same bytes could understand two messages (request smuggling, response splitting):
// Content-Length beside Transfer-Encoding, two Content-Lengths, a Transfer-Encoding that does not end in chunked in a
// request, a line that ends without CR, white space before a colon, folded lines, control characters. Options.Lenient permits
// what Node's insecureHTTPParser is used for: bare LF, folded lines and control characters in values, and no more.
//
// Errors have the codes and words of Node's parser (llhttp), which packages match.
package parser
