// IncomingMessage: a request as a server has it, and a response as a client has it.
(function (host, common) {
	const stream = host.require('stream');
	const { Readable, finished } = stream;
	const kFields = Symbol('fields');
	const kTrailers = Symbol('trailers');
	const kHeaders = Symbol('headers');
	const kDistinct = Symbol('headersDistinct');

	function IncomingMessage(socket) {
		if (!(this instanceof IncomingMessage)) return new IncomingMessage(socket);
		Readable.call(this, socket ? { autoDestroy: true, highWaterMark: socket.readableHighWaterMark } : { autoDestroy: true });
		this._readableState.readingMore = true;
		this.socket = socket;
		this.httpVersionMajor = null;
		this.httpVersionMinor = null;
		this.httpVersion = null;
		this.complete = false;
		this[kFields] = null;
		this[kTrailers] = null;
		this[kHeaders] = null;
		this[kDistinct] = null;
		this.joinDuplicateHeaders = false;
		this.aborted = false;
		this.upgrade = null;
		this.url = '';
		this.method = null;
		this.statusCode = null;
		this.statusMessage = null;
		this.client = socket;
		this._consumed = false;
		this._dumped = false;
	}
	Object.setPrototypeOf(IncomingMessage.prototype, Readable.prototype);
	Object.setPrototypeOf(IncomingMessage, Readable);

	Object.defineProperty(IncomingMessage.prototype, 'connection', {
		configurable: true,
		get() { return this.socket; },
		set(value) { this.socket = value; },
	});

	// lazy is a property that is made of what the parser has kept, when it is first read.
	function lazy(name, make) {
		const key = Symbol(name);
		Object.defineProperty(IncomingMessage.prototype, name, {
			configurable: true,
			enumerable: true,
			get() {
				if (this[key] === undefined) this[key] = make(this);
				return this[key];
			},
			set(value) { this[key] = value; },
		});
	}
	const nothing = () => Object.create(null);
	lazy('rawHeaders', (m) => (m[kFields] ? host.rawHeaders(m[kFields]) : []));
	lazy('headers', (m) => (m[kFields] ? host.headers(m[kFields], m.joinDuplicateHeaders) : {}));
	lazy('headersDistinct', (m) => (m[kFields] ? host.distinct(m[kFields]) : nothing()));
	// The trailers come last: until then what is read is not kept.
	for (const [name, make, none] of [
		['rawTrailers', host.rawHeaders, () => []], ['trailers', (f) => host.headers(f, false), () => ({})], ['trailersDistinct', host.distinct, nothing],
	]) {
		const key = Symbol(name);
		Object.defineProperty(IncomingMessage.prototype, name, {
			configurable: true,
			enumerable: true,
			get() {
				if (this[key] !== undefined) return this[key];
				if (!this[kTrailers]) return none();
				this[key] = make(this[kTrailers]);
				return this[key];
			},
			set(value) { this[key] = value; },
		});
	}

	IncomingMessage.prototype.setTimeout = function setTimeout(ms, callback) {
		if (callback) this.on('timeout', callback);
		this.socket.setTimeout(ms);
		return this;
	};

	IncomingMessage.prototype._read = function _read() {
		if (!this._consumed) {
			this._readableState.readingMore = false;
			this._consumed = true;
		}
		if (this.socket?.readable) common.readStart(this.socket);
	};

	IncomingMessage.prototype._destroy = function _destroy(error, cb) {
		if (!this.readableEnded || !this.complete) {
			this.aborted = true;
			this.emit('aborted');
		}
		const tell = (e) => {
			if (this.listenerCount('error') === 0) cb();
			else cb(e);
		};
		// The rest of the message is not wanted, and nobody can skip it: the connection ends with it.
		if (this.socket && !this.socket.destroyed && this.aborted) {
			this.socket.destroy(error);
			const cleanup = finished(this.socket, (e) => {
				if (e?.code === 'ERR_STREAM_PREMATURE_CLOSE') e = null;
				cleanup();
				host.tick(tell, error || e);
			});
		} else host.tick(tell, error);
	};

	// _dump reads the rest of the message for nobody.
	IncomingMessage.prototype._dump = function _dump() {
		if (this._dumped) return;
		this._dumped = true;
		this.resume();
	};

	// _addHeaderLine is for those who make messages of their own.
	IncomingMessage.prototype._addHeaderLine = function _addHeaderLine(field, value, dest) {
		const name = field.toLowerCase();
		if (name === 'set-cookie') {
			if (dest[name] === undefined) dest[name] = [value];
			else dest[name].push(value);
		} else if (typeof dest[name] !== 'string') dest[name] = value;
		else if (name === 'cookie') dest[name] += '; ' + value;
		else if (!single.has(name) || this.joinDuplicateHeaders) dest[name] += ', ' + value;
	};
	const single = new Set(['age', 'authorization', 'content-length', 'content-type', 'etag', 'expires', 'from', 'host', 'if-modified-since',
		'if-unmodified-since', 'last-modified', 'location', 'max-forwards', 'proxy-authorization', 'referer', 'retry-after', 'server', 'user-agent']);

	IncomingMessage.prototype._addHeaderLines = function _addHeaderLines(list, n) {
		for (let i = 0; i < n; i += 2) this._addHeaderLine(list[i], list[i + 1], this.headers);
		this.rawHeaders = list;
	};

	// begin fills a message in with what the parser has read.
	function begin(m, major, minor, method, url, status, reason, fields, upgrade) {
		m.httpVersionMajor = major;
		m.httpVersionMinor = minor;
		m.httpVersion = `${major}.${minor}`;
		m[kFields] = fields;
		m.upgrade = upgrade;
		if (method !== undefined) {
			m.method = method;
			m.url = url;
		} else {
			m.statusCode = status;
			m.statusMessage = reason;
		}
	}

	function trail(m, fields) { m[kTrailers] = fields; }

	return { IncomingMessage, readStart: common.readStart, readStop: common.readStop, begin, trail };
})
