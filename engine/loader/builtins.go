package loader

import "strings"

// nodeModules are the modules that Node 20 builds in (module.builtinModules), whether or not the host provides them.
// Without the list a missing one could not be told from a package that is not installed.
const nodeModules = ` _http_agent _http_client _http_common _http_incoming _http_outgoing _http_server _stream_duplex ` +
	`_stream_passthrough _stream_readable _stream_transform _stream_wrap _stream_writable _tls_common _tls_wrap assert ` +
	`assert/strict async_hooks buffer child_process cluster console constants crypto dgram diagnostics_channel dns ` +
	`dns/promises domain events fs fs/promises http http2 https inspector inspector/promises module net os path ` +
	`path/posix path/win32 perf_hooks process punycode querystring readline readline/promises repl stream ` +
	`stream/consumers stream/promises stream/web string_decoder sys timers timers/promises tls trace_events tty url ` +
	`util util/types v8 vm wasi worker_threads zlib `

// schemeOnly are those that can be had by their node: name only; without it the name is a package's.
const schemeOnly = ` sea sqlite test test/reporters `

func listed(names, name string) bool {
	return name != "" && !strings.Contains(name, " ") && strings.Contains(names, " "+name+" ")
}

// hosted is the name of the host's module that spec stands for, "" for none.
func (r *resolver) hosted(spec string) string {
	name, found, err := r.builtin(spec)
	if !found || err != nil {
		return ""
	}
	return name
}

// builtin decides about a specifier that may name a module of Node's: found says that the host has it, under name. An
// error means that nothing else can be meant.
func (r *resolver) builtin(spec string) (name string, found bool, err error) {
	if bare, ok := strings.CutPrefix(spec, "node:"); ok {
		switch {
		case bare != "" && r.host(bare):
			return bare, true, nil
		case listed(nodeModules, bare) || listed(schemeOnly, bare):
			e := newError(codeUnknownBuiltin, "No such built-in module: %s (a module of Node's that guthega does not provide)", spec)
			e.builtin = true
			return "", false, e
		}
		return "", false, newError(codeUnknownBuiltin, "No such built-in module: %s", spec)
	}
	if isPath(spec) || strings.HasPrefix(spec, "#") || listed(schemeOnly, spec) {
		return "", false, nil
	}
	return spec, r.host(spec), nil
}
