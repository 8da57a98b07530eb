// Agent: which socket a request gets, and which are kept for the next.
(function (host, common) {
	const { nodeError, invalidArgType } = host;
	const EventEmitter = host.require('events');
	const net = host.require('net');
	const kOnKeylog = Symbol('onkeylog');
	const kRequestOptions = Symbol('requestOptions');
	const kProxied = Symbol('proxied');
	const kVia = Symbol('via');

	function ignore() {} // errors of sockets that nobody has: 'close' follows

	function Agent(options) {
		if (!(this instanceof Agent)) return new Agent(options);
		EventEmitter.call(this);
		this.defaultPort = 80;
		this.protocol = 'http:';
		this.options = { __proto__: null, ...options };
		if (this.options.noDelay === undefined) this.options.noDelay = true;
		this.options.path = null; // the host is no path of a Unix socket
		this.requests = Object.create(null);
		this.sockets = Object.create(null);
		this.freeSockets = Object.create(null);
		this.keepAliveMsecs = this.options.keepAliveMsecs || 1000;
		this.keepAlive = this.options.keepAlive || false;
		this.maxSockets = this.options.maxSockets || Agent.defaultMaxSockets;
		this.maxFreeSockets = this.options.maxFreeSockets || 256;
		this.scheduling = this.options.scheduling || 'lifo';
		this.maxTotalSockets = this.options.maxTotalSockets;
		this.totalSocketCount = 0;
		if (this.scheduling !== 'fifo' && this.scheduling !== 'lifo') {
			throw nodeError('TypeError', 'ERR_INVALID_ARG_VALUE', `The argument 'scheduling' must be one of: 'fifo', 'lifo'. Received ${host.inspect(this.scheduling)}`);
		}
		if (this.maxTotalSockets !== undefined) {
			if (typeof this.maxTotalSockets !== 'number') throw invalidArgType('maxTotalSockets', 'of type number', this.maxTotalSockets);
			if (!(this.maxTotalSockets >= 1)) throw host.outOfRange('maxTotalSockets', '>= 1', this.maxTotalSockets);
		} else this.maxTotalSockets = Infinity;
		this.on('free', (socket, options) => freed(this, socket, options));
		this.on('newListener', (event) => { if (event === 'keylog') this[kOnKeylog] = (line, socket) => this.emit('keylog', line, socket); });
	}
	Object.setPrototypeOf(Agent.prototype, EventEmitter.prototype);
	Object.setPrototypeOf(Agent, EventEmitter);
	Agent.defaultMaxSockets = Infinity;

	Agent.prototype.createConnection = net.createConnection;

	Agent.prototype.getName = function getName(options = {}) {
		let name = `${options.host || 'localhost'}:${options.port || ''}:${options.localAddress || ''}`;
		if (options.family === 4 || options.family === 6) name += `:${options.family}`;
		if (options.socketPath) name += `:${options.socketPath}`;
		return name;
	};

	// freed takes a socket back, whose request is done with it.
	function freed(agent, socket, options) {
		const name = agent.getName(options);
		if (!socket.writable) {
			socket.destroy();
			return;
		}
		const waiting = agent.requests[name];
		if (waiting?.length) {
			const req = waiting.shift();
			give(agent, req, socket);
			if (waiting.length === 0) delete agent.requests[name];
			return;
		}
		const req = socket._httpMessage;
		if (!req?.shouldKeepAlive || !agent.keepAlive) {
			socket.destroy();
			return;
		}
		const free = agent.freeSockets[name] || [];
		const count = free.length + (agent.sockets[name]?.length || 0);
		if (agent.totalSocketCount > agent.maxTotalSockets || count > agent.maxSockets || free.length >= agent.maxFreeSockets || !agent.keepSocketAlive(socket)) {
			socket.destroy();
			return;
		}
		agent.freeSockets[name] = free;
		socket._httpMessage = null;
		agent.removeSocket(socket, options);
		socket.once('error', ignore);
		free.push(socket);
	}

	// withDefaults are a request's options completed by the agent's, and the name of what they lead to.
	function withDefaults(agent, req, options) {
		options = { __proto__: null, ...options, ...agent.options };
		if (options.socketPath) options.path = options.socketPath;
		if (!options.servername && options.servername !== '') options.servername = servername(options, req);
		return options;
	}

	function servername(options, req) {
		let name = options.host;
		const header = req?.getHeader?.('host');
		if (header) {
			if (typeof header !== 'string') throw invalidArgType('options.headers.host', 'of type string', header);
			name = header.startsWith('[') ? header.slice(1, Math.max(1, header.indexOf(']'))) : header.split(':', 1)[0];
		}
		return net.isIP(name) ? '' : name;
	}

	Agent.prototype.addRequest = function addRequest(req, options, port, localAddress) {
		if (typeof options === 'string') options = { __proto__: null, host: options, port, localAddress };
		options = withDefaults(this, req, options);
		const name = this.getName(options);
		this.sockets[name] ||= [];
		const free = this.freeSockets[name];
		let socket;
		if (free) {
			while (free.length > 0 && (free[0].destroyed || !free[0].writable)) free.shift();
			socket = this.scheduling === 'fifo' ? free.shift() : free.pop();
			if (free.length === 0) delete this.freeSockets[name];
		}
		const count = (free ? free.length : 0) + this.sockets[name].length;
		if (socket) {
			socket.removeListener('error', ignore);
			this.reuseSocket(socket, req);
			give(this, req, socket);
			this.sockets[name].push(socket);
		} else if (count < this.maxSockets && this.totalSocketCount < this.maxTotalSockets) {
			this.createSocket(req, options, (error, made) => {
				if (error) req.onSocket(made, error);
				else give(this, req, made);
			});
		} else {
			req[kRequestOptions] = options;
			(this.requests[name] ||= []).push(req);
		}
	};

	Agent.prototype.createSocket = function createSocket(req, options, cb) {
		options = withDefaults(this, req, options);
		const name = this.getName(options);
		options._agentKey = name;
		options.encoding = null;
		let called = false;
		const done = (error, socket) => {
			if (called) return;
			called = true;
			if (error) {
				cb(error);
				return;
			}
			(this.sockets[name] ||= []).push(socket);
			this.totalSocketCount++;
			install(this, socket, options);
			cb(null, socket);
		};
		if (this.keepAlive) {
			options.keepAlive = this.keepAlive;
			options.keepAliveInitialDelay = this.keepAliveMsecs;
		}
		if (this[kProxied] && !options.socketPath) {
			const proxy = host.proxyFor(this.protocol.slice(0, -1), options.host, String(options.port));
			if (proxy) {
				// Only names can be checked here: the addresses are the proxy's to look up.
				const denied = host.mayConnect(options.host, Number(options.port));
				if (denied) {
					done(denied);
					return;
				}
				this[kProxied](req, options, proxy, done);
				return;
			}
		}
		const socket = this.createConnection(options, done);
		if (socket) done(null, socket);
	};

	function install(agent, socket, options) {
		const onFree = () => agent.emit('free', socket, options);
		const onClose = () => agent.removeSocket(socket, options);
		// A kept socket that says nothing for as long as its server allows is closed before it is.
		const onTimeout = () => {
			for (const name of Object.keys(agent.freeSockets)) if (agent.freeSockets[name].includes(socket)) return socket.destroy();
		};
		const onRemove = () => {
			agent.totalSocketCount--;
			agent.removeSocket(socket, options);
			socket.removeListener('close', onClose);
			socket.removeListener('free', onFree);
			socket.removeListener('timeout', onTimeout);
			socket.removeListener('agentRemove', onRemove);
		};
		socket.on('free', onFree);
		socket.on('close', onClose);
		socket.on('timeout', onTimeout);
		socket.on('agentRemove', onRemove);
		if (agent[kOnKeylog]) socket.on('keylog', agent[kOnKeylog]);
		if (agent.options.timeout) socket.setTimeout(agent.options.timeout);
	}

	Agent.prototype.removeSocket = function removeSocket(socket, options) {
		const name = this.getName(options);
		const lists = [this.sockets];
		if (!socket.writable) lists.push(this.freeSockets);
		for (const list of lists) {
			const at = list[name] ? list[name].indexOf(socket) : -1;
			if (at < 0) continue;
			list[name].splice(at, 1);
			if (list[name].length === 0) delete list[name];
			if (!socket.writable) this.totalSocketCount--;
		}
		// Somebody waits for the place that is free now: of this name, or of any where all together are bounded.
		let waiting = this.requests[name];
		if (!waiting?.length && this.maxTotalSockets !== Infinity) {
			for (const other of Object.keys(this.requests)) {
				if (this.sockets[other]?.length >= this.maxSockets) continue;
				waiting = this.requests[other];
				break;
			}
		}
		if (waiting?.length && (socket.destroyed || !socket.writable)) {
			const req = waiting[0];
			const reqOptions = req[kRequestOptions] || options;
			const its = this.getName(reqOptions);
			waiting.shift();
			if (waiting.length === 0) delete this.requests[its];
			this.createSocket(req, reqOptions, (error, made) => {
				if (error) req.onSocket(made, error);
				else give(this, req, made);
			});
		}
	};

	Agent.prototype.keepSocketAlive = function keepSocketAlive(socket) {
		socket.setKeepAlive(true, this.keepAliveMsecs);
		socket.unref();
		let timeout = this.options.timeout || 0;
		const hint = /^timeout=(\d+)/.exec(socket._httpMessage?.res?.headers['keep-alive'] || '')?.[1];
		if (hint !== undefined) {
			const allowed = Number.parseInt(hint, 10) * 1000 - 1000;
			if (allowed <= 0) return false;
			if (timeout === 0 || allowed < timeout) timeout = allowed;
		}
		if (socket.timeout !== timeout) socket.setTimeout(timeout);
		return true;
	};

	Agent.prototype.reuseSocket = function reuseSocket(socket, req) {
		req.reusedSocket = true;
		socket.ref();
	};

	Agent.prototype.destroy = function destroy() {
		for (const set of [this.freeSockets, this.sockets]) {
			for (const name of Object.keys(set)) for (const socket of [...set[name]]) socket.destroy();
		}
	};

	function give(agent, req, socket) {
		if (socket[kVia]) req._throughProxy(socket[kVia]);
		req.onSocket(socket);
		if (req.timeout !== undefined && req.timeout !== (agent.options.timeout || 0)) socket.setTimeout(req.timeout);
	}

	const globalAgent = new Agent({ keepAlive: true, scheduling: 'lifo', timeout: 5000 });
	// proxied opens the connection to the proxy, which gets the whole URL as a request's target (RFC 9112, 3.2.2).
	globalAgent[kProxied] = function (req, options, proxy, done) {
		const to = { ...options, host: proxy.hostname, port: Number(proxy.port), servername: net.isIP(proxy.hostname) ? '' : proxy.hostname };
		const socket = proxy.protocol === 'https:' ? host.require('tls').connect(to) : net.createConnection(to);
		socket[kVia] = proxy;
		done(null, socket);
	};

	return { Agent, globalAgent, kProxied };
})
