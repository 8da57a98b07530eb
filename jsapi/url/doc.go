// Package url is Node's "url" module and the globals URL and URLSearchParams: the WHATWG URL Standard, and beside it
// Node's legacy url.parse, format and resolve with all their oddities, since old HTTP clients live on them.
//
// The classes are JavaScript. A URL's only state is its serialization (href): parsing, taking a component out and
// setting one are functions from strings to strings in Go, and so no Go value is ever behind a JavaScript object. The cost
// of each is linear in the length of its input, since URLs come with messages. Nothing is resolved, fetched or read;
// pathToFileURL asks for the working directory.
package url
