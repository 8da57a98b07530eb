// ClientRequest.
(function (host, common, { OutgoingMessage, kHeaders, kUnique, kErrored, uniqueHeaders }, agents, { attach, refused, listenTimeout }) {
	const { nodeError, invalidArgType } = host;
	const net = host.require('net');
	const stream = host.require('stream');
	const { URL, urlToHttpOptions } = host.require('url');
	const { Buffer } = host.require('buffer');
	const kTarget = Symbol('target');
	const bodiless = new Set(['GET', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT']);

	function hostOf(value, name) {
		if (value !== null && value !== undefined && typeof value !== 'string') {
			throw invalidArgType(`options.${name}`, 'of type string or one of undefined or null', value);
		}
		return value;
	}

	const isURL = (value) => value instanceof URL || Boolean(value?.href && value.protocol && value.auth === undefined && value.path === undefined);

	function ClientRequest(input, options, cb) {
		if (!(this instanceof ClientRequest)) return new ClientRequest(input, options, cb);
		OutgoingMessage.call(this);
		if (typeof input === 'string') input = urlToHttpOptions(new URL(input));
		else if (isURL(input)) input = urlToHttpOptions(input);
		else {
			cb = options;
			options = input;
			input = null;
		}
		if (typeof options === 'function') {
			cb = options;
			options = input || {};
		} else options = Object.assign(input || {}, options);

		const defaultAgent = options._defaultAgent || agents.globalAgent;
		let { agent } = options;
		if (agent === false) agent = new defaultAgent.constructor();
		else if (agent === null || agent === undefined) agent = typeof options.createConnection === 'function' ? undefined : defaultAgent;
		else if (typeof agent.addRequest !== 'function') {
			throw invalidArgType('options.agent', 'one of Agent-like Object, undefined, or false', agent);
		}
		this.agent = agent;
		const protocol = options.protocol || defaultAgent.protocol;
		const expected = agent?.protocol || defaultAgent.protocol;
		if (options.path && host.badPath(String(options.path))) {
			throw nodeError('TypeError', 'ERR_UNESCAPED_CHARACTERS', 'Request path contains unescaped characters');
		}
		if (protocol !== expected) {
			throw nodeError('TypeError', 'ERR_INVALID_PROTOCOL', `Protocol "${protocol}" not supported. Expected "${expected}"`);
		}
		const defaultPort = options.defaultPort || agent?.defaultPort;
		const port = options.port = options.port || defaultPort || 80;
		const name = options.host = hostOf(options.hostname, 'hostname') || hostOf(options.host, 'host') || 'localhost';
		const setHost = options.setHost === undefined || Boolean(options.setHost);
		this.socketPath = options.socketPath;
		if (options.timeout !== undefined) this.timeout = common.duration(options.timeout, 'timeout');
		const { signal } = options;
		if (signal) stream.addAbortSignal(signal, this);
		let { method } = options;
		if (method !== null && method !== undefined && typeof method !== 'string') throw invalidArgType('options.method', 'of type string', method);
		if (method) {
			if (!host.isToken(method)) throw nodeError('TypeError', 'ERR_INVALID_HTTP_TOKEN', `Method must be a valid HTTP token ["${method}"]`);
			method = this.method = method.toUpperCase();
		} else method = this.method = 'GET';
		if (options.maxHeaderSize !== undefined) common.validateInteger(options.maxHeaderSize, 'maxHeaderSize', 0);
		this.maxHeaderSize = options.maxHeaderSize;
		if (options.insecureHTTPParser !== undefined) common.validateBoolean(options.insecureHTTPParser, 'options.insecureHTTPParser');
		this.insecureHTTPParser = options.insecureHTTPParser;
		if (options.joinDuplicateHeaders !== undefined) common.validateBoolean(options.joinDuplicateHeaders, 'options.joinDuplicateHeaders');
		this.joinDuplicateHeaders = options.joinDuplicateHeaders;
		this.path = options.path || '/';
		if (cb) this.once('response', cb);
		this.useChunkedEncodingByDefault = !bodiless.has(method);
		this._ended = false;
		this.res = null;
		this.aborted = false;
		this.timeoutCb = null;
		this.upgradeOrConnect = false;
		this.parser = null;
		this.maxHeadersCount = null;
		this.reusedSocket = false;
		this.host = name;
		this.protocol = protocol;
		if (agent) this.shouldKeepAlive = Boolean(agent.keepAlive) || Number.isFinite(agent.maxSockets);
		this[kUnique] = uniqueHeaders(options.uniqueHeaders);
		if (Array.isArray(options.headers)) this._storeHeader(this._firstLine(), options.headers);
		else {
			if (options.headers) for (const key of Object.keys(options.headers)) this.setHeader(key, options.headers[key]);
			if (name && setHost && !this.getHeader('host')) {
				let value = net.isIPv6(name) ? `[${name}]` : name;
				if (port && +port !== defaultPort) value += `:${port}`;
				this.setHeader('Host', value);
			}
			if (options.auth && !this.getHeader('Authorization')) this.setHeader('Authorization', `Basic ${Buffer.from(options.auth).toString('base64')}`);
			if (this.getHeader('expect')) this._storeHeader(this._firstLine(), this[kHeaders]);
		}
		const rest = { ...options };
		delete rest.signal;
		if (agent) agent.addRequest(this, rest);
		else connect(this, rest);
	}
	Object.setPrototypeOf(ClientRequest.prototype, OutgoingMessage.prototype);
	Object.setPrototypeOf(ClientRequest, OutgoingMessage);

	// connect is for a request without an agent.
	function connect(req, options) {
		req._last = true;
		req.shouldKeepAlive = false;
		if (options.socketPath) options.path = options.socketPath;
		else if (options.path) options.path = undefined;
		if (typeof options.createConnection !== 'function') {
			req.onSocket(net.createConnection(options));
			return;
		}
		let called = false;
		const created = (error, socket) => {
			if (called) return;
			called = true;
			if (error) host.tick(() => req.emit('error', error));
			else req.onSocket(socket);
		};
		try {
			const socket = options.createConnection(options, created);
			if (socket) created(null, socket);
		} catch (error) {
			created(error);
		}
	}

	Object.defineProperty(ClientRequest.prototype, 'path', {
		configurable: true,
		enumerable: true,
		get() { return this._path; },
		set(value) {
			if (host.badPath(String(value))) throw nodeError('TypeError', 'ERR_UNESCAPED_CHARACTERS', 'Request path contains unescaped characters');
			Object.defineProperty(this, '_path', { configurable: true, writable: true, enumerable: false, value: String(value) });
		},
	});

	ClientRequest.prototype._firstLine = function () { return `${this.method} ${this[kTarget] || this.path} HTTP/1.1\r\n`; };

	// _throughProxy has the proxy be told whom the request is for.
	ClientRequest.prototype._throughProxy = function (proxy) {
		if (this[kTarget]) return;
		const auth = proxy.auth ? `Basic ${Buffer.from(proxy.auth).toString('base64')}` : '';
		const authority = String(this.getHeader('host') || this.host);
		const before = this._firstLine();
		this[kTarget] = `http://${authority}${this.path}`;
		if (this._header) {
			const lines = this._firstLine() + (auth ? `Proxy-Authorization: ${auth}\r\n` : '');
			if (this._headerSent && this.outputData.length > 0) this.outputData[0].data = lines + this.outputData[0].data.slice(before.length);
			else this._header = lines + this._header.slice(before.length);
		} else if (auth && !this.getHeader('proxy-authorization')) this.setHeader('Proxy-Authorization', auth);
	};

	ClientRequest.prototype._implicitHeader = function _implicitHeader() {
		if (this._header) throw nodeError('Error', 'ERR_HTTP_HEADERS_SENT', 'Cannot render headers after they are sent to the client');
		this._storeHeader(this._firstLine(), this[kHeaders]);
	};

	ClientRequest.prototype.abort = function abort() {
		if (this.aborted) return;
		this.aborted = true;
		host.tick(() => this.emit('abort'));
		this.destroy();
	};

	ClientRequest.prototype.destroy = function destroy(error) {
		if (this.destroyed) return this;
		this.destroyed = true;
		if (this.res) this.res._dump();
		this[kErrored] = error;
		if (this.socket) this.socket.destroy(error);
		return this;
	};

	ClientRequest.prototype.onSocket = function onSocket(socket, error) {
		host.tick(() => {
			if (this.destroyed || error) {
				refused(this, socket, error);
				return;
			}
			attach(this, socket);
			this._flush();
		});
	};

	// withSocket calls f as soon as there is a connection.
	function withSocket(req, f) {
		const on = (socket) => {
			if (socket.connecting) socket.once('connect', () => f(socket));
			else f(socket);
		};
		if (req.socket) on(req.socket);
		else req.once('socket', on);
	}

	ClientRequest.prototype.setTimeout = function setTimeout(ms, callback) {
		if (this._ended) return this;
		listenTimeout(this);
		ms = common.duration(ms, 'msecs');
		if (callback) this.once('timeout', callback);
		withSocket(this, (socket) => socket.setTimeout(ms));
		return this;
	};
	ClientRequest.prototype.setNoDelay = function setNoDelay(on) { withSocket(this, (socket) => socket.setNoDelay?.(on)); };
	ClientRequest.prototype.setSocketKeepAlive = function setSocketKeepAlive(on, delay) { withSocket(this, (socket) => socket.setKeepAlive?.(on, delay)); };
	ClientRequest.prototype.clearTimeout = function clearTimeout(cb) { this.setTimeout(0, cb); };

	return { ClientRequest };
})
