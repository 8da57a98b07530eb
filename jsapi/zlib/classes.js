// Makes the stream classes. They are functions and not classes, since old packages call them without new, and inherit from
// them with util.inherits.
(function (host, stream, { modes, common, settings, goFlush, isBrotli, within, tick }) {
	const { Transform, finished } = stream;
	const { Buffer } = host.require('buffer');
	const kFlush = Symbol('flush'); // on an empty chunk: a flush that waits its turn among the writes
	const kMode = Symbol('mode');
	const kError = Symbol('error');

	const derive = (Class, Base) => {
		Object.setPrototypeOf(Class.prototype, Base.prototype);
		Object.setPrototypeOf(Class, Base);
		return Class;
	};

	// How much each flush does; of two, the one that does more is done.
	const rank = (flush, mode) => isBrotli(mode) ? flush : [0, 2, 3, 4, 5, 1][flush];
	const larger = (a, b, mode) => rank(a, mode) > rank(b, mode) ? a : b;

	function ZlibBase(options, mode, set) {
		const { chunkSize, flush, finishFlush, full, max } = common(options, mode);
		if (options && (options.encoding || options.objectMode || options.writableObjectMode)) {
			options = { ...options, encoding: null, objectMode: false, writableObjectMode: false };
		}
		Transform.call(this, { autoDestroy: true, ...options });
		this[kMode] = mode;
		this[kError] = null;
		this.bytesWritten = 0;
		this._writeState = new Uint32Array(2);
		this._handle = openHandle(this, mode, set);
		this._outOffset = 0;
		this._chunkSize = chunkSize;
		this._defaultFlushFlag = flush;
		this._finishFlushFlag = finishFlush;
		this._defaultFullFlushFlag = full;
		this._info = options && options.info;
		this._maxOutputLength = max;
	}
	derive(ZlibBase, Transform);

	// Packages replace and keep what _handle has, or write to it themselves: then _writeState has what is left of the room
	// and of the input.
	function openHandle(self, mode, set) {
		const state = host.open(mode, set);
		return {
			state,
			onerror(message, errno, code) { self.destroy(Object.assign(new Error(message), { errno, code })); },
			close() {},
			reset() { host.reset(state); },
			params(level, strategy) { host.params(state, level, strategy); },
			writeSync(flush, ...rest) {
				try {
					self._writeState.set(host.into(state, goFlush(flush, mode), ...rest));
				} catch ({ message, errno, code }) {
					this.onerror(message, errno, code);
				}
			},
		};
	}

	function closeHandle(self) {
		if (!self._handle) return;
		self._handle.close();
		self._handle = null;
	}

	function accessor(name, get) {
		Object.defineProperty(ZlibBase.prototype, name, { configurable: true, enumerable: true, get });
	}
	accessor('_closed', function () { return !this._handle; });
	Object.defineProperty(ZlibBase.prototype, 'bytesRead', {
		configurable: true,
		enumerable: true,
		get() { return this.bytesWritten; },
		set(value) { this.bytesWritten = value; },
	});

	// Only packages that write to _handle themselves look at it.
	Object.defineProperty(ZlibBase.prototype, '_outBuffer', {
		configurable: true,
		get() {
			const value = Buffer.allocUnsafe(this._chunkSize);
			Object.defineProperty(this, '_outBuffer', { value, writable: true, enumerable: true, configurable: true });
			return value;
		},
	});

	ZlibBase.prototype.reset = function () {
		if (!this._handle) throw host.nodeError('Error', 'ERR_INTERNAL_ASSERTION', 'zlib binding closed');
		return this._handle.reset();
	};

	// All has been written; _flush ends the data.
	ZlibBase.prototype._flush = function (callback) { this._transform(Buffer.alloc(0), '', callback); };
	ZlibBase.prototype._final = function (callback) { callback(); };

	function flushChunk(kind) {
		const chunk = Buffer.alloc(0);
		chunk[kFlush] = kind;
		return chunk;
	}

	ZlibBase.prototype.flush = function (kind, callback) {
		if (typeof kind === 'function' || kind === undefined && !callback) {
			callback = kind;
			kind = this._defaultFullFlushFlag;
		}
		if (this.writableFinished) {
			if (callback) tick(callback);
		} else if (this.writableEnded) {
			if (callback) this.once('end', callback);
		} else {
			this.write(flushChunk(kind), '', callback);
		}
	};

	ZlibBase.prototype.close = function (callback) {
		if (callback) finished(this, callback);
		this.destroy();
	};

	ZlibBase.prototype._destroy = function (error, callback) {
		closeHandle(this);
		callback(error);
	};

	ZlibBase.prototype._transform = function (chunk, encoding, callback) {
		let flush = this._defaultFlushFlag;
		if (typeof chunk[kFlush] === 'number') flush = chunk[kFlush];
		if (this.writableEnded && this.writableLength === chunk.byteLength) { // the last one
			flush = larger(flush, this._finishFlushFlag, this[kMode]);
		}
		aside(this, chunk, flush, callback);
	};

	ZlibBase.prototype._processChunk = function (chunk, flush, callback) {
		if (typeof callback !== 'function') return here(this, chunk, flush);
		return aside(this, chunk, flush, callback);
	};

	// Each piece of output is made when the one before has found room.
	function aside(self, chunk, flush, callback) {
		if (!self._handle) {
			tick(callback);
			return;
		}
		const { state } = self._handle;
		const size = self._chunkSize;
		const next = () => {
			if (self.destroyed) callback();
			else host.more(state, size, done);
		};
		function done(error, output, more, rest) {
			if (self.destroyed) {
				callback();
				return;
			}
			if (error) {
				closeHandle(self);
				self[kError] = error;
				self.destroy(error);
				return;
			}
			const room = output === null || self.push(output);
			if (self.destroyed) return; // by who read it
			if (!more) {
				self.bytesWritten += chunk.byteLength - Math.min(rest, chunk.byteLength);
				if (rest > 0) self.push(null); // the data ended before the input
				callback();
			} else if (room) {
				next();
			} else {
				const own = Object.getOwnPropertyDescriptor(self, '_read');
				self._read = function (n) {
					if (own) Object.defineProperty(self, '_read', own);
					else delete self._read;
					next();
					self._read(n);
				};
			}
		}
		host.write(state, goFlush(flush, self[kMode]), chunk, size, done);
	}

	function here(self, chunk, flush) {
		if (!self._handle) throw host.nodeError('Error', 'ERR_INTERNAL_ASSERTION', 'zlib binding closed');
		const { state } = self._handle;
		const buffers = [];
		let length = 0;
		let more = true;
		let output;
		let rest;
		try {
			for (let first = true; more; first = false) {
				[output, more, rest] = first ?
					host.writeSync(state, goFlush(flush, self[kMode]), chunk, self._chunkSize) : host.moreSync(state, self._chunkSize);
				if (output === null) continue;
				buffers.push(output);
				length += output.length;
				if (length > self._maxOutputLength) {
					throw host.nodeError('RangeError', 'ERR_BUFFER_TOO_LARGE',
						`Cannot create a Buffer larger than ${self._maxOutputLength} bytes`);
				}
			}
		} catch (error) {
			closeHandle(self);
			throw error;
		}
		self.bytesWritten = chunk.byteLength - Math.min(rest, chunk.byteLength);
		closeHandle(self);
		return buffers.length === 1 ? buffers[0] : Buffer.concat(buffers, length);
	}

	function Zlib(options, mode) {
		const set = settings(options, mode);
		ZlibBase.call(this, options, mode, set);
		this._level = set.level;
		this._strategy = set.strategy;
	}
	derive(Zlib, ZlibBase);

	Zlib.prototype.params = function (level, strategy, callback) {
		level = within(level, 'level', -1, 9, -1);
		strategy = within(strategy, 'strategy', 0, 4, 0);
		if (this._level === level && this._strategy === strategy) {
			tick(callback);
			return;
		}
		this.flush(2, () => { // Z_SYNC_FLUSH
			if (this.destroyed || !this._handle) return;
			this._handle.params(level, strategy);
			this._level = level;
			this._strategy = strategy;
			if (callback) callback();
		});
	};

	function Brotli(options, mode) {
		ZlibBase.call(this, options, mode, settings(options, mode));
	}
	derive(Brotli, ZlibBase);

	const classes = {};
	for (const name of Object.keys(modes)) {
		const Class = function (options) {
			if (!(this instanceof Class)) return new Class(options);
			(isBrotli(modes[name]) ? Brotli : Zlib).call(this, options, modes[name]);
		};
		Object.defineProperty(Class, 'name', { value: name, configurable: true });
		classes[name] = derive(Class, isBrotli(modes[name]) ? Brotli : Zlib);
	}
	return classes;
})
