(function (host) {
	const { invalidArgType, nodeError } = host;
	const path = () => host.require('path');
	const before = '(function (exports, require, module, __filename, __dirname) { ';
	const after = '\n});';
	const denied = (name, why) => nodeError('Error', 'ERR_ACCESS_DENIED', `module.${name}() is denied: ${why}`);

	// The modules of Node 20, whether the host has them or not: packages ask in order not to take them for others.
	const builtinModules = ('_http_agent _http_client _http_common _http_incoming _http_outgoing _http_server _stream_duplex ' +
		'_stream_passthrough _stream_readable _stream_transform _stream_wrap _stream_writable _tls_common _tls_wrap assert ' +
		'assert/strict async_hooks buffer child_process cluster console constants crypto dgram diagnostics_channel dns ' +
		'dns/promises domain events fs fs/promises http http2 https inspector inspector/promises module net os path ' +
		'path/posix path/win32 perf_hooks process punycode querystring readline readline/promises repl stream ' +
		'stream/consumers stream/promises stream/web string_decoder sys timers timers/promises tls trace_events tty url ' +
		'util util/types v8 vm wasi worker_threads zlib').split(' ');
	const schemeOnly = ['sea', 'sqlite', 'test', 'test/reporters'];

	function createRequire(filename) {
		const name = typeof filename === 'object' && filename !== null ? filename.href : filename;
		if (typeof name !== 'string' || !(name.startsWith('file:') || path().isAbsolute(name))) {
			const shown = host.require('internal/inspect').inspect(filename);
			throw host.invalidArgValue('filename', 'must be a file URL object, file URL string, or absolute path string', shown);
		}
		return host.createRequire(name);
	}

	// requireOf is the require of the module that asks, or of the folder it is told.
	function requireOf(parent) {
		const file = parent?.filename ?? parent?.id;
		return createRequire(typeof file === 'string' && path().isAbsolute(file) ? file : '/');
	}

	function Module(id = '', parent) {
		this.id = id;
		this.path = path().dirname(id);
		this.exports = {};
		this.filename = null;
		this.loaded = false;
		this.children = [];
		if (parent?.children) parent.children.push(this);
		Object.defineProperty(this, 'parent', { value: parent, writable: true, configurable: true, enumerable: false });
	}

	Module.prototype.load = function load(filename) {
		this.filename = filename;
		this.paths = Module._nodeModulePaths(path().dirname(filename));
		this.exports = createRequire(filename)(filename);
		this.loaded = true;
	};

	Module.prototype.require = function require(id) {
		if (typeof id !== 'string') throw invalidArgType('id', 'of type string', id);
		if (id === '') throw host.invalidArgValue('id', 'must be a non-empty string', "''");
		return requireOf(this)(id);
	};

	Module.prototype._compile = function _compile(content, filename) {
		const run = (0, eval)(`${Module.wrap(`${content}`.replace(/^#!.*/, ''))}\n//# sourceURL=${filename}`);
		const require = requireOf({ filename });
		return Reflect.apply(run, this.exports, [this.exports, require, this, filename, path().dirname(filename)]);
	};

	const statics = {
		_pathCache: { __proto__: null },
		globalPaths: [],
		wrap: (script) => before + script + after,
		wrapper: [before, after],
		_debug: host.require('util').debuglog('module'),
		isBuiltin(name) {
			name = `${name}`;
			if (name.startsWith('node:')) return builtinModules.includes(name.slice(5)) || schemeOnly.includes(name.slice(5));
			return builtinModules.includes(name);
		},
		_findPath(request, paths) {
			for (const p of paths?.length ? paths : ['/']) {
				try {
					return createRequire(p + '/').resolve(path().isAbsolute(request) ? request : path().resolve(p, request));
				} catch {
					// the next may have it
				}
			}
			return false;
		},
		_nodeModulePaths(from) {
			const out = [];
			for (let dir = path().resolve(from); ; dir = path().dirname(dir)) {
				if (path().basename(dir) !== 'node_modules') out.push(path().join(dir, 'node_modules'));
				if (dir === path().dirname(dir)) return out;
			}
		},
		_resolveLookupPaths: (request, parent) => requireOf(parent).resolve.paths(request),
		_load: (request, parent) => requireOf(parent)(request),
		_resolveFilename: (request, parent, isMain, options) => requireOf(parent).resolve(request, options),
		createRequire,
		_initPaths() {},
		_preloadModules() {},
		syncBuiltinESMExports() {},
		Module,
		builtinModules,
		runMain() {
			throw denied('runMain', 'the receiver is what is run');
		},
		findSourceMap: () => undefined,
		register() {
			throw denied('register', 'guthega loads modules itself');
		},
		SourceMap: class SourceMap {
			#payload;
			constructor(payload) {
				if (typeof payload !== 'object' || payload === null) throw invalidArgType('payload', 'of type object', payload);
				this.#payload = payload;
			}
			get payload() {
				return structuredClone(this.#payload);
			}
			findEntry() {
				return {};
			}
		},
	};
	Object.assign(Module, statics);
	for (const [name, of] of [['_cache', 'cache'], ['_extensions', 'extensions']]) {
		Object.defineProperty(Module, name, { get: () => createRequire('/')[of], set() {}, enumerable: true, configurable: true });
	}
	return Module;
})
