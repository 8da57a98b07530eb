// FileHandle, ReadStream and WriteStream.
(function (host, fs, { perform, flagsOf, modeOf, bytesOf, window, microseconds, encoded }) {
	const { nodeError, invalidArgType, outOfRange } = host;
	const { toPath, settings, state } = host.shared;
	const { promises } = fs;
	const EventEmitter = host.require('events');
	const { Buffer } = host.require('buffer');

	class FileHandle extends EventEmitter {
		constructor(fd) {
			super();
			Object.defineProperty(this, 'number', { value: fd, writable: true });
		}
		get fd() { return this.number; }
		check(syscall) {
			if (this.number >= 0) return this.number;
			const e = new Error('file closed');
			throw Object.assign(e, { code: 'EBADF', syscall });
		}
		async close() {
			const fd = this.number;
			if (fd < 0) return;
			this.number = -1;
			await perform({ op: 'close', n: [fd] });
			this.emit('close');
		}
		async read(buffer, offset, length, position) {
			if (buffer === undefined || buffer !== null && typeof buffer === 'object' && !ArrayBuffer.isView(buffer)) ({ buffer = Buffer.alloc(16384), offset = 0, length, position } = buffer || {});
			const w = window(buffer, offset, length, position);
			return perform({ op: 'read', n: [this.check('read'), w.at], bytes: w.bytes, give: (bytesRead) => ({ __proto__: null, bytesRead, buffer }) });
		}
		async write(data, offset, length, position) {
			const fd = this.check('write');
			if (typeof data === 'string') return perform({ op: 'write', n: [fd, offset ?? -1], bytes: Buffer.from(data, length || 'utf8'), give: (bytesWritten) => ({ __proto__: null, bytesWritten, buffer: data }) });
			const w = window(data, offset, length, position);
			return perform({ op: 'write', n: [fd, w.at], bytes: w.bytes, give: (bytesWritten) => ({ __proto__: null, bytesWritten, buffer: data }) });
		}
		async readv(buffers, position) { return new Promise((resolve, reject) => { fs.readv(this.check('readv'), buffers, position, (e, bytesRead) => (e ? reject(e) : resolve({ bytesRead, buffers }))); }); }
		async writev(buffers, position) { return new Promise((resolve, reject) => { fs.writev(this.check('writev'), buffers, position, (e, bytesWritten) => (e ? reject(e) : resolve({ bytesWritten, buffers }))); }); }
		async readFile(options) { return perform({ op: 'readAll', n: [this.check('read')], give: (v) => encoded(v, settings(options)) }); }
		async writeFile(data, options) { return perform({ op: 'write', n: [this.check('write'), -1], bytes: bytesOf(data, settings(options).encoding) }); }
		async appendFile(data, options) { return this.writeFile(data, options); }
		async stat(options) { return perform({ op: 'fstat', n: [this.check('fstat')], give: (v) => state(v, settings(options)) }); }
		async sync() { return perform({ op: 'fsync', n: [this.check('fsync')] }); }
		async datasync() { return perform({ op: 'fsync', n: [this.check('fdatasync')] }); }
		async truncate(len = 0) { return perform({ op: 'ftruncate', n: [this.check('ftruncate'), Math.max(0, len)] }); }
		async chmod(mode) { return perform({ op: 'fchmod', n: [this.check('fchmod'), modeOf(mode)] }); }
		async chown(uid, gid) { return perform({ op: 'fchown', n: [this.check('fchown'), uid, gid] }); }
		async utimes(atime, mtime) { return perform({ op: 'futimes', n: [this.check('futimes'), microseconds(atime), microseconds(mtime)] }); }
		createReadStream(options) { return new fs.ReadStream(undefined, { ...options, fd: this }); }
		createWriteStream(options) { return new fs.WriteStream(undefined, { ...options, fd: this }); }
		readLines(options) { return host.require('readline').createInterface({ input: this.createReadStream(options), crlfDelay: Infinity }); }
		readableWebStream() { return host.require('stream').Readable.toWeb(this.createReadStream({ autoClose: false })); }
	}
	FileHandle.prototype[Symbol.asyncDispose || Symbol.for('nodejs.asyncDispose')] = function () { return this.close(); };
	promises.open = async function open(path, flags, mode) {
		return perform({ op: 'open', path: toPath(path), n: [flagsOf(flags), modeOf(mode, 0o666)], give: (fd) => new FileHandle(fd) });
	};

	function offset(n, name) {
		if (typeof n !== 'number') throw invalidArgType(name, 'of type number', n);
		if (n !== Infinity && !Number.isInteger(n)) throw outOfRange(name, 'an integer', n);
		if (n < 0) throw outOfRange(name, `>= 0 && <= ${Number.MAX_SAFE_INTEGER}`, n);
		return n;
	}

	let made = null;
	function classes() {
		if (made) return made;
		const { Readable, Writable } = host.require('stream');

		// check looks at the arguments, before there is a stream that would open its file.
		function check(path, options) {
			const o = settings(options);
			if (o.fd === undefined || o.fd === null) toPath(path);
			if (o.start !== undefined) offset(o.start, 'start');
			if (o.end !== undefined) offset(o.end, 'end');
			if (o.start > o.end) throw nodeError('RangeError', 'ERR_OUT_OF_RANGE', `The value of "start" is out of range. It must be <= "end" (here: ${o.end}). Received ${o.start}`);
			return o;
		}

		// begin opens the file of a stream that was not given one.
		function begin(stream, flags, mode, callback) {
			if (stream.fd !== null) {
				callback();
				return;
			}
			fs.open(stream.path, flags, mode, (error, fd) => {
				if (error) {
					callback(error);
					return;
				}
				stream.fd = fd;
				callback();
				stream.emit('open', fd);
				stream.emit('ready');
			});
		}
		function take(stream, o) {
			stream.handle = null;
			stream.fd = o.fd === undefined || o.fd === null ? null : o.fd;
			if (stream.fd instanceof FileHandle) {
				stream.handle = stream.fd;
				stream.fd = stream.handle.fd;
				stream.handle.on('close', () => { if (stream.autoClose) stream.destroy(); });
			}
			stream.autoClose = o.autoClose !== false;
			stream.path = stream.fd === null ? toPath(stream.path) : stream.path;
		}
		function end(stream, error, callback) {
			const { fd, handle } = stream;
			if (fd === null || !stream.autoClose) {
				callback(error);
				return;
			}
			stream.fd = null;
			if (handle) handle.close().then(() => callback(error), (e) => callback(error || e));
			else fs.close(fd, (e) => callback(error || e));
		}
		function closer(proto) {
			proto.close = function close(callback) {
				if (callback) {
					if (this.closed) host.require('process').nextTick(callback);
					else this.once('close', callback);
				}
				if (!this.autoClose) this.autoClose = true;
				if (this instanceof Writable && !this.destroyed) this.end(() => this.destroy());
				else this.destroy();
			};
			Object.defineProperty(proto, 'pending', { configurable: true, get() { return this.fd === null; } });
		}

		class ReadStream extends Readable {
			constructor(path, options) {
				const o = check(path, options);
				super({ highWaterMark: 64 << 10, ...o, autoDestroy: o.autoClose !== false });
				this.path = path;
				this.flags = o.flags === undefined ? 'r' : o.flags;
				this.mode = o.mode === undefined ? 0o666 : o.mode;
				take(this, o);
				this.start = o.start;
				this.end = o.end === undefined ? Infinity : o.end;
				this.pos = this.start;
				this.bytesRead = 0;
			}
			_construct(callback) { begin(this, this.flags, this.mode, callback); }
			_read(n) {
				const left = this.end === Infinity ? n : this.end - (this.pos ?? this.bytesRead) + 1;
				n = Math.min(n, left);
				if (n <= 0) {
					this.push(null);
					return;
				}
				const bytes = Buffer.alloc(n);
				fs.read(this.fd, bytes, 0, n, this.pos === undefined ? null : this.pos, (error, got) => {
					if (this.destroyed) return;
					if (error) {
						this.destroy(error);
						return;
					}
					if (this.pos !== undefined) this.pos += got;
					this.bytesRead += got;
					this.push(got > 0 ? bytes.subarray(0, got) : null);
				});
			}
			_destroy(error, callback) { end(this, error, callback); }
		}
		closer(ReadStream.prototype);

		class WriteStream extends Writable {
			constructor(path, options) {
				const o = check(path, options);
				super({ decodeStrings: true, ...o, defaultEncoding: o.encoding || 'utf8', autoDestroy: o.autoClose !== false });
				this.path = path;
				this.flags = o.flags === undefined ? 'w' : o.flags;
				this.mode = o.mode === undefined ? 0o666 : o.mode;
				take(this, o);
				this.start = o.start;
				this.pos = this.start;
				this.bytesWritten = 0;
				this.flush = Boolean(o.flush);
			}
			_construct(callback) { begin(this, this.flags, this.mode, callback); }
			_write(chunk, encoding, callback) {
				fs.write(this.fd, chunk, 0, chunk.length, this.pos === undefined ? null : this.pos, (error, n) => {
					if (!error) {
						this.bytesWritten += n;
						if (this.pos !== undefined) this.pos += n;
					}
					callback(error);
				});
			}
			_writev(chunks, callback) { this._write(Buffer.concat(chunks.map((c) => c.chunk)), null, callback); }
			_final(callback) {
				if (this.flush && this.fd !== null) fs.fsync(this.fd, callback);
				else callback();
			}
			_destroy(error, callback) { end(this, error, callback); }
		}
		closer(WriteStream.prototype);
		WriteStream.prototype.destroySoon = WriteStream.prototype.end;
		made = { ReadStream, WriteStream };
		return made;
	}
	// A stream is made with new or without.
	for (const [name, of] of [['ReadStream', 'ReadStream'], ['FileReadStream', 'ReadStream'], ['WriteStream', 'WriteStream'], ['FileWriteStream', 'WriteStream']]) {
		let own;
		Object.defineProperty(fs, name, { configurable: true, enumerable: true, get: () => own || classes()[of], set(v) { own = v; } });
	}
	fs.createReadStream = function createReadStream(path, options) { return new fs.ReadStream(path, options); };
	fs.createWriteStream = function createWriteStream(path, options) { return new fs.WriteStream(path, options); };
})
