// https: the same over TLS.
(function (host, { http, agent: agents, server: servers, client }) {
	const { Agent: HTTPAgent, kProxied } = agents;
	const { ClientRequest } = client;
	const tls = host.require('tls');
	const net = host.require('net');
	const { URL, urlToHttpOptions } = host.require('url');
	const { Buffer } = host.require('buffer');

	function Agent(options) {
		if (!(this instanceof Agent)) return new Agent(options);
		HTTPAgent.call(this, options);
		this.options = { __proto__: null, noDelay: true, ...options };
		this.options.path = null;
		this.defaultPort = 443;
		this.protocol = 'https:';
		this.maxCachedSessions = this.options.maxCachedSessions ?? 100;
	}
	Object.setPrototypeOf(Agent.prototype, HTTPAgent.prototype);
	Object.setPrototypeOf(Agent, HTTPAgent);

	Agent.prototype.createConnection = function createConnection(port, name, options) {
		if (port !== null && typeof port === 'object') options = port;
		else if (name !== null && typeof name === 'object') options = { ...name };
		else options = options !== null && typeof options === 'object' ? { ...options } : {};
		if (typeof port === 'number') options.port = port;
		if (typeof name === 'string') options.host = name;
		if (options.socket && options.servername === undefined && options.host && !net.isIP(options.host)) options = { ...options, servername: options.host };
		return tls.connect(options);
	};

	// What makes two connections different, in the order in which Node names it.
	const keys = ['ca', 'cert', 'clientCertEngine', 'ciphers', 'key', 'pfx'];
	const more = ['minVersion', 'maxVersion', 'secureProtocol', 'crl', 'honorCipherOrder', 'ecdhCurve', 'dhparam', 'secureOptions', 'sessionIdContext'];
	Agent.prototype.getName = function getName(options = {}) {
		const text = (value, quoted) => (quoted ? JSON.stringify(value) : value);
		let name = HTTPAgent.prototype.getName.call(this, options);
		for (const key of keys) name += `:${options[key] ? options[key] : ''}`;
		name += `:${options.rejectUnauthorized !== undefined ? options.rejectUnauthorized : ''}`;
		name += `:${options.servername && options.servername !== options.host ? options.servername : ''}`;
		for (const key of more) name += `:${options[key] !== undefined && options[key] !== null ? text(options[key], key === 'sigalgs') : ''}`;
		return `${name}:${options.sigalgs ? JSON.stringify(options.sigalgs) : ''}:${options.privateKeyIdentifier || ''}:${options.privateKeyEngine || ''}`;
	};

	function Server(options, listener) {
		if (!(this instanceof Server)) return new Server(options, listener);
		let protocols = ['http/1.1'];
		if (typeof options === 'function') {
			listener = options;
			options = {};
		} else if (options === undefined || options === null) options = {};
		if (options.ALPNProtocols || options.ALPNCallback) protocols = options.ALPNProtocols;
		servers.storeHTTPOptions.call(this, options);
		tls.Server.call(this, { ...options, noDelay: options.noDelay ?? true, allowHalfOpen: true, ALPNProtocols: protocols }, servers._connectionListener);
		this.httpAllowHalfOpen = false;
		if (listener) this.on('request', listener);
		this.on('tlsClientError', (error, socket) => { if (!this.emit('clientError', error, socket)) socket.destroy(); });
		this.timeout = 0;
		this.maxHeadersCount = null;
		this.maxRequestsPerSocket = 0;
		servers.track(this);
	}
	Object.setPrototypeOf(Server.prototype, tls.Server.prototype);
	Object.setPrototypeOf(Server, tls.Server);
	servers.methods(Server.prototype, tls.Server);

	const globalAgent = new Agent({ keepAlive: true, scheduling: 'lifo', timeout: 5000 });
	// Through a proxy goes a tunnel (RFC 9110, 9.3.6).
	globalAgent[kProxied] = function (req, options, proxy, done) {
		const authority = `${net.isIPv6(options.host) ? `[${options.host}]` : options.host}:${options.port}`;
		const headers = { Host: authority, ...(proxy.auth ? { 'Proxy-Authorization': `Basic ${Buffer.from(proxy.auth).toString('base64')}` } : {}) };
		const request = (proxy.protocol === 'https:' ? exports : http).request;
		const tunnel = request({ method: 'CONNECT', host: proxy.hostname, port: Number(proxy.port), path: authority, headers, agent: false, timeout: req.timeout });
		tunnel.once('connect', (res, socket) => {
			if (res.statusCode !== 200) {
				socket.destroy();
				done(host.nodeError('Error', 'ERR_PROXY_TUNNEL', `The proxy ${proxy.hostname}:${proxy.port} answered ${res.statusCode} ${res.statusMessage}`.trimEnd()));
				return;
			}
			done(null, this.createConnection({ ...options, socket, servername: options.servername ?? '' }));
		});
		tunnel.once('timeout', () => tunnel.destroy(host.nodeError('Error', 'ERR_PROXY_TUNNEL', `The proxy ${proxy.hostname}:${proxy.port} does not answer`)));
		tunnel.once('error', done);
		tunnel.end();
	};

	const exports = {
		Agent,
		globalAgent,
		Server,
		createServer: (options, listener) => new Server(options, listener),
		request: function request(...args) {
			let options = {};
			if (typeof args[0] === 'string') options = urlToHttpOptions(new URL(args.shift()));
			else if (args[0] instanceof URL || args[0]?.href && args[0].protocol && args[0].auth === undefined && args[0].path === undefined) options = urlToHttpOptions(args.shift());
			if (args[0] && typeof args[0] !== 'function') Object.assign(options, args.shift());
			options._defaultAgent = exports.globalAgent;
			return new ClientRequest(options, ...args);
		},
		get: function get(input, options, cb) {
			const req = exports.request(input, options, cb);
			req.end();
			return req;
		},
	};
	return exports;
})
