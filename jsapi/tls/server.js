// tls.Server, and the exports.
(function (host, { checkServerIdentity }, { createSecureContext, SecureContext, defaults }, { TLSSocket, connect }) {
	const { nodeError, invalidArgType } = host;
	const net = host.require('net');

	function Server(options, listener) {
		if (!(this instanceof Server)) return new Server(options, listener);
		if (typeof options === 'function') {
			listener = options;
			options = {};
		} else if (options === null || options !== undefined && typeof options !== 'object') throw invalidArgType('options', 'of type object', options);
		const own = { ...options };
		this._contexts = [];
		this._own = own;
		this._sharedCreds = createSecureContext(own);
		net.Server.call(this, own, (socket) => secure(this, socket));
		if (listener) this.on('secureConnection', listener);
	}
	Object.setPrototypeOf(Server.prototype, net.Server.prototype);
	Object.setPrototypeOf(Server, net.Server);

	function secure(self, raw) {
		const { requestCert, rejectUnauthorized, ALPNProtocols, SNICallback, handshakeTimeout } = self._own;
		const socket = new TLSSocket(raw, {
			isServer: true, server: self, secureContext: self._sharedCreds, requestCert, rejectUnauthorized: rejectUnauthorized !== false,
			ALPNProtocols, SNICallback, handshakeTimeout,
		});
		socket.on('error', () => {}); // without a listener of the user's it ends the connection, not the program
	}

	Server.prototype.setSecureContext = function (options) { this._sharedCreds = createSecureContext(options); };

	Server.prototype.addContext = function (name, context) {
		if (!name) throw nodeError('Error', 'ERR_TLS_REQUIRED_SERVER_NAME', '"servername" is required parameter for Server.addContext');
		const pattern = new RegExp(`^${name.replace(/([.^$+?\-\\[\]{}])/g, '\\$1').replace(/\*/g, '[^.]*')}$`);
		this._contexts.push([pattern, context instanceof SecureContext ? context : createSecureContext(context)]);
	};

	Server.prototype._contextFor = function (name) {
		for (let i = this._contexts.length - 1; i >= 0; i--) {
			const [pattern, context] = this._contexts[i];
			if (pattern.test(name)) return context;
		}
		return this._sharedCreds;
	};

	Server.prototype.getTicketKeys = function () { return Buffer.alloc(48); };
	Server.prototype.setTicketKeys = function () {};

	const exports = {
		CLIENT_RENEG_LIMIT: 3,
		CLIENT_RENEG_WINDOW: 600,
		DEFAULT_CIPHERS: host.ciphers().map((c) => c.toUpperCase()).join(':'),
		DEFAULT_ECDH_CURVE: 'auto',
		checkServerIdentity,
		connect,
		convertALPNProtocols(list, out) {
			if (Array.isArray(list)) {
				out.ALPNProtocols = Buffer.concat(list.map((p) => Buffer.concat([Buffer.from([p.length]), Buffer.from(p, 'latin1')])));
			} else if (ArrayBuffer.isView(list)) out.ALPNProtocols = Buffer.from(list);
		},
		createSecureContext,
		createServer: (options, listener) => new Server(options, listener),
		getCiphers: () => host.ciphers(),
		rootCertificates: Object.freeze([]),
		SecureContext,
		Server,
		TLSSocket,
	};
	for (const [name, key] of [['DEFAULT_MIN_VERSION', 'min'], ['DEFAULT_MAX_VERSION', 'max']]) {
		Object.defineProperty(exports, name, { configurable: true, enumerable: true, get: () => defaults[key], set(v) { defaults[key] = v; } });
	}
	return exports;
})
