// undici, on fetch's transport.
(function (host, inside) {
	const { fetch, Headers, Request, Response, FormData, send, pairs } = inside;
	const { File } = host.require('internal/blob');
	const { URL } = host.require('url');
	const { Buffer } = host.require('buffer');
	const EventEmitter = host.require('events');
	const stream = host.require('stream');
	const kTransport = Symbol.for('guthega.transport');
	const kGlobal = Symbol.for('undici.globalDispatcher.1');
	const kOrigin = Symbol.for('undici.globalOrigin.1');

	const errors = {};
	function define(name, code, message, base) {
		const Base = base ? errors[base] : Error;
		errors[name] = class extends Base {
			constructor(text, ...rest) {
				super(text || message, ...rest);
				this.name = name;
				this.code = code;
			}
		};
		Object.defineProperty(errors[name], 'name', { value: name });
	}
	for (const [name, code, message, base] of [
		['UndiciError', 'UND_ERR', ''], ['ConnectTimeoutError', 'UND_ERR_CONNECT_TIMEOUT', 'Connect Timeout Error', 'UndiciError'],
		['HeadersTimeoutError', 'UND_ERR_HEADERS_TIMEOUT', 'Headers Timeout Error', 'UndiciError'], ['HeadersOverflowError', 'UND_ERR_HEADERS_OVERFLOW', 'Headers Overflow Error', 'UndiciError'],
		['BodyTimeoutError', 'UND_ERR_BODY_TIMEOUT', 'Body Timeout Error', 'UndiciError'], ['InvalidArgumentError', 'UND_ERR_INVALID_ARG', 'Invalid Argument Error', 'UndiciError'],
		['InvalidReturnValueError', 'UND_ERR_INVALID_RETURN_VALUE', 'Invalid Return Value Error', 'UndiciError'], ['AbortError', 'UND_ERR_ABORTED', 'The operation was aborted', 'UndiciError'],
		['RequestAbortedError', 'UND_ERR_ABORTED', 'Request aborted', 'AbortError'], ['InformationalError', 'UND_ERR_INFO', 'Request information', 'UndiciError'],
		['RequestContentLengthMismatchError', 'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH', 'Request body length does not match content-length header', 'UndiciError'],
		['ResponseContentLengthMismatchError', 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'Response body length does not match content-length header', 'UndiciError'],
		['ClientDestroyedError', 'UND_ERR_DESTROYED', 'The client is destroyed', 'UndiciError'], ['ClientClosedError', 'UND_ERR_CLOSED', 'The client is closed', 'UndiciError'],
		['SocketError', 'UND_ERR_SOCKET', 'Socket error', 'UndiciError'], ['NotSupportedError', 'UND_ERR_NOT_SUPPORTED', 'Not supported error', 'UndiciError'],
		['BalancedPoolMissingUpstreamError', 'UND_ERR_BPL_MISSING_UPSTREAM', 'No upstream has been added to the BalancedPool', 'UndiciError'],
		['ResponseExceededMaxSizeError', 'UND_ERR_RES_EXCEEDED_MAX_SIZE', 'Response content exceeded max size', 'UndiciError'],
		['RequestRetryError', 'UND_ERR_REQ_RETRY', 'Request retry error', 'UndiciError'], ['ResponseError', 'UND_ERR_RESPONSE', 'Response error', 'UndiciError'],
		['SecureProxyConnectionError', 'UND_ERR_PRX_TLS', 'Secure Proxy Connection failed', 'UndiciError'], ['HTTPParserError', 'HPE_ERROR', 'HTTP parser error', 'UndiciError'],
	]) define(name, code, message, base);
	errors.ResponseStatusCodeError = class ResponseStatusCodeError extends errors.UndiciError {
		constructor(message, statusCode, headers, body) {
			super(message || 'Response Status Code Error');
			this.name = 'ResponseStatusCodeError';
			this.code = 'UND_ERR_RESPONSE_STATUS_CODE';
			Object.assign(this, { body, status: statusCode, statusCode, headers });
		}
	};
	const invalid = (message) => new errors.InvalidArgumentError(message);

	// known makes an error of the transport one of the classes here.
	function known(e) {
		const Class = e && errors[e.name];
		if (!Class || e instanceof Class) return e;
		const out = new Class(e.message);
		if (e.code) out.code = e.code;
		return out;
	}

	// BodyReadable is a response's body: a Readable with the methods of fetch's bodies.
	class BodyReadable extends stream.Readable {
		constructor(exchange, type) {
			super({ autoDestroy: true, highWaterMark: 64 * 1024 });
			Object.defineProperty(this, 'exchange', { value: exchange, configurable: true });
			Object.defineProperty(this, 'mime', { value: type, configurable: true });
			this.usedUp = false;
		}

		_read() {
			const take = (got) => {
				if (got === null) {
					this.release?.();
					this.push(null);
				} else if (got instanceof Error) this.destroy(known(got));
				else this.push(got);
			};
			const got = this.exchange.read(take);
			if (got !== undefined) take(got);
		}

		_destroy(error, cb) {
			this.release?.();
			if (!this.readableEnded) this.exchange.stop();
			if (!error && !this._readableState.endEmitted) error = new errors.RequestAbortedError();
			if (this.listenerCount('error') === 0 && error instanceof errors.RequestAbortedError) error = null;
			process.nextTick(cb, error);
		}

		get bodyUsed() { return this.usedUp || stream.Readable.prototype.listenerCount.call(this, 'data') > 0 || Boolean(this.readableDidRead); }

		get body() {
			if (!this.web) this.web = stream.Readable.toWeb(this);
			return this.web;
		}

		async bytesOf() {
			if (this.usedUp || this.readableDidRead || this.destroyed) throw new TypeError('unusable');
			this.usedUp = true;
			const got = await new Promise((resolve) => {
				const now = this.exchange.collect(resolve);
				if (now !== undefined) resolve(now);
			});
			this.release?.();
			if (got instanceof Error) {
				this.destroy(known(got));
				throw known(got);
			}
			this.push(null);
			this.resume();
			return got === null ? Buffer.alloc(0) : got;
		}

		async text() { return inside.text(await this.bytesOf()); }
		async json() { return JSON.parse(await this.text()); }
		async arrayBuffer() {
			const b = await this.bytesOf();
			return b.buffer.slice(b.byteOffset, b.byteOffset + b.byteLength);
		}
		async bytes() { return new Uint8Array(await this.arrayBuffer()); }
		async blob() { return new Blob([await this.bytesOf()], { type: this.mime || '' }); }
		async formData() { throw new errors.NotSupportedError(); }
		async dump(options) {
			if (this.destroyed || this.readableEnded) return null;
			const limit = options?.limit ?? 128 * 1024;
			let size = 0;
			return new Promise((resolve, reject) => {
				this.on('data', (chunk) => {
					size += chunk.length;
					if (size > limit) this.destroy();
				}).on('close', () => resolve(null)).on('error', (e) => (e instanceof errors.RequestAbortedError ? resolve(null) : reject(e)));
				this.resume();
			});
		}
	}

	function flatHeaders(headers) {
		if (headers === null || headers === undefined) return [];
		const out = [];
		const put = (name, value) => {
			if (value === undefined) return;
			for (const one of Array.isArray(value) ? value : [value]) {
				if (!inside.isToken(String(name))) throw invalid('invalid header key');
				if (inside.badValue(String(one))) throw invalid(`invalid ${name} header`);
				out.push(String(name), String(one));
			}
		};
		if (Array.isArray(headers) && !Array.isArray(headers[0])) {
			if (headers.length % 2 !== 0) throw invalid('headers array must be even');
			for (let i = 0; i < headers.length; i += 2) put(headers[i], headers[i + 1]);
		} else if (typeof headers !== 'object') throw invalid('headers must be an object or an array');
		else if (typeof headers[Symbol.iterator] === 'function') for (const [name, value] of headers) put(name, value);
		else for (const name of Object.keys(headers)) put(name, headers[name]);
		return out;
	}

	function headersObject(fields) {
		const out = {};
		const list = pairs(fields);
		for (let i = 0; i < list.length; i += 2) {
			const [name, value] = [list[i], list[i + 1]];
			if (out[name] === undefined) out[name] = value;
			else if (Array.isArray(out[name])) out[name].push(value);
			else out[name] = [out[name], value];
		}
		return out;
	}

	function urlOf(url) {
		try {
			return typeof url === 'string' ? new URL(url) : url instanceof URL ? url : new URL(url.path ? `${url.origin ?? `${url.protocol}//${url.hostname}:${url.port}`}${url.path}` : url.origin ?? url.href);
		} catch {
			throw invalid('Invalid URL: the URL argument must be a string or a URL instance with a protocol of http: or https:');
		}
	}

	// perform makes one request by a transport, following maxRedirections.
	async function perform(transport, url, o) {
		const { signal } = o;
		if (signal?.aborted) throw signal.reason ?? new errors.RequestAbortedError();
		let method = o.method ?? (o.body ? 'PUT' : 'GET');
		if (typeof method !== 'string' || !inside.isToken(method)) throw invalid('invalid request method');
		if (o.query) {
			if (url.search) throw new Error('Query params cannot be passed when url already contains "?" or "#".');
			url = new URL(url);
			for (const name of Object.keys(o.query)) for (const one of [].concat(o.query[name])) url.searchParams.append(name, one);
		}
		const list = flatHeaders(o.headers);
		let { body } = o;
		let source = null;
		let upload = null;
		if (typeof body === 'string') source = Buffer.from(body);
		else if (body instanceof Uint8Array) source = body;
		else if (body instanceof ArrayBuffer) source = Buffer.from(body);
		else if (body instanceof FormData || body instanceof Blob) {
			const request = new Response(body);
			source = Buffer.from(await request.arrayBuffer());
			if (!list.some((n, i) => i % 2 === 0 && n.toLowerCase() === 'content-type') && request.headers.has('content-type')) list.push('content-type', request.headers.get('content-type'));
		} else if (body !== null && body !== undefined) {
			if (typeof body[Symbol.asyncIterator] !== 'function' && typeof body[Symbol.iterator] !== 'function') throw invalid('body must be a string, a Buffer, a Readable stream, an iterable, or an async iterable');
			upload = body;
		}
		for (let hops = 0; ; hops++) {
			let stop;
			let reason;
			const onAbort = () => {
				reason = signal.reason ?? new errors.RequestAbortedError();
				stop?.(reason);
			};
			if (signal) (signal.addEventListener ? signal.addEventListener('abort', onAbort, { once: true }) : signal.once('abort', onAbort));
			const release = () => { if (signal) (signal.removeEventListener ? signal.removeEventListener('abort', onAbort) : signal.removeListener('abort', onAbort)); };
			const watch = (f) => {
				stop = f;
				if (reason) f(reason);
			};
			watch.upload = async (exchange, reject) => {
				try {
					const chunks = upload[Symbol.asyncIterator]?.() ?? upload[Symbol.iterator]();
					for (let next = await chunks.next(); !next.done; next = await chunks.next()) {
						const chunk = typeof next.value === 'string' ? Buffer.from(next.value) : next.value;
						if (await new Promise((resolve) => exchange.write(chunk, resolve)) !== null) return;
					}
					exchange.finish();
				} catch (e) {
					exchange.stop();
					reject(e);
				}
			};
			let got;
			try {
				got = await send(transport, method, url.href, list, upload ? true : source, true, watch);
			} catch (e) {
				release();
				throw known(e);
			}
			const headers = headersObject(got.fields);
			if (o.maxRedirections > hops && [300, 301, 302, 303, 307, 308].includes(got.status) && headers.location && !upload) {
				got.exchange.stop();
				release();
				url = new URL(headers.location, url);
				if (got.status === 303 && method !== 'HEAD') {
					method = 'GET';
					source = null;
				}
				continue;
			}
			const readable = new BodyReadable(got.exchange, headers['content-type']);
			readable.release = release;
			stop = (why) => readable.destroy(why);
			if (method === 'HEAD' || got.status === 204 || got.status === 304) {
				got.exchange.stop();
				release();
				readable.usedUp = false;
				readable._read = function () { this.push(null); };
				readable.bytesOf = async () => Buffer.alloc(0);
			}
			if (o.throwOnError && got.status >= 400) {
				const text = await readable.text();
				let payload = text;
				if (/^application\/json/.test(headers['content-type'])) payload = JSON.parse(text);
				throw new errors.ResponseStatusCodeError(`Response status code ${got.status}: ${got.statusText}`, got.status, headers, payload);
			}
			return { statusCode: got.status, headers, trailers: {}, opaque: o.opaque ?? null, body: readable, context: { history: [] } };
		}
	}

	// Dispatcher is what requests go through. Its transport is made when it is first needed.
	class Dispatcher extends EventEmitter {
		constructor(options = {}, origin = null) {
			super();
			this.closed = false;
			this.destroyed = false;
			const { connect } = options;
			if (typeof connect === 'function') throw new errors.NotSupportedError('guthega makes the connections itself: connect has to be an object of options');
			Object.defineProperty(this, 'settings', { value: { ...options, connect: connect || options.tls || {} }, configurable: true });
			Object.defineProperty(this, 'target', { value: origin === null ? null : urlOf(origin), configurable: true });
		}

		[kTransport]() {
			if (this.destroyed) throw new errors.ClientDestroyedError();
			if (this.closed) throw new errors.ClientClosedError();
			if (!this.transport) {
				const { connect, headersTimeout, bodyTimeout, connections, proxy, connectTimeout } = this.settings;
				let context;
				if (connect.ca || connect.cert || connect.key || connect.minVersion || connect.maxVersion || connect.secureContext) {
					context = (connect.secureContext || host.require('tls').createSecureContext(connect)).context;
				}
				const made = inside.transport({
					context, rejectUnauthorized: connect.rejectUnauthorized, servername: connect.servername, socketPath: connect.socketPath || this.settings.socketPath,
					timeout: connect.timeout ?? connectTimeout, headersTimeout, bodyTimeout, connections, proxy,
				});
				Object.defineProperty(this, 'transport', { value: made, configurable: true });
			}
			return this.transport;
		}

		async request(o, callback) {
			const promise = (async () => {
				if (o === null || typeof o !== 'object') throw invalid('invalid opts');
				const base = this.target || urlOf(o.origin ?? '');
				return perform(this[kTransport](), new URL(o.path ?? '/', base), { headersTimeout: undefined, ...o, maxRedirections: o.maxRedirections ?? this.settings.maxRedirections ?? 0 });
			})();
			if (typeof callback !== 'function') return promise;
			promise.then((data) => callback(null, data), (e) => callback(e, { opaque: o?.opaque }));
			return undefined;
		}

		async stream(o, factory, callback) {
			const promise = (async () => {
				const r = await this.request(o);
				const into = factory({ statusCode: r.statusCode, headers: r.headers, opaque: r.opaque, context: r.context });
				if (!into || typeof into.write !== 'function') throw new errors.InvalidReturnValueError('expected Writable');
				await host.require('stream').promises.pipeline(r.body, into);
				return { opaque: r.opaque, trailers: {} };
			})();
			if (typeof callback !== 'function') return promise;
			promise.then((data) => callback(null, data), (e) => callback(e));
			return undefined;
		}

		dispatch() { throw new errors.NotSupportedError('guthega has undici\'s request, stream and fetch; dispatch() takes handlers of its own HTTP parser'); }
		compose() { throw new errors.NotSupportedError('guthega has no interceptors'); }
		pipeline() { throw new errors.NotSupportedError('guthega has no pipeline()'); }
		connect() { throw new errors.NotSupportedError('guthega has no connect() in undici: http.request has'); }
		upgrade() { throw new errors.NotSupportedError('guthega has no upgrade() in undici: http.request has'); }

		async close(callback) {
			this.closed = true;
			if (this.transport) inside.closeTransport(this.transport);
			callback?.();
		}

		async destroy(error, callback) {
			this.destroyed = true;
			if (this.transport) inside.closeTransport(this.transport);
			(typeof error === 'function' ? error : callback)?.();
		}
	}

	const origin = (Class) => class extends Class {
		constructor(url, options = {}) {
			super(options, url);
			if (this.target.pathname !== '/' || this.target.search || this.target.hash) throw invalid('Invalid URL: the origin of the URL has no path');
		}
	};
	class Client extends origin(Dispatcher) {
		get pipelining() { return this.settings.pipelining ?? 1; }
		set pipelining(n) { this.settings.pipelining = n; }
	}
	class Pool extends origin(Dispatcher) {}
	class BalancedPool extends Dispatcher {
		constructor(upstreams = [], options = {}) {
			super(options);
			this.list = [].concat(upstreams).map(urlOf);
			this.turn = 0;
		}
		addUpstream(url) {
			this.list.push(urlOf(url));
			return this;
		}
		removeUpstream(url) {
			this.list = this.list.filter((u) => u.origin !== urlOf(url).origin);
			return this;
		}
		get upstreams() { return this.list.map((u) => u.origin); }
		async request(o, callback) {
			if (this.list.length === 0) throw new errors.BalancedPoolMissingUpstreamError();
			return super.request({ ...o, origin: this.list[this.turn++ % this.list.length].origin }, callback);
		}
	}
	class Agent extends Dispatcher {
		constructor(options = {}) {
			if (options?.factory !== undefined && typeof options.factory !== 'function') throw invalid('factory must be a function.');
			super(options ?? {});
		}
	}
	class ProxyAgent extends Dispatcher {
		constructor(options) {
			const url = typeof options === 'string' || options instanceof URL ? String(options) : options?.uri;
			if (!url) throw invalid('Proxy uri is mandatory');
			const parsed = urlOf(url);
			if (options?.token) throw new errors.NotSupportedError('guthega sends a proxy the user and password of its URL: token is not supported');
			super({ ...(typeof options === 'object' && !(options instanceof URL) ? options : {}), connect: options?.requestTls, proxy: parsed.href });
		}
	}
	class EnvHttpProxyAgent extends Dispatcher {}
	class RetryAgent extends Dispatcher {
		constructor(agent, options = {}) {
			super(options);
			this.inner = agent;
		}
		[kTransport]() { return this.inner[kTransport](); }
		request(o, callback) { return this.inner.request(o, callback); }
	}
	const unsupported = (name) => {
		const f = function () { throw new errors.NotSupportedError(`guthega has no undici.${name}`); };
		Object.defineProperty(f, 'name', { value: name });
		return f;
	};

	function getGlobalDispatcher() {
		if (!globalThis[kGlobal]) setGlobalDispatcher(new Agent());
		return globalThis[kGlobal];
	}

	function setGlobalDispatcher(agent) {
		if (!agent || typeof agent.dispatch !== 'function') throw invalid('Argument agent must implement Agent');
		Object.defineProperty(globalThis, kGlobal, { value: agent, writable: true, enumerable: false, configurable: true });
	}

	// through calls a method of a dispatcher with the URL as the options say it.
	const through = (method) => function (url, o, ...rest) {
		if (typeof o === 'function') {
			rest.unshift(o);
			o = undefined;
		}
		if (!url || typeof url !== 'string' && typeof url !== 'object') throw invalid('invalid url');
		if (o !== undefined && o !== null && typeof o !== 'object') throw invalid('invalid opts');
		const parsed = urlOf(url);
		if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:') throw invalid('Invalid URL protocol: the URL must start with `http:` or `https:`.');
		const { dispatcher = getGlobalDispatcher(), ...options } = o || {};
		return dispatcher[method]({ ...options, origin: parsed.origin, path: options.path ?? parsed.pathname + parsed.search }, ...rest);
	};

	const request = through('request');
	return {
		Dispatcher, Client, Pool, BalancedPool, Agent, ProxyAgent, EnvHttpProxyAgent, RetryAgent, errors, fetch: (input, init) => fetch(input, { ...init, dispatcher: init?.dispatcher ?? globalThis[kGlobal] }), Headers, Request, Response, FormData, File, request: async (...args) => request(...args),
		stream: through('stream'), pipeline: unsupported('pipeline'), connect: unsupported('connect'), upgrade: unsupported('upgrade'), getGlobalDispatcher, setGlobalDispatcher,
		setGlobalOrigin(url) { globalThis[kOrigin] = url === undefined ? undefined : urlOf(url); }, getGlobalOrigin: () => globalThis[kOrigin],
		buildConnector: unsupported('buildConnector'), MockClient: unsupported('MockClient'), MockPool: unsupported('MockPool'), MockAgent: unsupported('MockAgent'), mockErrors: {},
		WebSocket: unsupported('WebSocket'), EventSource: unsupported('EventSource'), CloseEvent: unsupported('CloseEvent'), MessageEvent: globalThis.MessageEvent,
		interceptors: {}, util: { parseHeaders: (list) => Object.fromEntries(Array.from({ length: list.length / 2 }, (_, i) => [String(list[2 * i]).toLowerCase(), String(list[2 * i + 1])])), headerNameToString: (n) => String(n).toLowerCase() },
	};
})
