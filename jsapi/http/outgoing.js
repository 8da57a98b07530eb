// OutgoingMessage: a request as a client makes it, and a response as a server makes it.
(function (host, common) {
	const { nodeError, invalidArgType } = host;
	const { validateHeaderName, validateHeaderValue } = common;
	const stream = host.require('stream');
	const Stream = stream.Stream || stream;
	const { Buffer } = host.require('buffer');
	const kHeaders = Symbol('headers');
	const kNeedDrain = Symbol('needDrain');
	const kCorked = Symbol('corked');
	const kHighWaterMark = Symbol('highWaterMark');
	const kBytes = Symbol('bytesWritten');
	const kErrored = Symbol('errored');
	const kUnique = Symbol('uniqueHeaders');
	const noop = () => {};

	function OutgoingMessage(options) {
		if (!(this instanceof OutgoingMessage)) return new OutgoingMessage(options);
		Stream.call(this);
		this.outputData = []; // what waits for a socket
		this.outputSize = 0;
		this.writable = true;
		this.destroyed = false;
		this._last = false;
		this.chunkedEncoding = false;
		this.shouldKeepAlive = true;
		this.maxRequestsOnConnectionReached = false;
		this._defaultKeepAlive = true;
		this.useChunkedEncodingByDefault = true;
		this.sendDate = false;
		this._removedConnection = false;
		this._removedContLen = false;
		this._removedTE = false;
		this.strictContentLength = false;
		this[kBytes] = 0;
		this._contentLength = null;
		this._hasBody = true;
		this._trailer = '';
		this[kNeedDrain] = false;
		this.finished = false;
		this._headerSent = false;
		this[kCorked] = 0;
		this._closed = false;
		this.socket = null;
		this._header = null;
		this[kHeaders] = null;
		this[kUnique] = null;
		this._keepAliveTimeout = 0;
		this._onPendingData = noop;
		this[kErrored] = null;
		this[kHighWaterMark] = options?.highWaterMark ?? stream.getDefaultHighWaterMark?.(false) ?? 16384;
		this._rejectNonStandardBodyWrites = options?.rejectNonStandardBodyWrites ?? false;
	}
	Object.setPrototypeOf(OutgoingMessage.prototype, Stream.prototype);
	Object.setPrototypeOf(OutgoingMessage, Stream);

	function getter(name, get, set, enumerable) {
		Object.defineProperty(OutgoingMessage.prototype, name, { configurable: true, enumerable: Boolean(enumerable), get, set });
	}
	getter('errored', function () { return this[kErrored]; });
	getter('closed', function () { return this._closed; });
	getter('writableFinished', function () { return this.finished && this.outputSize === 0 && (!this.socket || this.socket.writableLength === 0); });
	getter('writableObjectMode', () => false);
	getter('writableLength', function () { return this.outputSize + (this.socket ? this.socket.writableLength : 0); });
	getter('writableHighWaterMark', function () { return this.socket ? this.socket.writableHighWaterMark : this[kHighWaterMark]; });
	getter('writableCorked', function () { return this[kCorked]; });
	getter('writableEnded', function () { return this.finished; });
	getter('writableNeedDrain', function () { return !this.destroyed && !this.finished && this[kNeedDrain]; });
	getter('connection', function () { return this.socket; }, function (value) { this.socket = value; });
	getter('headersSent', function () { return Boolean(this._header); }, undefined, true);
	getter('_headers', function () { return this.getHeaders(); }, function (value) {
		this[kHeaders] = null;
		if (value) for (const name of Object.keys(value)) this.setHeader(name, value[name]);
	});
	getter('_headerNames', function () {
		const all = this[kHeaders];
		if (all === null) return null;
		const out = Object.create(null);
		for (const key of Object.keys(all)) out[key] = all[key][0];
		return out;
	}, noop);

	function sent(what) {
		return nodeError('Error', 'ERR_HTTP_HEADERS_SENT', `Cannot ${what} headers after they are sent to the client`);
	}

	OutgoingMessage.prototype.setHeader = function setHeader(name, value) {
		if (this._header) throw sent('set');
		validateHeaderName(name);
		if (Array.isArray(value)) for (const one of value) validateHeaderValue(name, one);
		else validateHeaderValue(name, value);
		if (this[kHeaders] === null) this[kHeaders] = Object.create(null);
		this[kHeaders][name.toLowerCase()] = [name, value];
		return this;
	};

	OutgoingMessage.prototype.setHeaders = function setHeaders(headers) {
		if (this._header) throw sent('set');
		if (!headers || Array.isArray(headers) || typeof headers.keys !== 'function' || typeof headers.get !== 'function') {
			throw invalidArgType('headers', 'an instance of Headers or Map', headers);
		}
		const cookies = [];
		for (const [name, value] of headers) {
			if (name === 'set-cookie') {
				if (Array.isArray(value)) cookies.push(...value);
				else cookies.push(value);
			} else this.setHeader(name, value);
		}
		if (cookies.length > 0) this.setHeader('set-cookie', cookies);
		return this;
	};

	OutgoingMessage.prototype.appendHeader = function appendHeader(name, value) {
		if (this._header) throw sent('append');
		validateHeaderName(name);
		const list = Array.isArray(value) ? value : [value];
		for (const one of list) validateHeaderValue(name, one);
		const entry = this[kHeaders]?.[name.toLowerCase()];
		if (!entry) return this.setHeader(name, value);
		entry[1] = (Array.isArray(entry[1]) ? entry[1] : [entry[1]]).concat(list);
		return this;
	};

	function nameOf(name) {
		if (typeof name !== 'string') throw invalidArgType('name', 'of type string', name);
		return name.toLowerCase();
	}

	OutgoingMessage.prototype.getHeader = function getHeader(name) {
		const key = nameOf(name);
		return this[kHeaders]?.[key]?.[1];
	};
	OutgoingMessage.prototype.hasHeader = function hasHeader(name) {
		const key = nameOf(name);
		return this[kHeaders] !== null && this[kHeaders][key] !== undefined;
	};
	OutgoingMessage.prototype.getHeaderNames = function getHeaderNames() { return this[kHeaders] === null ? [] : Object.keys(this[kHeaders]); };
	OutgoingMessage.prototype.getRawHeaderNames = function getRawHeaderNames() {
		return this[kHeaders] === null ? [] : Object.keys(this[kHeaders]).map((key) => this[kHeaders][key][0]);
	};
	OutgoingMessage.prototype.getHeaders = function getHeaders() {
		const out = Object.create(null);
		if (this[kHeaders] !== null) for (const key of Object.keys(this[kHeaders])) out[key] = this[kHeaders][key][1];
		return out;
	};
	OutgoingMessage.prototype.removeHeader = function removeHeader(name) {
		const key = nameOf(name);
		if (this._header) throw sent('remove');
		switch (key) {
			case 'connection': this._removedConnection = true; break;
			case 'content-length': this._removedContLen = true; break;
			case 'transfer-encoding': this._removedTE = true; break;
			case 'date': this.sendDate = false; break;
		}
		if (this[kHeaders] !== null) delete this[kHeaders][key];
	};
	OutgoingMessage.prototype._renderHeaders = function _renderHeaders() {
		if (this._header) throw sent('render');
		const out = {};
		if (this[kHeaders] !== null) for (const key of Object.keys(this[kHeaders])) out[this[kHeaders][key][0]] = this[kHeaders][key][1];
		return out;
	};

	OutgoingMessage.prototype.cork = function cork() {
		this[kCorked]++;
		if (this.socket) this.socket.cork();
	};
	OutgoingMessage.prototype.uncork = function uncork() {
		if (this[kCorked] > 0) this[kCorked]--;
		if (this.socket) this.socket.uncork();
	};

	OutgoingMessage.prototype.setTimeout = function setTimeout(ms, callback) {
		if (callback) this.on('timeout', callback);
		if (!this.socket) this.once('socket', (socket) => socket.setTimeout(ms));
		else this.socket.setTimeout(ms);
		return this;
	};

	OutgoingMessage.prototype.destroy = function destroy(error) {
		if (this.destroyed) return this;
		this.destroyed = true;
		this[kErrored] = error;
		if (this.socket) this.socket.destroy(error);
		else this.once('socket', (socket) => socket.destroy(error));
		return this;
	};

	// _send puts the header before the first bytes.
	OutgoingMessage.prototype._send = function _send(data, encoding, callback) {
		if (!this._headerSent) {
			const header = this._header;
			if (typeof data === 'string' && (encoding === 'utf8' || encoding === 'latin1' || !encoding)) data = header + data;
			else {
				this.outputData.unshift({ data: header, encoding: 'latin1', callback: null });
				this.outputSize += header.length;
				this._onPendingData(header.length);
			}
			this._headerSent = true;
		}
		return this._writeRaw(data, encoding, callback);
	};

	OutgoingMessage.prototype._writeRaw = function _writeRaw(data, encoding, callback) {
		const { socket } = this;
		if (socket?.destroyed) return false;
		if (typeof encoding === 'function') {
			callback = encoding;
			encoding = null;
		}
		if (socket && socket._httpMessage === this && socket.writable) {
			if (this.outputData.length > 0) this._flushOutput(socket);
			return socket.write(data, encoding, callback);
		}
		this.outputData.push({ data, encoding, callback });
		this.outputSize += data.length;
		this._onPendingData(data.length);
		return this.outputSize < this[kHighWaterMark];
	};

	// The fields that decide how a message is framed, as _storeHeader meets them.
	function note(self, state, key, value) {
		switch (key) {
			case 'connection':
				state.connection = true;
				self._removedConnection = false;
				if (/(?:^|\W)close(?:$|\W)/i.test(value)) self._last = true;
				else self.shouldKeepAlive = true;
				break;
			case 'transfer-encoding':
				state.te = true;
				self._removedTE = false;
				if (common.chunkExpression.test(value)) self.chunkedEncoding = true;
				break;
			case 'content-length':
				state.contLen = true;
				self._contentLength = +value;
				self._removedContLen = false;
				break;
			case 'date': case 'expect': case 'trailer': state[key] = true; break;
			case 'keep-alive': self._defaultKeepAlive = false; break;
		}
	}

	function store(self, state, name, value, checked) {
		if (!checked) validateHeaderName(name);
		const key = name.toLowerCase();
		if (Array.isArray(value)) {
			if ((value.length < 2 || key !== 'cookie') && !self[kUnique]?.has(key)) {
				for (const one of value) storeOne(self, state, name, key, one, checked);
				return;
			}
			value = value.join('; ');
		}
		storeOne(self, state, name, key, value, checked);
	}

	function storeOne(self, state, name, key, value, checked) {
		if (typeof value !== 'string') {
			value = String(value); // once: what is checked is what is sent
			checked = false;
		}
		if (!checked) validateHeaderValue(name, value);
		state.text += `${name}: ${value}\r\n`;
		note(self, state, key, value);
	}

	OutgoingMessage.prototype._storeHeader = function _storeHeader(firstLine, headers) {
		const state = { connection: false, contLen: false, te: false, date: false, expect: false, trailer: false, text: firstLine };
		if (headers) {
			if (headers === this[kHeaders]) for (const key of Object.keys(headers)) store(this, state, headers[key][0], headers[key][1], true);
			else if (Array.isArray(headers)) {
				if (headers.length > 0 && Array.isArray(headers[0])) for (const [name, value] of headers) store(this, state, name, value, false);
				else {
					if (headers.length % 2 !== 0) throw nodeError('TypeError', 'ERR_INVALID_ARG_VALUE', `The argument 'headers' is invalid. Received ${host.inspect(headers)}`);
					for (let i = 0; i < headers.length; i += 2) store(this, state, headers[i], headers[i + 1], false);
				}
			} else for (const name of Object.keys(headers)) store(this, state, name, headers[name], false);
		}
		if (this.sendDate && !state.date) state.text += `Date: ${host.date()}\r\n`;
		// These have no body (RFC 9112, 6.3), whatever a handler thinks; the connection ends so that nobody is misled.
		if (this.chunkedEncoding && (this.statusCode === 204 || this.statusCode === 304)) {
			this.chunkedEncoding = false;
			this.shouldKeepAlive = false;
		}
		if (this._removedConnection) {
			this._last = !this.shouldKeepAlive;
		} else if (!state.connection) {
			const keep = this.shouldKeepAlive && (state.contLen || this.useChunkedEncodingByDefault || this.agent);
			if (keep && this.maxRequestsOnConnectionReached) state.text += 'Connection: close\r\n';
			else if (keep) {
				state.text += 'Connection: keep-alive\r\n';
				if (this._keepAliveTimeout && this._defaultKeepAlive) {
					const most = ~~this._maxRequestsPerSocket > 0 ? `, max=${this._maxRequestsPerSocket}` : '';
					state.text += `Keep-Alive: timeout=${Math.floor(this._keepAliveTimeout / 1000)}${most}\r\n`;
				}
			} else {
				this._last = true;
				state.text += 'Connection: close\r\n';
			}
		}
		if (!state.contLen && !state.te) {
			if (!this._hasBody) this.chunkedEncoding = false;
			else if (!this.useChunkedEncodingByDefault) this._last = true;
			else if (!state.trailer && !this._removedContLen && typeof this._contentLength === 'number') {
				state.text += `Content-Length: ${this._contentLength}\r\n`;
			} else if (!this._removedTE) {
				state.text += 'Transfer-Encoding: chunked\r\n';
				this.chunkedEncoding = true;
			} else this._last = true; // it ends with the connection
		}
		if (this.chunkedEncoding !== true && state.trailer) {
			throw nodeError('Error', 'ERR_HTTP_TRAILER_INVALID', 'Trailers are invalid with this transfer encoding');
		}
		this._header = state.text + '\r\n';
		this._headerSent = false;
		if (state.expect) this._send('');
	};

	OutgoingMessage.prototype._implicitHeader = function _implicitHeader() {
		throw nodeError('Error', 'ERR_METHOD_NOT_IMPLEMENTED', 'The _implicitHeader() method is not implemented');
	};

	OutgoingMessage.prototype.flushHeaders = function flushHeaders() {
		if (!this._header) this._implicitHeader();
		this._send('');
	};

	OutgoingMessage.prototype.addTrailers = function addTrailers(headers) {
		this._trailer = '';
		const pairs = Array.isArray(headers) ? headers : Object.keys(headers).map((name) => [name, headers[name]]);
		for (const [name, value] of pairs) {
			validateHeaderName(name, 'Trailer name');
			for (const one of Array.isArray(value) ? value : [value]) {
				if (host.badValue(one)) throw nodeError('TypeError', 'ERR_INVALID_CHAR', `Invalid character in trailer content ["${name}"]`);
				this._trailer += `${name}: ${one}\r\n`;
			}
		}
	};

	function failed(self, error, callback) {
		host.tick(() => {
			callback(error);
			if (!self._closed && !self.destroyed) self.emit('error', error);
			else if (self.listenerCount('error') > 0 && !self.destroyed) self.emit('error', error);
		});
	}

	const sizeOf = (chunk, encoding) => (typeof chunk === 'string' ? Buffer.byteLength(chunk, encoding) : chunk.length);

	function mismatch(self, bytes) {
		return nodeError('Error', 'ERR_HTTP_CONTENT_LENGTH_MISMATCH',
			`Response body's content-length of ${bytes} byte(s) does not match the content-length of ${self._contentLength} byte(s) set in header`);
	}

	function write(self, chunk, encoding, callback, fromEnd) {
		if (typeof callback !== 'function') callback = noop;
		if (chunk === null) throw nodeError('TypeError', 'ERR_STREAM_NULL_VALUES', 'May not write null values to stream');
		if (typeof chunk !== 'string' && !(chunk instanceof Uint8Array)) {
			throw invalidArgType('chunk', 'of type string or an instance of Buffer or Uint8Array', chunk);
		}
		if (self.finished || self.destroyed) {
			const error = self.finished ? nodeError('Error', 'ERR_STREAM_WRITE_AFTER_END', 'write after end')
				: nodeError('Error', 'ERR_STREAM_DESTROYED', 'Cannot call write after a stream was destroyed');
			if (self.destroyed) host.tick(callback, error);
			else failed(self, error, callback);
			return false;
		}
		let size = -1;
		if (self.strictContentLength) {
			size = sizeOf(chunk, encoding);
			const bytes = self[kBytes] + size;
			if (self._contentLength !== null && (fromEnd ? bytes !== self._contentLength : bytes > self._contentLength) && !self._header?.includes('chunked')) {
				throw mismatch(self, bytes);
			}
			self[kBytes] += size;
		}
		if (!self._header) {
			if (fromEnd) {
				if (size < 0) size = sizeOf(chunk, encoding);
				self._contentLength = size;
			}
			self._implicitHeader();
		}
		if (!self._hasBody) {
			if (self._rejectNonStandardBodyWrites) throw nodeError('Error', 'ERR_HTTP_BODY_NOT_ALLOWED', 'Adding content for this request method or response status is not allowed.');
			host.tick(callback);
			return true;
		}
		const { socket } = self;
		if (!fromEnd && socket && !socket.writableCorked) {
			socket.cork();
			host.tick(() => socket.uncork());
		}
		let more;
		if (self.chunkedEncoding && chunk.length !== 0) {
			if (size < 0) size = sizeOf(chunk, encoding);
			const head = size.toString(16) + '\r\n';
			if (typeof chunk === 'string' && (!encoding || encoding === 'utf8' || encoding === 'utf-8')) {
				more = self._send(head + chunk + '\r\n', 'utf8', callback);
			} else {
				self._send(head, 'latin1', null);
				self._send(chunk, encoding, null);
				more = self._send('\r\n', 'latin1', callback);
			}
		} else more = self._send(chunk, encoding, callback);
		if (!more) self[kNeedDrain] = true;
		return more;
	}

	OutgoingMessage.prototype.write = function (chunk, encoding, callback) {
		if (typeof encoding === 'function') {
			callback = encoding;
			encoding = null;
		}
		return write(this, chunk, encoding, callback, false);
	};

	OutgoingMessage.prototype.end = function end(chunk, encoding, callback) {
		if (typeof chunk === 'function') {
			callback = chunk;
			chunk = null;
			encoding = null;
		} else if (typeof encoding === 'function') {
			callback = encoding;
			encoding = null;
		}
		if (chunk) {
			if (this.finished) {
				failed(this, nodeError('Error', 'ERR_STREAM_WRITE_AFTER_END', 'write after end'), typeof callback === 'function' ? callback : noop);
				return this;
			}
			if (this.socket) this.socket.cork();
			write(this, chunk, encoding, null, true);
		} else if (this.finished) {
			if (typeof callback === 'function') {
				if (!this.writableFinished) this.on('finish', callback);
				else callback(nodeError('Error', 'ERR_STREAM_ALREADY_FINISHED', 'Cannot call end after a stream was finished'));
			}
			return this;
		} else if (!this._header) {
			if (this.socket) this.socket.cork();
			this._contentLength = 0;
			this._implicitHeader();
		}
		if (typeof callback === 'function') this.once('finish', callback);
		if (this.strictContentLength && this._contentLength !== null && this._hasBody && this[kBytes] !== this._contentLength && !this.chunkedEncoding) {
			throw mismatch(this, this[kBytes]);
		}
		const finish = () => { if (!this.socket?._hadError) this.emit('finish'); };
		if (this._hasBody && this.chunkedEncoding) this._send('0\r\n' + this._trailer + '\r\n', 'latin1', finish);
		else if (!this._headerSent || this.writableLength || chunk) this._send('', 'latin1', finish);
		else host.tick(finish);
		if (this.socket) {
			while (this.socket.writableCorked > 0) this.socket.uncork();
		}
		this[kCorked] = 0;
		this.finished = true;
		if (this.outputData.length === 0 && this.socket && this.socket._httpMessage === this) this._finish();
		return this;
	};

	OutgoingMessage.prototype._finish = function _finish() { this.emit('prefinish'); };

	// _flush is for a socket that this message has just got.
	OutgoingMessage.prototype._flush = function _flush() {
		const { socket } = this;
		if (!socket?.writable) return;
		const more = this._flushOutput(socket);
		if (this.finished) this._finish();
		else if (more && this[kNeedDrain]) {
			this[kNeedDrain] = false;
			this.emit('drain');
		}
	};

	OutgoingMessage.prototype._flushOutput = function _flushOutput(socket) {
		const { outputData } = this;
		if (outputData.length === 0) return undefined;
		this.outputData = [];
		socket.cork();
		let more;
		for (const { data, encoding, callback } of outputData) more = socket.write(data, encoding, callback);
		socket.uncork();
		this._onPendingData(-this.outputSize);
		this.outputSize = 0;
		return more;
	};

	OutgoingMessage.prototype.pipe = function pipe() {
		this.emit('error', nodeError('Error', 'ERR_STREAM_CANNOT_PIPE', 'Cannot pipe, not readable'));
	};

	// drained is what a socket's 'drain' means for the message that it carries.
	function drained(message) {
		if (message && !message.finished && message[kNeedDrain]) {
			message[kNeedDrain] = false;
			message.emit('drain');
		}
	}

	const uniqueHeaders = (list) => (Array.isArray(list) && list.length > 0 ? new Set(list.flat().map((s) => s.toLowerCase())) : null);

	return { OutgoingMessage, validateHeaderName, validateHeaderValue, kHeaders, kUnique, kErrored, kNeedDrain, uniqueHeaders, drained };
})
