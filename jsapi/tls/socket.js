// tls.TLSSocket and tls.connect.
(function (host, { checkServerIdentity }, { createSecureContext, SecureContext }) {
	const { nodeError, invalidArgType } = host;
	const net = host.require('net');
	const { Socket } = net;
	const { Duplex } = host.require('stream');
	const kBase = Symbol('base');
	const kOptions = Symbol('options');
	const kConnect = Symbol('connectOptions');
	const kWaiting = Symbol('waiting');
	const kInfo = Symbol('info');
	const kHandshake = Symbol('handshake');
	const kStarted = Symbol('started');
	const handshakeTimeout = 120e3;

	function TLSSocket(socket, opts) {
		if (!(this instanceof TLSSocket)) return new TLSSocket(socket, opts);
		const options = { ...opts };
		this[kBase] = socket || null;
		this[kOptions] = options;
		this[kConnect] = null;
		this[kWaiting] = []; // what is to happen once the connection is secure; null then
		this[kInfo] = null;
		this[kHandshake] = null;
		this[kStarted] = false;
		this._tlsOptions = options;
		this._secureEstablished = false;
		this.secureConnecting = true;
		this.encrypted = true;
		this.authorized = false;
		this.authorizationError = null;
		this.alpnProtocol = null;
		this.servername = options.servername || null;
		Socket.call(this, {
			allowHalfOpen: socket ? socket.allowHalfOpen : options.allowHalfOpen, highWaterMark: options.highWaterMark,
			onread: options.onread, signal: options.signal, manualStart: true,
		});
		if (options.isServer && options.server) this.server = options.server;
		if (socket) adopt(this, socket);
		else this.on('connect', () => begin(this));
	}
	Object.setPrototypeOf(TLSSocket.prototype, Socket.prototype);
	Object.setPrototypeOf(TLSSocket, Socket);

	// adopt follows the stream below.
	function adopt(self, socket) {
		self._parent = socket instanceof Socket ? socket : null;
		socket.on('error', (e) => self.destroy(e));
		socket.on('close', () => {
			if (!self.destroyed) self.destroy(self._secureEstablished ? undefined : disconnected());
		});
		self.connecting = Boolean(socket.connecting);
		if (self.connecting) {
			socket.once('connect', () => {
				self.connecting = false;
				self.emit('connect');
				begin(self);
			});
		} else host.tick(() => begin(self)); // the caller sets up more
	}

	function disconnected() {
		const e = new Error('Client network socket disconnected before secure TLS connection was established');
		e.code = 'ECONNRESET';
		return e;
	}

	function protocols(list) {
		if (list === undefined || list === null) return [];
		if (Array.isArray(list)) return list.map((p) => (typeof p === 'string' ? p : Buffer.from(p).toString('latin1')));
		const bytes = Buffer.from(list.buffer ? list : Buffer.from(list));
		const all = [];
		for (let i = 0; i < bytes.length; i += bytes[i] + 1) all.push(bytes.toString('latin1', i + 1, i + 1 + bytes[i]));
		return all;
	}

	// begin starts the handshake, once.
	function begin(self) {
		if (self[kStarted] || self.destroyed) return;
		self[kStarted] = true;
		const options = self[kOptions];
		if (!options.secureContext) {
			try {
				options.secureContext = createSecureContext(options);
			} catch (e) {
				self.destroy(e);
				return;
			}
		}
		attempt(self, options);
	}

	function attempt(self, options) {
		if (self.destroyed) return;
		const base = self[kBase];
		const source = base || self;
		if (!base) { // what is asked for while there is no handle
			self._getpeername();
			self._getsockname();
		} else if (base instanceof Socket) self._peername = base._getpeername();
		const stream = base && !base._handle ? (bytes) => base.write(bytes) : undefined;
		const shake = host.secure(source, {
			context: options.secureContext.context, isServer: Boolean(options.isServer), servername: self.servername || '',
			alpn: protocols(options.ALPNProtocols), requestCert: Boolean(options.requestCert),
			timeout: options.isServer ? options.handshakeTimeout || handshakeTimeout : 0,
			sni: options.isServer ? sniOf(options) : undefined,
		}, (error, handle, info) => finished(self, error, handle, info), stream);
		if (shake === false) { // it still writes what it was given in the clear
			host.require('timers').setTimeout(() => attempt(self, options), 1);
			return;
		}
		self[kHandshake] = shake;
		if (stream) carry(self, base, shake);
	}

	// carry brings what a stream emits to the handshake and what follows it.
	function carry(self, base, shake) {
		base.on('data', (bytes) => { shake.push(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes); });
		base.on('end', () => shake.end());
		base.on('drain', () => shake.drained());
		base.resume();
	}

	function sniOf({ SNICallback, server }) {
		if (!SNICallback && !(server && server._contexts && server._contexts.length > 0)) return undefined;
		return (name, cb) => {
			const done = (error, context) => cb(error, context ? (context.context || context) : undefined);
			if (SNICallback) SNICallback(name, done);
			else done(null, server._contextFor(name));
		};
	}

	function finished(self, error, handle, info) {
		self[kHandshake] = null;
		if (self.destroyed) {
			if (handle) handle.close();
			return;
		}
		if (error) {
			failed(self, error);
			return;
		}
		self._handle = handle;
		handle.setOwner(self);
		self[kInfo] = info;
		self.alpnProtocol = info.alpn;
		if (self[kOptions].isServer) self.servername = info.servername || false;
		const distrust = self[kOptions].isServer ? judgeClient(self, info) : judgeServer(self, info);
		if (distrust) {
			failed(self, distrust);
			return;
		}
		self._secureEstablished = true;
		self.secureConnecting = false;
		const waiting = self[kWaiting];
		self[kWaiting] = null;
		self.emit('secure');
		if (!self[kOptions].isServer) self.emit('secureConnect');
		else if (self.server) self.server.emit('secureConnection', self);
		for (const next of waiting) next();
		if (self.readable && !self.isPaused() && self._handle) self.read(0);
	}

	function failed(self, error) {
		const { isServer, server } = self[kOptions];
		if (isServer && server) {
			self.on('error', () => {}); // it is the server's to hear of
			self.destroy(error);
			server.emit('tlsClientError', error, self);
			return;
		}
		self.destroy(error);
	}

	// judgeServer returns why the server is not to be talked to.
	function judgeServer(self, info) {
		const options = self[kConnect] || self[kOptions];
		let error = info.verifyError || null;
		if (!error) {
			const name = options.servername || options.host || options.socket?._host || self[kBase]?._host || 'localhost';
			const check = options.checkServerIdentity || checkServerIdentity;
			if (self[kConnect]) error = check(name, self.getPeerCertificate(true)) || null;
		}
		self.authorized = !error;
		if (!error) return null;
		self.authorizationError = error.code || error.message;
		return options.rejectUnauthorized === false ? null : error;
	}

	function judgeClient(self, info) {
		const { requestCert, rejectUnauthorized } = self[kOptions];
		if (!requestCert) return null;
		const error = info.verifyError || null;
		self.authorized = !error;
		if (!error) return null;
		self.authorizationError = error.code;
		return rejectUnauthorized === false ? null : error;
	}

	// secured runs f once the connection is secure: nothing is read or written in the clear.
	function secured(self, f) {
		if (self[kWaiting] === null) f();
		else self[kWaiting].push(f);
	}

	TLSSocket.prototype._read = function (n) { secured(this, () => Socket.prototype._read.call(this, n)); };
	for (const name of ['_write', '_writev', '_final']) {
		TLSSocket.prototype[name] = function (...args) {
			if (this[kWaiting] === null) {
				Socket.prototype[name].apply(this, args);
				return;
			}
			if (name !== '_final') this._pendingData = args[0];
			this[kWaiting].push(() => Socket.prototype[name].apply(this, args));
		};
	}

	TLSSocket.prototype._destroy = function (error, cb) {
		if (this[kHandshake]) {
			this[kHandshake].cancel();
			this[kHandshake] = null;
		}
		const base = this[kBase];
		Socket.prototype._destroy.call(this, error, (e) => {
			if (base && !base.destroyed) {
				if (base instanceof Socket || !this._secureEstablished) base.destroy();
				else base.end(); // what was written last is still on its way
			}
			cb(e);
		});
	};

	// ended: the peer has closed before there was a secure connection.
	TLSSocket.prototype._tlsError = function (error) {
		this.emit('_tlsError', error);
		return this._secureEstablished ? error : null;
	};

	TLSSocket.prototype._start = function () { if (!this.connecting) begin(this); };
	TLSSocket.prototype._init = function () {};
	TLSSocket.prototype._releaseControl = function () { return true; };

	TLSSocket.prototype.setServername = function (name) {
		if (typeof name !== 'string') throw invalidArgType('name', 'of type string', name);
		if (this[kOptions].isServer) throw nodeError('Error', 'ERR_TLS_SNI_FROM_SERVER', 'Cannot issue SNI from a TLS server-side socket');
		this.servername = name;
	};

	const empty = () => ({});
	Object.assign(TLSSocket.prototype, {
		getPeerCertificate(detailed) { return this[kInfo] ? this[kInfo].peer(Boolean(detailed)) : this.destroyed ? null : {}; },
		getPeerX509Certificate() {
			const raw = this[kInfo]?.peerRaw();
			return raw && new (host.require('crypto').X509Certificate)(raw);
		},
		getCertificate() { return this[kInfo] ? this[kInfo].own() : this.destroyed ? null : {}; },
		getCipher() { return this[kInfo] ? this[kInfo].cipher() : undefined; },
		getProtocol() { return this[kInfo] ? this[kInfo].protocol : this.destroyed ? null : 'unknown'; },
		getEphemeralKeyInfo() {
			if (this[kOptions].isServer || !this[kInfo]) return null;
			const name = this[kInfo].group();
			return name ? { type: 'ECDH', name, size: { X25519: 253, CurveP256: 256, CurveP384: 384, CurveP521: 521 }[name] || 253 } : {};
		},
		exportKeyingMaterial(length, label, context) {
			if (!this[kInfo]) throw nodeError('Error', 'ERR_TLS_INVALID_STATE', 'TLS socket connection must be securely established');
			return this[kInfo].keyingMaterial(length, label, context);
		},
		getSharedSigalgs() { return []; },
		getFinished() { return undefined; },
		getPeerFinished() { return undefined; },
		getSession() { return undefined; },
		getTLSTicket() { return undefined; },
		isSessionReused() { return false; },
		setSession() {},
		setMaxSendFragment() { return true; },
		enableTrace() {},
		disableRenegotiation() {},
		renegotiate(options, callback) {
			const e = nodeError('Error', 'ERR_TLS_RENEGOTIATION_DISABLED', 'TLS session renegotiation disabled for this socket');
			if (callback) host.tick(() => callback(e));
			return false;
		},
		setKeyCert(context) { this[kOptions].secureContext = context instanceof SecureContext ? context : createSecureContext(context); },
	});

	// arguments of connect: (options), (port, host, options), (port, options), (path, options), each with a callback.
	function normalize(list) {
		const [options, cb] = net._normalizeArgs(list);
		for (const more of [list[1], list[2]]) {
			if (more !== null && typeof more === 'object') return [{ ...options, ...more }, cb];
		}
		return [options, cb];
	}

	function allowsUnauthorized() {
		return host.require('process').env.NODE_TLS_REJECT_UNAUTHORIZED === '0';
	}

	function connect(...list) {
		const [given, cb] = normalize(list);
		const options = { rejectUnauthorized: !allowsUnauthorized(), checkServerIdentity, ...given };
		if (typeof options.checkServerIdentity !== 'function') throw invalidArgType('options.checkServerIdentity', 'of type function', options.checkServerIdentity);
		const secureContext = options.secureContext || createSecureContext(options);
		const socket = new TLSSocket(options.socket, {
			allowHalfOpen: options.socket ? options.socket.allowHalfOpen : Boolean(options.allowHalfOpen), secureContext, isServer: false,
			requestCert: true, rejectUnauthorized: options.rejectUnauthorized !== false, ALPNProtocols: options.ALPNProtocols,
			highWaterMark: options.highWaterMark, onread: options.onread, signal: options.signal,
		});
		socket[kConnect] = options;
		if (cb) socket.once('secureConnect', cb);
		if (options.servername) socket.setServername(options.servername);
		else if (!options.socket && typeof options.host === 'string' && !net.isIP(options.host)) socket.setServername(options.host);
		if (!options.socket) {
			if (options.timeout) socket.setTimeout(options.timeout);
			socket.connect(options);
		}
		return socket;
	}

	return { TLSSocket, connect };
})
