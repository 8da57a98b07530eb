// What of fs writes, and descriptors.
(function (host, fs) {
	const { nodeError, invalidArgType, outOfRange } = host;
	const { toPath, settings, encoded, state, Dirent, constants } = host.shared;
	const { promises } = fs;
	const { Buffer } = host.require('buffer');

	const names = { r: 0, 'rs': 0x101000, 'r+': 2, 'rs+': 0x101002, w: 577, wx: 705, 'w+': 578, 'wx+': 706, a: 1089, ax: 1217, as: 0x101441, 'a+': 1090, 'ax+': 1218, 'as+': 0x101442 };
	function flagsOf(flags) {
		if (flags === null || flags === undefined) return 0;
		if (typeof flags === 'number') return flags;
		const plain = { sr: 'rs', 'sr+': 'rs+', xw: 'wx', 'xw+': 'wx+', xa: 'ax', 'xa+': 'ax+', sa: 'as', 'sa+': 'as+' }[flags] || flags;
		if (Object.prototype.hasOwnProperty.call(names, plain)) return names[plain];
		throw nodeError('TypeError', 'ERR_INVALID_ARG_VALUE', `The argument 'flags' is invalid. Received ${typeof flags === 'string' ? `'${flags}'` : String(flags)}`);
	}

	function modeOf(mode, otherwise) {
		if (mode === null || mode === undefined) return otherwise;
		if (typeof mode === 'string') {
			if (!/^[0-7]+$/.test(mode)) throw nodeError('TypeError', 'ERR_INVALID_ARG_VALUE', `The argument 'mode' must be a 32-bit unsigned integer or an octal string. Received '${mode}'`);
			return Number.parseInt(mode, 8);
		}
		return integer(mode, 'mode', 0, 4294967295);
	}

	function integer(n, name, from, to) {
		if (typeof n !== 'number') throw invalidArgType(name, 'of type number', n);
		if (!Number.isInteger(n)) throw outOfRange(name, 'an integer', n);
		if (n < from || n > to) throw outOfRange(name, `>= ${from} && <= ${to}`, n);
		return n;
	}
	const fdOf = (fd) => integer(fd, 'fd', 0, 2147483647);

	function bytesOf(data, encoding, name = 'data') {
		if (typeof data === 'string') return Buffer.from(data, encoding || 'utf8');
		if (ArrayBuffer.isView(data)) return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
		throw invalidArgType(name, 'of type string or an instance of Buffer, TypedArray, or DataView', data);
	}

	const microseconds = (t) => {
		const n = typeof t === 'string' && !Number.isNaN(+t) ? +t : t instanceof Date ? t.getTime() / 1000 : t;
		if (typeof n !== 'number' || Number.isNaN(n)) throw invalidArgType('time', 'an instance of Date or of type number or string', t);
		return Math.round(n * 1e6);
	};
	const owner = (id, name) => integer(id, name, -1, 4294967295);

	// define makes the three forms of a function. prepare checks the arguments, and says what Go is to do:
	// {op, path, to, n, bytes}, and with give what becomes of its value.
	function define(name, prepare, length, withPromise = true) {
		const ask = (args) => {
			const q = prepare(...args);
			q.op ||= name;
			return q;
		};
		fs[`${name}Sync`] = { [`${name}Sync`](...args) {
			const q = ask(args);
			const v = host.now(q.op, q.path, q.to, q.n, q.bytes);
			if (v instanceof Error) throw v;
			return q.give ? q.give(v) : undefined;
		} }[`${name}Sync`];
		fs[name] = { [name](...args) {
			const at = args.findLastIndex((a) => typeof a === 'function');
			const done = at < 0 ? args[args.length - 1] : args[at];
			if (typeof done !== 'function') throw invalidArgType('cb', 'of type function', done);
			const q = ask(args.slice(0, at));
			host.later(q.op, q.path, q.to, q.n, q.bytes, (v) => {
				if (v instanceof Error) done(v, ...(q.failed || []));
				else if (q.give) done(null, q.give(v), ...(q.more || []));
				else done(null);
			});
		} }[name];
		Object.defineProperty(fs[name], 'length', { value: length });
		if (withPromise) promises[name] = { async [name](...args) { return perform(ask(args)); } }[name];
	}

	const perform = (q) => new Promise((resolve, reject) => {
		host.later(q.op, q.path, q.to, q.n, q.bytes, (v) => (v instanceof Error ? reject(v) : resolve(q.give ? q.give(v) : undefined)));
	});

	define('open', (path, flags, mode) => ({ path: toPath(path), n: [flagsOf(flags), modeOf(mode, 0o666)], give: (fd) => fd }), 3, false);
	define('close', (fd) => ({ n: [fdOf(fd)] }), 1, false);
	define('fsync', (fd) => ({ n: [fdOf(fd)] }), 1, false);
	define('fdatasync', (fd) => ({ op: 'fsync', n: [fdOf(fd)] }), 1, false);
	define('ftruncate', (fd, len = 0) => ({ n: [fdOf(fd), Math.max(0, integer(len, 'len', -Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER))] }), 2, false);
	define('fstat', (fd, options) => ({ n: [fdOf(fd)], give: (v) => state(v, settings(options)) }), 2, false);
	define('fchmod', (fd, mode) => ({ n: [fdOf(fd), modeOf(mode)] }), 2, false);
	define('fchown', (fd, uid, gid) => ({ n: [fdOf(fd), owner(uid, 'uid'), owner(gid, 'gid')] }), 3, false);
	define('futimes', (fd, atime, mtime) => ({ n: [fdOf(fd), microseconds(atime), microseconds(mtime)] }), 3, false);

	define('writeFile', (file, data, options) => fileQuery(file, data, options, 'w'), 4);
	define('appendFile', (file, data, options) => fileQuery(file, data, options, 'a'), 4);
	function fileQuery(file, data, options, flag) {
		const o = settings(options);
		if (o.signal?.aborted) throw o.signal.reason;
		const bytes = bytesOf(data, o.encoding);
		if (typeof file === 'number') return { op: 'write', n: [fdOf(file), -1], bytes };
		if (typeof file?.fd === 'number' && typeof file.appendFile === 'function') return { op: 'write', n: [file.fd, -1], bytes };
		return { op: 'writeFile', path: toPath(file), n: [flagsOf(o.flag || flag), modeOf(o.mode, 0o666), o.flush ? 1 : 0], bytes };
	}

	define('mkdir', (path, options) => {
		const { recursive = false, mode } = typeof options === 'number' || typeof options === 'string' ? { mode: options } : options || {};
		if (typeof recursive !== 'boolean') throw invalidArgType('options.recursive', 'of type boolean', recursive);
		return { path: toPath(path), n: [modeOf(mode, 0o777), recursive ? 1 : 0], give: (v) => (recursive && v !== 0 ? v : undefined) };
	}, 3);
	define('mkdtemp', (prefix, options) => ({ path: toPath(prefix, 'prefix'), give: (v) => (settings(options).encoding === 'buffer' ? Buffer.from(v) : v) }), 3);
	define('unlink', (path) => ({ path: toPath(path) }), 2);
	define('rmdir', (path, options) => ({ op: options?.recursive ? 'removeAll' : 'rmdir', path: toPath(path) }), 3);
	define('rename', (from, to) => ({ path: toPath(from, 'oldPath'), to: toPath(to, 'newPath') }), 3);
	define('link', (from, to) => ({ path: toPath(from, 'existingPath'), to: toPath(to, 'newPath') }), 3);
	define('symlink', (target, path) => ({ path: toPath(target, 'target'), to: toPath(path) }), 4);
	define('truncate', (path, len = 0) => (typeof path === 'number' ? { op: 'ftruncate', n: [path, len] } : { path: toPath(path), n: [Math.max(0, integer(len, 'len', -Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER))] }), 3);
	define('chmod', (path, mode) => ({ path: toPath(path), n: [modeOf(mode)] }), 3);
	define('chown', (path, uid, gid) => ({ path: toPath(path), n: [owner(uid, 'uid'), owner(gid, 'gid')] }), 4);
	define('lchown', (path, uid, gid) => ({ path: toPath(path), n: [owner(uid, 'uid'), owner(gid, 'gid')] }), 4);
	define('utimes', (path, atime, mtime) => ({ path: toPath(path), n: [microseconds(atime), microseconds(mtime)] }), 4);
	define('copyFile', (from, to, mode = 0) => ({ path: toPath(from, 'src'), to: toPath(to, 'dest'), n: [integer(mode, 'mode', 0, 7)] }), 4);

	// window is the part of a buffer that read and write are to use.
	function window(buffer, offset, length, position) {
		if (!ArrayBuffer.isView(buffer)) throw invalidArgType('buffer', 'an instance of Buffer, TypedArray, or DataView', buffer);
		if (offset !== null && typeof offset === 'object') ({ offset = 0, length, position } = offset);
		offset ??= 0;
		const size = buffer.byteLength;
		integer(offset, 'offset', 0, Number.MAX_SAFE_INTEGER);
		if (offset > size) throw outOfRange('offset', `<= ${size}`, offset);
		length ??= size - offset;
		integer(length, 'length', 0, Number.MAX_SAFE_INTEGER);
		if (length > size - offset) throw outOfRange('length', `<= ${size - offset}`, length);
		const at = position === null || position === undefined ? -1 : typeof position === 'bigint' ? Number(position) : position;
		if (typeof at !== 'number') throw invalidArgType('position', 'of type number or bigint', position);
		return { bytes: new Uint8Array(buffer.buffer, buffer.byteOffset + offset, length), at };
	}

	define('read', (fd, buffer, offset, length, position) => {
		fd = fdOf(fd);
		if (buffer === undefined || !ArrayBuffer.isView(buffer) && typeof buffer === 'object' && buffer !== null) ({ buffer = Buffer.alloc(16384), offset = 0, length, position } = buffer || {});
		const w = window(buffer, offset, length, position);
		return { n: [fd, w.at], bytes: w.bytes, give: (n) => n, more: [buffer], failed: [0, buffer] };
	}, 6, false);
	define('write', (fd, data, offset, length, position) => {
		fd = fdOf(fd);
		if (typeof data === 'string') return { n: [fd, offset ?? -1], bytes: Buffer.from(data, length || 'utf8'), give: (n) => n, more: [data], failed: [0, data] };
		const w = window(data, offset, length, position);
		return { n: [fd, w.at], bytes: w.bytes, give: (n) => n, more: [data], failed: [0, data] };
	}, 6, false);
	const joined = (list) => {
		if (!Array.isArray(list) || !list.every((b) => ArrayBuffer.isView(b))) throw invalidArgType('buffers', 'an instance of ArrayBufferView[]', list);
		return list.map((b) => new Uint8Array(b.buffer, b.byteOffset, b.byteLength));
	};
	define('writev', (fd, buffers, position) => ({ op: 'write', n: [fdOf(fd), position ?? -1], bytes: Buffer.concat(joined(buffers)), give: (n) => n, more: [buffers] }), 4, false);
	define('readv', (fd, buffers, position) => {
		const parts = joined(buffers);
		const bytes = Buffer.alloc(parts.reduce((n, p) => n + p.length, 0));
		return {
			op: 'read', n: [fdOf(fd), position ?? -1], bytes, more: [buffers],
			give(n) {
				let at = 0;
				for (const p of parts) {
					p.set(bytes.subarray(at, Math.min(at + p.length, n)));
					at += p.length;
				}
				return n;
			},
		};
	}, 4, false);
	const { promisify } = host.require('util');
	const args = (name, ...fields) => {
		Object.defineProperty(fs[name], promisify.custom, { value: (...list) => new Promise((resolve, reject) => {
			fs[name](...list, (e, ...values) => (e ? reject(e) : resolve(Object.fromEntries(fields.map((f, i) => [f, values[i]])))));
		}) });
	};
	args('read', 'bytesRead', 'buffer');
	args('write', 'bytesWritten', 'buffer');
	args('readv', 'bytesRead', 'buffers');
	args('writev', 'bytesWritten', 'buffers');

	// rm and cp are made of the others, as they are many steps.
	function rmOptions(path, options) {
		const { force = false, recursive = false } = options || {};
		if (typeof force !== 'boolean') throw invalidArgType('options.force', 'of type boolean', force);
		if (typeof recursive !== 'boolean') throw invalidArgType('options.recursive', 'of type boolean', recursive);
		return { path: toPath(path), force, recursive };
	}
	function isFolder(path) {
		const e = nodeError('Error', 'ERR_FS_EISDIR', `Path is a directory: rm returned EISDIR (is a directory) ${path}`);
		return Object.assign(e, { name: 'SystemError', errno: 21, syscall: 'rm', path });
	}
	promises.rm = async function rm(path, options) {
		const o = rmOptions(path, options);
		let stats;
		try {
			stats = await look(o.path);
		} catch (e) {
			if (o.force && e.code === 'ENOENT') return;
			throw e;
		}
		if (stats.isDirectory() && !o.recursive) throw isFolder(o.path);
		await perform({ op: stats.isDirectory() ? 'removeAll' : 'unlink', path: o.path });
	};
	// look is lstat for what may be written, and perhaps not read.
	const look = (path) => promises.lstat(path).catch((e) => {
		if (e.code === 'ERR_ACCESS_DENIED') return { isDirectory: () => true };
		throw e;
	});
	fs.rm = function rm(path, options, callback) {
		const done = typeof options === 'function' ? options : callback;
		if (typeof done !== 'function') throw invalidArgType('cb', 'of type function', done);
		promises.rm(path, typeof options === 'function' ? undefined : options).then(() => done(null), done);
	};
	fs.rmSync = function rmSync(path, options) {
		const o = rmOptions(path, options);
		const stats = fs.lstatSync(o.path, { throwIfNoEntry: !o.force });
		if (stats === undefined) return;
		if (!stats.isDirectory()) fs.unlinkSync(o.path);
		else if (o.recursive) fs.rmdirSync(o.path, { recursive: true });
		else throw isFolder(o.path);
	};

	fs.cpSync = function cpSync(from, to, options = {}) {
		from = toPath(from, 'src');
		to = toPath(to, 'dest');
		if (options.filter && !options.filter(from, to)) return;
		const stats = options.dereference ? fs.statSync(from) : fs.lstatSync(from);
		const there = fs.lstatSync(to, { throwIfNoEntry: false });
		if (stats.isDirectory()) {
			if (!options.recursive) throw Object.assign(nodeError('Error', 'ERR_FS_EISDIR', `Recursive option not enabled, cannot copy a directory: cp returned EISDIR (${from} is a directory (not copied)) ${from}`), { errno: 21, syscall: 'cp', path: from });
			if (`${host.require('path').resolve(to)}/`.startsWith(`${host.require('path').resolve(from)}/`)) throw nodeError('Error', 'ERR_FS_CP_EINVAL', `Invalid src or dest: cp returned EINVAL (cannot copy ${from} to a subdirectory of self ${to}) ${to}`);
			if (!there) fs.mkdirSync(to, { recursive: true });
			for (const name of fs.readdirSync(from)) fs.cpSync(`${from}/${name}`, `${to}/${name}`, options);
			return;
		}
		if (there && options.force === false) {
			if (options.errorOnExist) throw Object.assign(nodeError('Error', 'ERR_FS_CP_EEXIST', `Target already exists: cp returned EEXIST (${to} already exists) ${to}`), { errno: 17, syscall: 'cp', path: to });
			return;
		}
		const dir = host.require('path').dirname(to);
		if (!fs.existsSync(dir)) fs.mkdirSync(dir, { recursive: true });
		if (stats.isSymbolicLink()) {
			if (there) fs.unlinkSync(to);
			fs.symlinkSync(fs.readlinkSync(from), to);
		} else fs.copyFileSync(from, to, options.mode || 0);
		if (options.preserveTimestamps) fs.utimesSync(to, stats.atime, stats.mtime);
	};
	promises.cp = async function cp(from, to, options) { fs.cpSync(from, to, options); };
	fs.cp = function cp(from, to, options, callback) {
		const done = typeof options === 'function' ? options : callback;
		if (typeof done !== 'function') throw invalidArgType('cb', 'of type function', done);
		promises.cp(from, to, typeof options === 'function' ? undefined : options).then(() => done(null), done);
	};

	// Dir is an open folder. It is read when it is first asked.
	class Dir {
		constructor(path, list) {
			Object.defineProperty(this, 'list', { value: list, writable: true });
			Object.defineProperty(this, 'closed', { value: false, writable: true });
			this.path = path;
		}
		get path() { return this.at; }
		set path(value) { Object.defineProperty(this, 'at', { value, writable: true, configurable: true }); }
		readSync() {
			this.check();
			return this.list.shift() ?? null;
		}
		read(callback) {
			if (callback === undefined) return Promise.resolve().then(() => this.readSync());
			host.require('process').nextTick(() => callback(null, this.readSync()));
			return undefined;
		}
		closeSync() {
			this.check();
			this.closed = true;
		}
		close(callback) {
			if (callback === undefined) return Promise.resolve().then(() => this.closeSync());
			this.closeSync();
			host.require('process').nextTick(callback, null);
			return undefined;
		}
		check() { if (this.closed) throw nodeError('Error', 'ERR_DIR_CLOSED', 'Directory handle was closed'); }
		[Symbol.asyncIterator || Symbol.for('Symbol.asyncIterator')]() { return this.entries(); }
		entries() {
			const next = async () => {
				const value = this.closed ? null : this.readSync();
				if (value !== null) return { value, done: false };
				if (!this.closed) this.closeSync();
				return { value: undefined, done: true };
			};
			return { next, return: async () => { if (!this.closed) this.closeSync(); return { value: undefined, done: true }; }, [Symbol.asyncIterator]() { return this; } };
		}
	}
	fs.Dir = Dir;
	const withTypes = (options) => ({ ...settings(options), withFileTypes: true });
	const opened = (e, path) => Object.assign(e, e.syscall === 'scandir' ? { syscall: 'opendir', message: e.message.replace(', scandir', ', opendir') } : {});
	fs.opendirSync = function opendirSync(path, options) {
		try {
			return new Dir(toPath(path), fs.readdirSync(path, withTypes(options)));
		} catch (e) {
			throw opened(e);
		}
	};
	promises.opendir = async function opendir(path, options) {
		try {
			return new Dir(toPath(path), await promises.readdir(path, withTypes(options)));
		} catch (e) {
			throw opened(e);
		}
	};
	fs.opendir = function opendir(path, options, callback) {
		const done = typeof options === 'function' ? options : callback;
		if (typeof done !== 'function') throw invalidArgType('cb', 'of type function', done);
		promises.opendir(path, typeof options === 'function' ? undefined : options).then((dir) => done(null, dir), done);
	};

	const absent = (name) => function () { throw host.absent(name); };
	for (const name of ['watch', 'watchFile', 'lchmod', 'lchmodSync', 'lutimes', 'lutimesSync', 'statfs', 'statfsSync', 'openAsBlob']) fs[name] = absent(name);
	for (const name of ['watch', 'lchmod', 'lutimes', 'statfs']) promises[name] = async () => { throw host.absent(`promises.${name}`); };
	fs.unwatchFile = function unwatchFile() {};
	fs._toUnixTimestamp = (t) => microseconds(t) / 1e6;

	return { perform, flagsOf, modeOf, bytesOf, window, microseconds, Dirent, constants, encoded, fdOf };
})
