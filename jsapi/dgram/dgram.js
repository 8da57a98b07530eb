// Node's dgram: arguments, events and the queue of what is sent before a socket is bound. Go sends and receives.
(function (host) {
	const { invalidArgType, nodeError, isIP } = host;
	const EventEmitter = host.require('events');
	const { Buffer } = host.require('buffer');
	const idle = 0; // bindState
	const binding = 1;
	const bound = 2;

	const notRunning = () => nodeError('Error', 'ERR_SOCKET_DGRAM_NOT_RUNNING', 'Not running');

	function validatePort(port, allowZero = true) {
		if (typeof port !== 'number' && typeof port !== 'string' || String(port).trim() === '' || +port !== (+port >>> 0) || port > 0xffff ||
			+port === 0 && !allowZero) {
			throw nodeError('RangeError', 'ERR_SOCKET_BAD_PORT',
				`Port should be ${allowZero ? '>=' : '>'} 0 and < 65536. Received ${port === undefined ? 'undefined' : `type ${typeof port} (${host.inspect(port)})`}.`);
		}
		return +port;
	}

	function Socket(type, listener) {
		if (!(this instanceof Socket)) return new Socket(type, listener);
		EventEmitter.call(this);
		let options = {};
		if (type !== null && typeof type === 'object') {
			options = type;
			type = options.type;
		}
		if (type !== 'udp4' && type !== 'udp6') {
			throw nodeError('TypeError', 'ERR_SOCKET_BAD_TYPE', 'Bad socket type specified. Valid types are: udp4, udp6');
		}
		if (options.lookup !== undefined && typeof options.lookup !== 'function') throw invalidArgType('lookup', 'of type function', options.lookup);
		this.type = type;
		this._lookup = options.lookup;
		this._bindState = idle;
		this._handle = null;
		this._closed = false;
		this._queue = [];
		this._remote = null;
		if (typeof listener === 'function') this.on('message', listener);
		const { signal } = options;
		if (signal !== undefined) {
			if (typeof signal !== 'object' || !('aborted' in signal)) throw invalidArgType('options.signal', 'an instance of AbortSignal', signal);
			const close = () => { if (!this._closed) this.close(); };
			if (signal.aborted) close();
			else signal.addEventListener('abort', close);
		}
	}
	Object.setPrototypeOf(Socket.prototype, EventEmitter.prototype);
	Object.setPrototypeOf(Socket, EventEmitter);

	const any = (self) => (self.type === 'udp4' ? '0.0.0.0' : '::');
	const loopback = (self) => (self.type === 'udp4' ? '127.0.0.1' : '::1');
	const family = (self) => (self.type === 'udp4' ? 4 : 6);

	function healthCheck(self) {
		if (self._closed) throw notRunning();
	}

	// resolve finds the address of a name, in a later turn also for an address.
	function resolve(self, name, done) {
		if (isIP(name) === family(self)) {
			host.tick(() => done(null, name));
			return;
		}
		(self._lookup || host.require('dns').lookup)(name, family(self), done);
	}

	function open(self, address, port, explicit) {
		const message = (buffer, from, fromPort) => {
			self.emit('message', buffer, { address: from, family: isIP(from) === 6 ? 'IPv6' : 'IPv4', port: fromPort, size: buffer.length });
		};
		const handle = host.open(self.type, address, port, explicit, message);
		if (handle instanceof Error) {
			self._bindState = idle;
			self.emit('error', handle);
			return;
		}
		self._handle = handle;
		self._bindState = bound;
		self.emit('listening');
		for (const waiting of self._queue.splice(0)) waiting();
	}

	Socket.prototype.bind = function (port, address, callback) {
		healthCheck(this);
		if (this._bindState !== idle) throw nodeError('Error', 'ERR_SOCKET_ALREADY_BOUND', 'Socket is already bound');
		this._bindState = binding;
		const last = arguments[arguments.length - 1];
		if (typeof last === 'function') {
			const stop = () => { this.removeListener('error', stop); this.removeListener('listening', ready); };
			const ready = () => { stop(); last.call(this); };
			this.on('error', stop);
			this.on('listening', ready);
		}
		if (port !== null && typeof port === 'object') {
			address = port.address || '';
			port = port.port;
		} else if (typeof address === 'function') address = '';
		if (typeof port === 'function') port = 0;
		resolve(this, address || any(this), (error, ip) => {
			if (this._closed) return;
			if (error) {
				this._bindState = idle;
				this.emit('error', error);
			} else open(this, ip, port | 0, true);
		});
		return this;
	};

	// whenBound runs fn when there is a socket, which it makes if need be.
	function whenBound(self, fn) {
		if (self._bindState === bound) {
			fn();
			return;
		}
		self._queue.push(fn);
		if (self._bindState === idle) {
			self._bindState = binding;
			host.tick(() => { if (!self._closed) open(self, any(self), 0, false); });
		}
	}

	Socket.prototype.connect = function (port, address, callback) {
		port = validatePort(port, false);
		if (typeof address === 'function') {
			callback = address;
			address = '';
		}
		healthCheck(this);
		if (this._remote) throw nodeError('Error', 'ERR_SOCKET_DGRAM_IS_CONNECTED', 'Already connected');
		const remote = { name: address || loopback(this), port, address: undefined };
		this._remote = remote;
		if (callback !== undefined) this.once('connect', callback);
		const fail = (error) => {
			this._remote = null;
			if (callback !== undefined) this.removeListener('connect', callback);
			if (callback !== undefined) host.tick(() => callback(error));
			else host.tick(() => this.emit('error', error));
		};
		whenBound(this, () => {
			const denied = host.mayReach(remote.name, port);
			if (denied) {
				fail(denied);
				return;
			}
			resolve(this, remote.name, (error, ip) => {
				if (this._closed) return;
				if (error) fail(error);
				else {
					remote.address = ip;
					this.emit('connect');
				}
			});
		});
	};

	Socket.prototype.disconnect = function () {
		if (!this._remote) throw nodeError('Error', 'ERR_SOCKET_DGRAM_NOT_CONNECTED', 'Not connected');
		this._remote = null;
	};

	Socket.prototype.remoteAddress = function () {
		healthCheck(this);
		if (!this._remote?.address) throw nodeError('Error', 'ERR_SOCKET_DGRAM_NOT_CONNECTED', 'Not connected');
		const { address, port } = this._remote;
		return { address, family: isIP(address) === 6 ? 'IPv6' : 'IPv4', port };
	};

	function bytes(part, name) {
		if (typeof part === 'string') return Buffer.from(part);
		if (!ArrayBuffer.isView(part)) {
			throw invalidArgType(name, 'of type string or an instance of Buffer, TypedArray, or DataView', part);
		}
		return Buffer.from(part.buffer, part.byteOffset, part.byteLength);
	}

	// send takes (msg, [offset, length,] [port, [address,]] [callback]); a connected socket gets no port.
	Socket.prototype.send = function (msg, ...rest) {
		const connected = this._remote !== null;
		const sliced = connected ? rest.length >= 2 && typeof rest[0] === 'number' && typeof rest[1] === 'number'
			: typeof rest[1] === 'number' || rest[2] !== undefined && typeof rest[2] !== 'function' && typeof rest[1] !== 'string' && rest[1];
		let list;
		if (sliced) {
			const [offset, length] = rest.splice(0, 2);
			const all = bytes(msg, 'buffer');
			if (offset >>> 0 > all.length) throw nodeError('RangeError', 'ERR_BUFFER_OUT_OF_BOUNDS', '"offset" is outside of buffer bounds');
			if ((offset >>> 0) + (length >>> 0) > all.length) throw nodeError('RangeError', 'ERR_BUFFER_OUT_OF_BOUNDS', '"length" is outside of buffer bounds');
			list = [all.subarray(offset, offset + length)];
		} else if (Array.isArray(msg)) list = msg.map((part) => bytes(part, 'buffer list arguments'));
		else list = [bytes(msg, 'buffer')];
		let [port, address, callback] = rest;
		if (connected) {
			if (typeof port === 'function') callback = port;
			else if (port !== undefined && port !== null) throw nodeError('Error', 'ERR_SOCKET_DGRAM_IS_CONNECTED', 'Already connected');
		} else {
			if (typeof address === 'function') {
				callback = address;
				address = undefined;
			} else if (address !== undefined && address !== null && typeof address !== 'string' && address !== false) {
				throw invalidArgType('address', 'of type string or falsy', address);
			}
			port = validatePort(port, false);
		}
		if (typeof callback !== 'function') callback = undefined;
		healthCheck(this);
		const report = (error) => {
			if (callback) callback(error);
			else host.tick(() => this.emit('error', error));
		};
		whenBound(this, () => deliver(this, list, connected ? this._remote : { name: address || loopback(this), port }, callback, report));
	};

	Socket.prototype.sendto = function (buffer, offset, length, port, address, callback) {
		this.send(buffer, offset, length, port, address, callback);
	};

	function deliver(self, list, remote, callback, report) {
		if (!remote) {
			report(nodeError('Error', 'ERR_SOCKET_DGRAM_NOT_CONNECTED', 'Not connected'));
			return;
		}
		const go = (error, address) => {
			if (self._closed) return;
			if (error) {
				report(error);
				return;
			}
			const failed = self._handle.send(list, address, remote.port);
			if (failed) host.tick(() => report(failed));
			else if (callback) host.tick(() => callback(null, list.reduce((n, b) => n + b.length, 0)));
		};
		if (remote.address) {
			go(null, remote.address);
			return;
		}
		const denied = host.mayReach(remote.name, remote.port);
		if (denied) host.tick(() => report(denied));
		else resolve(self, remote.name, go);
	}

	Socket.prototype.close = function (callback) {
		if (typeof callback === 'function') this.on('close', callback);
		if (this._bindState !== bound && this._queue.length > 0 && !this._closed) {
			this._queue.push(() => this.close());
			return this;
		}
		healthCheck(this);
		this._closed = true;
		if (this._handle) this._handle.close();
		this._handle = null;
		host.tick(() => this.emit('close'));
		return this;
	};
	if (Symbol.asyncDispose) {
		Socket.prototype[Symbol.asyncDispose] = function () {
			return new Promise((resolve) => { if (this._closed) resolve(); else this.close(resolve); });
		};
	}

	Socket.prototype.address = function () {
		healthCheck(this);
		if (!this._handle) {
			const e = new Error('getsockname EBADF');
			throw Object.assign(e, { errno: -9, code: 'EBADF', syscall: 'getsockname' });
		}
		return this._handle.address();
	};

	function setter(name) {
		Socket.prototype[name] = function (value) {
			healthCheck(this);
			if (!this._handle) {
				const e = new Error(`${name} EBADF`);
				throw Object.assign(e, { errno: -9, code: 'EBADF', syscall: name });
			}
			const failed = this._handle.option(name, Number(value));
			if (failed) throw failed;
			return name === 'setTTL' || name.startsWith('setMulticast') ? value : undefined;
		};
	}
	['setBroadcast', 'setTTL', 'setMulticastTTL', 'setMulticastLoopback', 'setRecvBufferSize', 'setSendBufferSize'].forEach(setter);
	Socket.prototype.setMulticastInterface = function () { healthCheck(this); };

	for (const join of [true, false]) {
		Socket.prototype[join ? 'addMembership' : 'dropMembership'] = function (group, iface) {
			healthCheck(this);
			if (!group) throw host.missingArgs('multicastAddress');
			const act = () => {
				const failed = this._handle.membership(join, String(group), iface === undefined ? '' : String(iface));
				if (failed) throw failed;
			};
			if (this._handle) act();
			else whenBound(this, act);
		};
	}
	Socket.prototype.ref = function () { return this; };
	Socket.prototype.unref = function () { return this; };
	Socket.prototype.getRecvBufferSize = () => 212992;
	Socket.prototype.getSendBufferSize = () => 212992;
	Socket.prototype.getSendQueueSize = () => 0;
	Socket.prototype.getSendQueueCount = () => 0;

	return { _createSocketHandle: undefined, createSocket: (type, listener) => new Socket(type, listener), Socket };
})
