// Package http is Node's "http" and "https", and the internal modules that packages reach into (_http_agent, _http_client,
// _http_common, _http_incoming, _http_outgoing, _http_server), with Node 20's events, error codes and fields.
//
// Bytes are read by package parser, in Go, and come from the sockets of "net" and "tls": a request can be given a socket of
// another kind, upgraded, or proxied. What is JavaScript in Node is JavaScript here.
//
// Connections of the global agents go through the proxy that the environment of guthega names (HTTP_PROXY, HTTPS_PROXY,
// NO_PROXY, as Node 24 with NODE_USE_ENV_PROXY=1), unless NODE_USE_ENV_PROXY is 0, the target is on this machine, or is the
// proxy itself. An agent that a package has made goes its own way.
//
// Not there: the parser's internals (http.parsers), perf_hooks' and diagnostics_channel's events, a server on a handle.
package http
