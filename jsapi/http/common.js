// What both ends of HTTP share, and the exports of "http".
(function (host) {
	const { nodeError, invalidArgType } = host;
	const statuses = '100=Continue|101=Switching Protocols|102=Processing|103=Early Hints|200=OK|201=Created|202=Accepted|' +
		'203=Non-Authoritative Information|204=No Content|205=Reset Content|206=Partial Content|207=Multi-Status|208=Already Reported|' +
		'226=IM Used|300=Multiple Choices|301=Moved Permanently|302=Found|303=See Other|304=Not Modified|305=Use Proxy|' +
		'307=Temporary Redirect|308=Permanent Redirect|400=Bad Request|401=Unauthorized|402=Payment Required|403=Forbidden|' +
		'404=Not Found|405=Method Not Allowed|406=Not Acceptable|407=Proxy Authentication Required|408=Request Timeout|409=Conflict|' +
		'410=Gone|411=Length Required|412=Precondition Failed|413=Payload Too Large|414=URI Too Long|415=Unsupported Media Type|' +
		"416=Range Not Satisfiable|417=Expectation Failed|418=I'm a Teapot|421=Misdirected Request|422=Unprocessable Entity|423=Locked|" +
		'424=Failed Dependency|425=Too Early|426=Upgrade Required|428=Precondition Required|429=Too Many Requests|' +
		'431=Request Header Fields Too Large|451=Unavailable For Legal Reasons|500=Internal Server Error|501=Not Implemented|' +
		'502=Bad Gateway|503=Service Unavailable|504=Gateway Timeout|505=HTTP Version Not Supported|506=Variant Also Negotiates|' +
		'507=Insufficient Storage|508=Loop Detected|509=Bandwidth Limit Exceeded|510=Not Extended|511=Network Authentication Required';

	function validateHeaderName(name, label) {
		if (!host.isToken(name)) {
			throw nodeError('TypeError', 'ERR_INVALID_HTTP_TOKEN', `${label || 'Header name'} must be a valid HTTP token ["${name}"]`);
		}
	}

	function validateHeaderValue(name, value) {
		if (value === undefined) {
			throw nodeError('TypeError', 'ERR_HTTP_INVALID_HEADER_VALUE', `Invalid value "${value}" for header "${name}"`);
		}
		if (host.badValue(value)) {
			throw nodeError('TypeError', 'ERR_INVALID_CHAR', `Invalid character in header content ["${name}"]`);
		}
	}

	function validateFunction(value, name) {
		if (typeof value !== 'function') throw invalidArgType(name, 'of type function', value);
	}

	function validateInteger(value, name, from) {
		if (typeof value !== 'number') throw invalidArgType(name, 'of type number', value);
		if (!Number.isInteger(value)) throw host.outOfRange(name, 'an integer', value);
		if (value < from) throw host.outOfRange(name, `>= ${from} && <= ${Number.MAX_SAFE_INTEGER}`, value);
	}

	function validateBoolean(value, name) {
		if (typeof value !== 'boolean') throw invalidArgType(name, 'of type boolean', value);
	}

	// duration is a number of milliseconds for a timer.
	function duration(ms, name) {
		if (typeof ms !== 'number') throw invalidArgType(name, 'of type number', ms);
		if (!(ms >= 0 && Number.isFinite(ms))) throw host.outOfRange(name, 'a non-negative finite number', ms);
		return Math.min(ms, 2147483647);
	}

	const exports = {
		METHODS: host.methods,
		STATUS_CODES: Object.fromEntries(statuses.split('|').map((s) => [s.slice(0, 3), s.slice(4)])),
		validateHeaderName,
		validateHeaderValue,
	};

	// readStart and readStop are by the socket's handle where it has one, since pause() is the user's.
	function readStart(socket) {
		if (socket && !socket._paused && socket.readable) socket.resume();
	}

	function readStop(socket) {
		if (socket) socket.pause();
	}

	// assemble completes the exports, once the rest is there.
	function assemble(all, incoming, outgoing, server, agent, client) {
		const { ClientRequest } = client;
		let limit = 16384;
		Object.assign(exports, {
			Agent: agent.Agent,
			ClientRequest,
			IncomingMessage: incoming.IncomingMessage,
			OutgoingMessage: outgoing.OutgoingMessage,
			Server: server.Server,
			ServerResponse: server.ServerResponse,
			createServer: (options, listener) => new server.Server(options, listener),
			request: function request(url, options, cb) { return new ClientRequest(url, options, cb); },
			get: function get(url, options, cb) {
				const req = new ClientRequest(url, options, cb);
				req.end();
				return req;
			},
			setMaxIdleHTTPParsers(max) { validateInteger(max, 'max', 1); },
		});
		Object.defineProperty(exports, 'maxHeaderSize', { configurable: true, enumerable: true, get: () => limit });
		let { globalAgent } = agent;
		Object.defineProperty(exports, 'globalAgent', {
			configurable: true, enumerable: true, get: () => globalAgent,
			set(value) {
				globalAgent = value;
				agent.globalAgent = value;
			},
		});
		return all;
	}

	return {
		exports, assemble, validateHeaderName, validateHeaderValue, validateFunction, validateInteger, validateBoolean, duration, readStart, readStop,
		// What packages look for in _http_common.
		methods: host.methods,
		_checkInvalidHeaderChar: (value) => host.badValue(value),
		_checkIsHttpToken: (value) => host.isToken(value),
		chunkExpression: /(?:^|\W)chunked(?:$|\W)/i,
		continueExpression: /(?:^|\W)100-continue(?:$|\W)/i,
		CRLF: '\r\n',
		kIncomingMessage: Symbol('IncomingMessage'),
	};
})
