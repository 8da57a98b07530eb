// Package fetch is the fetch family (https://fetch.spec.whatwg.org), as Node 20 has it: fetch, Headers, Request, Response and
// FormData; and the host module "undici", on the same transport.
//
// Bytes, connections and TLS are Go's (net/http's Transport), one pool for each VM and each dispatcher, HTTP/1.1 only. Every
// connection goes through package dial, redirects too: each hop is a request of its own. What came with the headers of a
// small response, or has come since, is handed over at once and makes no stream.
//
// The proxies of guthega's own environment are used as "http" does (see there); Node has that from version 24 on.
//
// "undici" replaces the package of that name, whose parser is WebAssembly, which goja has not. It has request, stream, fetch, the
// dispatchers Client, Pool, Agent, ProxyAgent, EnvHttpProxyAgent and RetryAgent (which does not retry), and the errors. Interceptors are
// not there: compose() throws, as do pipeline, connect, upgrade, MockAgent, WebSocket and EventSource, on use.
//
// Not there: caches, integrity, CORS (as in Node), HTTP/2.
package fetch
