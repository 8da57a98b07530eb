// net.Socket: a Duplex over a handle that Go holds (package socket).
(function (host, args) {
	const { nodeError, invalidArgType } = host;
	const { duration, validateFunction } = args;
	const stream = host.require('stream');
	const { Duplex } = stream;
	const kTimeout = Symbol('timeout');
	const kOnRead = Symbol('onread');
	const kReading = Symbol('reading');
	const kClosedRead = Symbol('bytesRead');
	const kClosedWritten = Symbol('bytesWritten');
	const kNoDelay = Symbol('noDelay');
	const kKeepAlive = Symbol('keepAlive');
	const noop = () => {};

	function Socket(options) {
		if (!(this instanceof Socket)) return new Socket(options);
		if (options?.objectMode || options?.readableObjectMode || options?.writableObjectMode) {
			throw nodeError('TypeError', 'ERR_INVALID_ARG_VALUE', `The property 'options.objectMode' is not supported. Received ${host.inspect(options.objectMode)}`);
		}
		if (typeof options === 'number' || typeof options?.fd === 'number') {
			throw nodeError('Error', 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM', 'net.Socket on a file descriptor is unavailable on the current platform, which is being used to run guthega');
		}
		this.connecting = false;
		this._hadError = false;
		this._parent = null;
		this._host = null;
		this._pendingData = null;
		this._pendingEncoding = '';
		this._server = null;
		this.server = null;
		this[kTimeout] = null;
		this[kOnRead] = null;
		this[kReading] = false;
		this[kClosedRead] = 0;
		this[kClosedWritten] = 0;
		this._handle = null;
		this._sockname = null;
		this._peername = undefined;
		const { handle, signal, onread, noDelay, keepAlive, keepAliveInitialDelay, pauseOnCreate, manualStart, ...rest } = options || {};
		rest.allowHalfOpen = Boolean(rest.allowHalfOpen);
		rest.emitClose = false; // 'close' comes when the handle is closed, and says whether there was an error
		rest.autoDestroy = true;
		rest.decodeStrings = false;
		Duplex.call(this, rest);
		this[kNoDelay] = Boolean(noDelay);
		this[kKeepAlive] = keepAlive ? ~~(keepAliveInitialDelay / 1000) : -1;
		if (onread !== null && typeof onread === 'object' && typeof onread.callback === 'function' &&
			(ArrayBuffer.isView(onread.buffer) || typeof onread.buffer === 'function')) {
			this[kOnRead] = onread;
		}
		this.on('end', ended);
		if (handle) {
			this._handle = handle;
			initHandle(this);
			if (rest.readable !== false && !manualStart) {
				if (pauseOnCreate) this.pause();
				else this.read(0);
			}
		}
		if (signal && stream.addAbortSignal) stream.addAbortSignal(signal, this);
	}
	Object.setPrototypeOf(Socket.prototype, Duplex.prototype);
	Object.setPrototypeOf(Socket, Duplex);

	function initHandle(self) {
		if (self._undestroy) self._undestroy();
		self._sockname = null;
		self[kReading] = false;
		self._handle.setOwner(self);
	}

	// ended is for a peer that has said its last word to one that does not keep its half open.
	function ended() {
		if (!this.allowHalfOpen) this.write = writeAfterEnd;
	}

	function writeAfterEnd(chunk, encoding, cb) {
		if (!this.writableEnded && !this.writableFinished && this.writable !== false) {
			if (typeof encoding === 'function') cb = encoding;
			const e = new Error('This socket has been ended by the other party');
			e.code = 'EPIPE';
			if (typeof cb === 'function') host.tick(() => cb(e));
			this.destroy(e);
			return false;
		}
		return Duplex.prototype.write.call(this, chunk, encoding, cb);
	}

	// data is what Go calls: bytes, null at the end, or an error.
	function data(self, buffer, error) {
		const handle = self._handle;
		if (!handle) return;
		self._unrefTimer();
		if (buffer !== null) {
			const more = self[kOnRead] ? fill(self, buffer) : self.push(buffer);
			if (!more) {
				self[kReading] = false;
				if (self._handle === handle) handle.readStop();
			}
			return;
		}
		if (error !== null) {
			self.destroy(error);
			return;
		}
		self.push(null);
		self.read(0);
	}

	// fill copies into the buffer that the user wants to be used over and over.
	function fill(self, bytes) {
		const { buffer, callback } = self[kOnRead];
		let more = true;
		while (bytes.length > 0) {
			const into = typeof buffer === 'function' ? buffer() : buffer;
			const n = Math.min(bytes.length, into.byteLength);
			new Uint8Array(into.buffer, into.byteOffset, into.byteLength).set(bytes.subarray(0, n));
			bytes = bytes.subarray(n);
			if (callback.call(self, n, into) === false) more = false;
		}
		return more;
	}

	Socket.prototype._read = function (n) {
		if (this.connecting || !this._handle) this.once('connect', () => this._read(n));
		else if (!this[kReading]) {
			this[kReading] = true;
			this._handle.readStart();
		}
	};

	Socket.prototype._write = function (chunk, encoding, cb) { send(this, false, chunk, encoding, cb); };
	Socket.prototype._writev = function (chunks, cb) { send(this, true, chunks, '', cb); };
	Socket.prototype._writeGeneric = function (writev, chunks, encoding, cb) { send(this, writev, chunks, encoding, cb); };

	function send(self, writev, chunks, encoding, cb) {
		if (self.connecting) {
			self._pendingData = chunks;
			self._pendingEncoding = encoding;
			const onClose = () => cb(nodeError('Error', 'ERR_SOCKET_CLOSED_BEFORE_CONNECTION', 'Socket closed before the connection was established'));
			self.once('connect', () => {
				self.off('close', onClose);
				send(self, writev, chunks, encoding, cb);
			});
			self.once('close', onClose);
			return;
		}
		self._pendingData = null;
		self._pendingEncoding = '';
		const handle = self._handle;
		if (!handle) {
			cb(nodeError('Error', 'ERR_SOCKET_CLOSED', 'Socket is closed'));
			return;
		}
		self._unrefTimer();
		const done = (error) => {
			if (self.destroyed) cb(null);
			else {
				self._unrefTimer();
				cb(error);
			}
		};
		const state = writev ? handle.writev(chunks, done) : handle.write(chunks, encoding, done);
		if (state === true) cb();
		else if (state !== false) cb(state);
	}

	Socket.prototype._final = function (cb) {
		if (this.connecting) {
			this.once('connect', () => this._final(cb));
			return;
		}
		if (!this._handle) {
			cb();
			return;
		}
		this._handle.shutdown((error) => cb(this.destroyed ? undefined : error));
	};

	Socket.prototype._destroy = function (exception, cb) {
		this.connecting = false;
		for (let s = this; s !== null; s = s._parent) stopTimer(s);
		const handle = this._handle;
		if (handle) {
			const hadError = Boolean(exception);
			this[kClosedRead] = handle.bytesRead();
			this[kClosedWritten] = handle.bytesWritten();
			if (this.resetAndClosing) handle.reset();
			else handle.close();
			this.resetAndClosing = false;
			this._handle = null;
			this._sockname = null;
			host.later(() => this.emit('close', hadError));
			cb(exception);
		} else {
			cb(exception);
			host.tick(() => this.emit('close', Boolean(exception)));
		}
		if (this._server) {
			this._server._connections--;
			this._server._emitCloseIfDrained();
		}
	};

	Socket.prototype.end = function (chunk, encoding, cb) {
		Duplex.prototype.end.call(this, chunk, encoding, cb);
		return this;
	};

	Socket.prototype.destroySoon = function () {
		if (this.writable) this.end();
		if (this.writableFinished) this.destroy();
		else this.once('finish', this.destroy);
	};

	Socket.prototype.resetAndDestroy = function () {
		if (!this._handle) return this.destroy(nodeError('Error', 'ERR_SOCKET_CLOSED', 'Socket is closed'));
		const reset = () => {
			this.resetAndClosing = true;
			this.destroy();
		};
		if (this.connecting) this.once('connect', reset);
		else reset();
		return this;
	};

	function stopTimer(self) {
		if (self[kTimeout]) {
			self[kTimeout].close();
			self[kTimeout] = null;
		}
	}

	Socket.prototype.setTimeout = function (msecs, callback) {
		if (this.destroyed) return this;
		this.timeout = msecs;
		msecs = duration(msecs, 'msecs');
		stopTimer(this);
		if (callback !== undefined) validateFunction(callback, 'callback');
		if (msecs === 0) {
			if (callback !== undefined) this.removeListener('timeout', callback);
			return this;
		}
		this[kTimeout] = host.require('timers').setTimeout(() => this._onTimeout(), msecs).unref();
		if (callback !== undefined) this.once('timeout', callback);
		return this;
	};

	Socket.prototype._onTimeout = function () { this.emit('timeout'); };

	Socket.prototype._unrefTimer = function () {
		for (let s = this; s !== null; s = s._parent) if (s[kTimeout]) s[kTimeout].refresh();
	};

	Socket.prototype.setNoDelay = function (enable) {
		if (!this._handle) {
			this[kNoDelay] = enable === undefined ? true : Boolean(enable);
			return this;
		}
		const on = enable === undefined ? true : Boolean(enable);
		this[kNoDelay] = on;
		if (!this.connecting) this._handle.setNoDelay(on);
		return this;
	};

	Socket.prototype.setKeepAlive = function (enable, initialDelay) {
		this[kKeepAlive] = enable ? ~~(initialDelay / 1000) : -1;
		if (this._handle && !this.connecting) this._handle.setKeepAlive(Boolean(enable), this[kKeepAlive] < 0 ? 0 : this[kKeepAlive]);
		return this;
	};

	for (const name of ['ref', 'unref']) {
		Socket.prototype[name] = function () {
			if (this._handle) this._handle[name]();
			else this.once('connect', this[name]);
			return this;
		};
	}

	// applyOptions sets what was asked for before there was a connection.
	function applyOptions(self) {
		const handle = self._handle;
		if (self[kNoDelay]) handle.setNoDelay(true);
		if (self[kKeepAlive] >= 0) handle.setKeepAlive(true, self[kKeepAlive]);
	}

	Socket.prototype.address = function () { return this._getsockname(); };

	Socket.prototype._getpeername = function () {
		if (!this._handle || this.connecting) return this._peername || {};
		if (!this._peername) this._peername = this._handle.remote() || {};
		return this._peername;
	};

	Socket.prototype._getsockname = function () {
		if (!this._handle || this.connecting) return {};
		if (!this._sockname) this._sockname = this._handle.local() || {};
		return this._sockname;
	};

	function getter(name, get) {
		Object.defineProperty(Socket.prototype, name, { configurable: true, enumerable: true, get });
	}
	getter('_bytesDispatched', function () { return this._handle ? this._handle.bytesWritten() : this[kClosedWritten]; });
	getter('_connecting', function () { return this.connecting; });
	getter('pending', function () { return !this._handle || this.connecting; });
	getter('readyState', function () {
		if (this.connecting) return 'opening';
		if (this.readable && this.writable) return 'open';
		if (this.readable) return 'readOnly';
		return this.writable ? 'writeOnly' : 'closed';
	});
	getter('bufferSize', function () { return this._handle ? this.writableLength : undefined; });
	getter('bytesRead', function () { return this._handle ? this._handle.bytesRead() : this[kClosedRead]; });
	getter('bytesWritten', function () {
		let bytes = this._bytesDispatched;
		const size = (chunk, encoding) => (typeof chunk === 'string' ? Buffer.byteLength(chunk, encoding) : chunk.length);
		const pending = this._pendingData;
		if (Array.isArray(pending)) for (const p of pending) bytes += size(p.chunk, p.encoding);
		else if (pending) bytes += size(pending, this._pendingEncoding);
		const queued = this._writableState?.getBuffer?.();
		if (queued && !this.destroyed) for (const q of queued) bytes += size(q.chunk, q.encoding);
		return bytes;
	});
	for (const [name, key] of [['remoteAddress', 'address'], ['remoteFamily', 'family'], ['remotePort', 'port']]) {
		getter(name, function () { return this._getpeername()[key]; });
	}
	for (const [name, key] of [['localAddress', 'address'], ['localPort', 'port'], ['localFamily', 'family']]) {
		getter(name, function () { return this._getsockname()[key]; });
	}
	const { Buffer } = host.require('buffer');

	return { Socket, data, initHandle, applyOptions, writeAfterEnd, noop, invalidArgType };
})
