// Package node is the JavaScript half of Node's library: what is JavaScript in Node too, and in the packages that
// everybody has used for it outside Node ("ports": readable-stream, assert, punycode, web-streams-polyfill). package.json
// and package-lock.json pin them; command ports fetches them with guthega's own npm client, verifies them by the locked
// hashes, and packs them into ports/ports.tgz, which is embedded and not committed. The ports run on our own events,
// buffer, process, util and string_decoder: nothing that they depend on is fetched.
//
// A binary built without the archive, or with one that another lock has made, has Fetch called when a port is first
// required.
//
// By hand are stream/consumers, the bridge between Node's streams and web streams, and what the ports have otherwise than
// Node 20 (replace/, stream.js, assert.js). querystring and string_decoder are packages of their own: their ports throw, or
// are slow, where Node is not.
//
// Not covered: assert.CallTracker; the source text of a failed assert(x) in its message; the differences that assert prints
// of long or nested values are cut where Node 20.20 prints them whole; loose deepEqual of NaN inside of objects.
package node

//go:generate go run github.com/guthega/guthega/cmd/ports
