// net.Server, and the module's exports.
(function (host, args, { Socket }, clients) {
	const { nodeError, invalidArgType, isIP } = host;
	const { normalizeArgs, toNumber, validatePort, validateString } = args;
	const EventEmitter = host.require('events');

	function Server(options, connectionListener) {
		if (!(this instanceof Server)) return new Server(options, connectionListener);
		EventEmitter.call(this);
		if (typeof options === 'function') {
			connectionListener = options;
			options = {};
		} else if (options === undefined || options === null) options = {};
		else if (typeof options !== 'object') throw invalidArgType('options', 'of type object', options);
		if (typeof connectionListener === 'function') this.on('connection', connectionListener);
		this._connections = 0;
		this._handle = null;
		this._usingWorkers = false;
		this._workers = [];
		this._unref = false;
		this.allowHalfOpen = options.allowHalfOpen || false;
		this.pauseOnConnect = Boolean(options.pauseOnConnect);
		this.noDelay = Boolean(options.noDelay);
		this.keepAlive = Boolean(options.keepAlive);
		this.keepAliveInitialDelay = ~~(options.keepAliveInitialDelay / 1000);
		this.highWaterMark = options.highWaterMark;
	}
	Object.setPrototypeOf(Server.prototype, EventEmitter.prototype);
	Object.setPrototypeOf(Server, EventEmitter);

	// open binds at once, so that address() knows the port, and says so in the next tick.
	function open(self, address, port, path) {
		const handle = host.listen(address, port, path);
		if (handle instanceof Error) {
			host.tick(() => self.emit('error', handle));
			return;
		}
		self._handle = handle;
		self._connectionKey = path === undefined ? `${isIP(address) || 6}:${address || null}:${port}` : `-1:${path}:-1`;
		self._pipeName = path;
		handle.start(self);
		host.tick(() => { if (self._handle) self.emit('listening'); });
	}

	Server.prototype.listen = function (...list) {
		let [options, cb] = normalizeArgs(list);
		if (this._handle || this._lookingUp) {
			throw nodeError('Error', 'ERR_SERVER_ALREADY_LISTEN', 'Listen method has been called more than once without closing.');
		}
		if (cb !== null) this.once('listening', cb);
		if (list.length === 0 || typeof list[0] === 'function' || typeof options.port === 'undefined' && 'port' in options || options.port === null) {
			options = { ...options, port: 0 };
		}
		if (options.signal) watch(this, options.signal);
		if (typeof options.port === 'number' || typeof options.port === 'string') {
			const port = validatePort(options.port, 'options.port');
			const name = options.host;
			if (!name) open(this, '', port);
			else {
				this._lookingUp = true;
				host.require('dns').lookup(name, (error, address) => {
					this._lookingUp = false;
					if (error) this.emit('error', error);
					else open(this, address, port); // a turn later, also for an address, as in Node
				});
			}
			return this;
		}
		if (options.path && toNumber(options.path) === false) {
			validateString(options.path, 'options.path');
			open(this, '', 0, options.path);
			return this;
		}
		if (!('port' in options || 'path' in options)) {
			throw nodeError('TypeError', 'ERR_INVALID_ARG_VALUE', `The argument 'options' must have the property "port" or "path". Received ${host.inspect(options)}`);
		}
		throw nodeError('TypeError', 'ERR_INVALID_ARG_VALUE', `The argument 'options' is invalid. Received ${host.inspect(options)}`);
	};

	function watch(self, signal) {
		if (typeof signal !== 'object' || !('aborted' in signal)) throw invalidArgType('options.signal', 'an instance of AbortSignal', signal);
		const close = () => self.close();
		if (signal.aborted) host.tick(close);
		else {
			signal.addEventListener('abort', close);
			self.once('close', () => signal.removeEventListener('abort', close));
		}
	}

	// connection is what Go calls for each one.
	function connection(self, handle, error) {
		if (error !== null) {
			self.emit('error', error);
			return;
		}
		if (self.maxConnections && self._connections >= self.maxConnections) {
			const local = handle.local() || {};
			const remote = handle.remote() || {};
			handle.close();
			self.emit('drop', {
				localAddress: local.address, localPort: local.port, localFamily: local.family,
				remoteAddress: remote.address, remotePort: remote.port, remoteFamily: remote.family,
			});
			return;
		}
		const socket = new Socket({
			handle, allowHalfOpen: self.allowHalfOpen, pauseOnCreate: self.pauseOnConnect, readable: true, writable: true,
			readableHighWaterMark: self.highWaterMark, writableHighWaterMark: self.highWaterMark,
		});
		if (self.noDelay) socket.setNoDelay(true);
		if (self.keepAlive) socket.setKeepAlive(true, self.keepAliveInitialDelay * 1000);
		self._connections++;
		socket.server = self;
		socket._server = self;
		self.emit('connection', socket);
	}

	Server.prototype.address = function () {
		if (!this._handle) return null;
		return this._pipeName === undefined ? this._handle.address() : this._pipeName;
	};

	Server.prototype.getConnections = function (cb) {
		host.tick(() => cb(null, this._connections));
		return this;
	};

	Server.prototype.close = function (cb) {
		if (typeof cb === 'function') {
			if (this._handle) this.once('close', cb);
			else this.once('close', () => cb(nodeError('Error', 'ERR_SERVER_NOT_RUNNING', 'Server is not running.')));
		}
		if (this._handle) {
			this._handle.close();
			this._handle = null;
		}
		this._emitCloseIfDrained();
		return this;
	};

	Server.prototype[Symbol.asyncDispose || Symbol.for('nodejs.asyncDispose')] = function () {
		if (!this._handle) return Promise.resolve();
		return new Promise((resolve, reject) => { this.close((e) => (e ? reject(e) : resolve())); });
	};

	Server.prototype._emitCloseIfDrained = function () {
		if (this._handle || this._connections) return;
		host.tick(() => this.emit('close'));
	};

	for (const name of ['ref', 'unref']) {
		Server.prototype[name] = function () {
			this._unref = name === 'unref';
			return this;
		};
	}

	Object.defineProperty(Server.prototype, 'listening', {
		configurable: true, enumerable: true, get() { return Boolean(this._handle); },
	});

	const createServer = (options, connectionListener) => new Server(options, connectionListener);
	return { connection, exports: {
		_createServerHandle: undefined,
		_normalizeArgs: normalizeArgs,
		_setSimultaneousAccepts() {},
		get BlockList() { return host.lists().BlockList; },
		get SocketAddress() { return host.lists().SocketAddress; },
		connect: clients.connect,
		createConnection: clients.connect,
		createServer,
		isIP: host.isIP,
		isIPv4: host.isIPv4,
		isIPv6: host.isIPv6,
		Server,
		Socket,
		Stream: Socket,
		getDefaultAutoSelectFamily: clients.getDefaultAutoSelectFamily,
		setDefaultAutoSelectFamily: clients.setDefaultAutoSelectFamily,
		getDefaultAutoSelectFamilyAttemptTimeout: clients.getDefaultAutoSelectFamilyAttemptTimeout,
		setDefaultAutoSelectFamilyAttemptTimeout: clients.setDefaultAutoSelectFamilyAttemptTimeout,
	} };
})
