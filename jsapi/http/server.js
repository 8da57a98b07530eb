// Server and ServerResponse.
(function (host, common, { OutgoingMessage, kHeaders, kUnique, uniqueHeaders, drained }, connection) {
	const { nodeError, invalidArgType } = host;
	const { validateInteger, validateBoolean, exports } = common;
	const { accept, emitClose, expire, idle, kServerResponse, kConnections } = connection;
	const net = host.require('net');
	const { STATUS_CODES } = exports;
	const kInterval = Symbol('checking');

	function ServerResponse(req, options) {
		if (!(this instanceof ServerResponse)) return new ServerResponse(req, options);
		OutgoingMessage.call(this, options);
		if (req.method === 'HEAD') this._hasBody = false;
		this.req = req;
		this.sendDate = true;
		this._sent100 = false;
		this._expect_continue = false;
		if (req.httpVersionMajor < 1 || req.httpVersionMajor === 1 && req.httpVersionMinor < 1) {
			this.useChunkedEncodingByDefault = common.chunkExpression.test(req.headers.te);
			this.shouldKeepAlive = false;
		}
	}
	Object.setPrototypeOf(ServerResponse.prototype, OutgoingMessage.prototype);
	Object.setPrototypeOf(ServerResponse, OutgoingMessage);
	ServerResponse.prototype.statusCode = 200;
	ServerResponse.prototype.statusMessage = undefined;

	function closedUnder() { if (this._httpMessage) emitClose(this._httpMessage); }

	ServerResponse.prototype.assignSocket = function assignSocket(socket) {
		if (socket._httpMessage) throw nodeError('Error', 'ERR_HTTP_SOCKET_ASSIGNED', 'ServerResponse has an already assigned socket');
		socket._httpMessage = this;
		socket.on('close', closedUnder);
		this.socket = socket;
		this.emit('socket', socket);
		this._flush();
	};

	ServerResponse.prototype.detachSocket = function detachSocket(socket) {
		socket.removeListener('close', closedUnder);
		socket._httpMessage = null;
		this.socket = null;
	};

	ServerResponse.prototype._setUniqueHeaders = function (set) { this[kUnique] = set; };

	ServerResponse.prototype.writeContinue = function writeContinue(cb) {
		this._writeRaw('HTTP/1.1 100 Continue\r\n\r\n', 'ascii', cb);
		this._sent100 = true;
	};
	ServerResponse.prototype.writeProcessing = function writeProcessing(cb) { this._writeRaw('HTTP/1.1 102 Processing\r\n\r\n', 'ascii', cb); };
	ServerResponse.prototype.writeEarlyHints = function writeEarlyHints(hints, cb) {
		if (hints === null || typeof hints !== 'object') throw invalidArgType('hints', 'of type object', hints);
		const { link } = hints;
		if (link === null || link === undefined) return;
		const value = Array.isArray(link) ? link.join(', ') : link;
		if (typeof value !== 'string' || !value.split(', ').every((l) => /^<[^>]*>(?:\s*;\s*[\w-]+(?:=(?:"[^"]*"|[^\s;,"]*))?)*$/.test(l))) {
			throw nodeError('TypeError', 'ERR_INVALID_ARG_VALUE', `The property 'hints' must be an array or string of format "</styles.css>; rel=preload; as=style". Received ${host.inspect(link)}`);
		}
		let text = `HTTP/1.1 103 Early Hints\r\nLink: ${value}\r\n`;
		for (const name of Object.keys(hints)) {
			if (name === 'link') continue;
			common.validateHeaderName(name);
			common.validateHeaderValue(name, hints[name]);
			text += `${name}: ${hints[name]}\r\n`;
		}
		this._writeRaw(text + '\r\n', 'ascii', cb);
	};

	ServerResponse.prototype._implicitHeader = function _implicitHeader() { this.writeHead(this.statusCode); };

	ServerResponse.prototype.writeHead = function writeHead(statusCode, reason, obj) {
		if (this._header) throw nodeError('Error', 'ERR_HTTP_HEADERS_SENT', 'Cannot write headers after they are sent to the client');
		const given = statusCode;
		statusCode |= 0;
		if (statusCode < 100 || statusCode > 999) throw nodeError('RangeError', 'ERR_HTTP_INVALID_STATUS_CODE', `Invalid status code: ${given}`);
		if (typeof reason === 'string') this.statusMessage = reason;
		else {
			this.statusMessage ||= STATUS_CODES[statusCode] || 'unknown';
			obj ??= reason;
		}
		this.statusCode = statusCode;
		let headers;
		if (this[kHeaders]) {
			if (Array.isArray(obj)) {
				const flat = Array.isArray(obj[0]) ? obj.flat() : obj;
				if (flat.length % 2 !== 0) throw nodeError('TypeError', 'ERR_INVALID_ARG_VALUE', `The argument 'headers' is invalid. Received ${host.inspect(obj)}`);
				for (let i = 0; i < flat.length; i += 2) this.removeHeader(flat[i]);
				for (let i = 0; i < flat.length; i += 2) if (flat[i]) this.appendHeader(flat[i], flat[i + 1]);
			} else if (obj) for (const name of Object.keys(obj)) if (name) this.setHeader(name, obj[name]);
			headers = this[kHeaders];
		} else headers = obj;
		if (host.badValue(this.statusMessage)) throw nodeError('TypeError', 'ERR_INVALID_CHAR', 'Invalid character in statusMessage');
		if (statusCode === 204 || statusCode === 304 || statusCode >= 100 && statusCode <= 199) this._hasBody = false;
		// The body that was announced will not come: the next request would be taken for it.
		if (this._expect_continue && !this._sent100) this.shouldKeepAlive = false;
		this._storeHeader(`HTTP/1.1 ${statusCode} ${this.statusMessage}\r\n`, headers);
		return this;
	};
	ServerResponse.prototype.writeHeader = ServerResponse.prototype.writeHead;

	// storeHTTPOptions is what http.Server and https.Server have in common.
	function storeHTTPOptions(options) {
		this[common.kIncomingMessage] = options.IncomingMessage || exports.IncomingMessage;
		this[kServerResponse] = options.ServerResponse || exports.ServerResponse;
		for (const name of ['maxHeaderSize', 'requestTimeout', 'headersTimeout', 'keepAliveTimeout', 'connectionsCheckingInterval', 'maxRequestsPerSocket']) {
			if (options[name] !== undefined) validateInteger(options[name], name, 0);
		}
		for (const name of ['insecureHTTPParser', 'requireHostHeader', 'joinDuplicateHeaders', 'rejectNonStandardBodyWrites']) {
			if (options[name] !== undefined) validateBoolean(options[name], `options.${name}`);
		}
		this.maxHeaderSize = options.maxHeaderSize;
		this.insecureHTTPParser = options.insecureHTTPParser;
		this.requestTimeout = options.requestTimeout ?? 300000;
		this.headersTimeout = options.headersTimeout ?? Math.min(60000, this.requestTimeout || 60000);
		if (this.requestTimeout > 0 && this.headersTimeout > this.requestTimeout) throw host.outOfRange('headersTimeout', '<= requestTimeout', options.headersTimeout);
		this.keepAliveTimeout = options.keepAliveTimeout ?? 5000;
		this.connectionsCheckingInterval = options.connectionsCheckingInterval ?? 30000;
		this.requireHostHeader = options.requireHostHeader ?? true;
		this.joinDuplicateHeaders = options.joinDuplicateHeaders ?? false;
		this.rejectNonStandardBodyWrites = options.rejectNonStandardBodyWrites ?? false;
		this._uniqueHeaders = uniqueHeaders(options.uniqueHeaders);
	}

	function connectionListener(socket) {
		const state = accept(this, socket);
		state.drain = drained;
	}

	// track has the server know its connections, and end those that take too long.
	function track(server) {
		server[kConnections] = new Set();
		server.on('listening', () => {
			clear(server);
			if (server.connectionsCheckingInterval > 0) {
				server[kInterval] = setInterval(() => expire(server), server.connectionsCheckingInterval).unref();
			}
		});
	}
	const { setInterval, clearInterval } = host.require('timers');

	function clear(server) {
		if (server[kInterval]) clearInterval(server[kInterval]);
		server[kInterval] = null;
	}

	function Server(options, listener) {
		if (!(this instanceof Server)) return new Server(options, listener);
		if (typeof options === 'function') {
			listener = options;
			options = {};
		} else if (options === undefined || options === null) options = {};
		else if (typeof options !== 'object') throw invalidArgType('options', 'of type object', options);
		storeHTTPOptions.call(this, options);
		net.Server.call(this, {
			allowHalfOpen: true, noDelay: options.noDelay ?? true, keepAlive: options.keepAlive, keepAliveInitialDelay: options.keepAliveInitialDelay,
			highWaterMark: options.highWaterMark,
		});
		if (listener) this.on('request', listener);
		this.httpAllowHalfOpen = false;
		this.on('connection', connectionListener);
		this.timeout = 0;
		this.maxHeadersCount = null;
		this.maxRequestsPerSocket = 0;
		track(this);
	}
	Object.setPrototypeOf(Server.prototype, net.Server.prototype);
	Object.setPrototypeOf(Server, net.Server);

	// methods are those that https.Server has too.
	function methods(prototype, base) {
		prototype.close = function close(cb) {
			clear(this);
			this.closeIdleConnections();
			base.prototype.close.call(this, cb);
			return this;
		};
		prototype.closeAllConnections = function closeAllConnections() { for (const socket of [...this[kConnections]]) socket.destroy(); };
		prototype.closeIdleConnections = function closeIdleConnections() {
			for (const socket of [...this[kConnections]]) if (idle(socket)) socket.destroy();
		};
		prototype.setTimeout = function setTimeout(ms, callback) {
			this.timeout = ms;
			if (callback) this.on('timeout', callback);
			return this;
		};
	}
	methods(Server.prototype, net.Server);

	return { STATUS_CODES, Server, ServerResponse, storeHTTPOptions, _connectionListener: connectionListener, kServerResponse, track, methods };
})
