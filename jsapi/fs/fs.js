// The shape of fs over what Go does: now(operation, path) and later(operation, path, done), which give a value or an error.
(function (host) {
	const { nodeError, invalidArgType } = host;
	const constants = Object.assign({ __proto__: null }, {
		UV_FS_SYMLINK_DIR: 1, UV_FS_SYMLINK_JUNCTION: 2, O_RDONLY: 0, O_WRONLY: 1, O_RDWR: 2, UV_DIRENT_UNKNOWN: 0, UV_DIRENT_FILE: 1,
		UV_DIRENT_DIR: 2, UV_DIRENT_LINK: 3, UV_DIRENT_FIFO: 4, UV_DIRENT_SOCKET: 5, UV_DIRENT_CHAR: 6, UV_DIRENT_BLOCK: 7,
		EXTENSIONLESS_FORMAT_JAVASCRIPT: 0, EXTENSIONLESS_FORMAT_WASM: 1,
		S_IFMT: 61440, S_IFREG: 32768, S_IFDIR: 16384, S_IFCHR: 8192, S_IFBLK: 24576, S_IFIFO: 4096, S_IFLNK: 40960, S_IFSOCK: 49152,
		O_CREAT: 64, O_EXCL: 128, UV_FS_O_FILEMAP: 0, O_NOCTTY: 256, O_TRUNC: 512, O_APPEND: 1024, O_DIRECTORY: 65536, O_NOATIME: 262144,
		O_NOFOLLOW: 131072, O_SYNC: 1052672, O_DSYNC: 4096, O_DIRECT: 16384, O_NONBLOCK: 2048, S_IRWXU: 448, S_IRUSR: 256, S_IWUSR: 128,
		S_IXUSR: 64, S_IRWXG: 56, S_IRGRP: 32, S_IWGRP: 16, S_IXGRP: 8, S_IRWXO: 7, S_IROTH: 4, S_IWOTH: 2, S_IXOTH: 1,
		F_OK: 0, R_OK: 4, W_OK: 2, X_OK: 1, UV_FS_COPYFILE_EXCL: 1, COPYFILE_EXCL: 1, UV_FS_COPYFILE_FICLONE: 2, COPYFILE_FICLONE: 2,
		UV_FS_COPYFILE_FICLONE_FORCE: 4, COPYFILE_FICLONE_FORCE: 4,
	});

	const toPath = (path, name = 'path') => {
		if (typeof path === 'string') return path;
		if (ArrayBuffer.isView(path)) return Buffer.from(path.buffer, path.byteOffset, path.byteLength).toString();
		if (path !== null && typeof path === 'object' && typeof path.href === 'string' && path.protocol) return host.require('url').fileURLToPath(path);
		throw invalidArgType(name, 'of type string or an instance of Buffer or URL', path);
	};

	const settings = (options) => (typeof options === 'string' ? { encoding: options } : options || {});

	const encoded = (bytes, { encoding }) => {
		if (!encoding || encoding === 'buffer') return bytes;
		if (!Buffer.isEncoding(encoding)) {
			throw nodeError('TypeError', 'ERR_INVALID_ARG_VALUE', `The argument 'encoding' is invalid encoding. Received '${encoding}'`);
		}
		return bytes.toString(encoding);
	};

	const kinds = { isFile: 32768, isDirectory: 16384, isSymbolicLink: 40960, isBlockDevice: 24576, isCharacterDevice: 8192, isFIFO: 4096, isSocket: 49152 };

	function Stats(fields) {
		if (!fields) return;
		[this.dev, this.mode, this.nlink, this.uid, this.gid, this.rdev, this.blksize, this.ino, this.size, this.blocks,
			this.atimeMs, this.mtimeMs, this.ctimeMs, this.birthtimeMs] = fields;
		for (const name of ['atime', 'mtime', 'ctime', 'birthtime']) this[name] = new Date(this[`${name}Ms`] + 0.5);
	}
	class Dirent {
		constructor(name, path, mode) {
			this.name = name;
			this.parentPath = path;
			this.path = path;
			Object.defineProperty(this, 'mode', { value: mode });
		}
	}
	for (const [name, bits] of Object.entries(kinds)) {
		for (const of of [Stats, Dirent]) {
			Object.defineProperty(of.prototype, name, { configurable: true, writable: true, value() { return (this.mode & 61440) === bits; } });
		}
	}

	function state(fields, { bigint }) {
		const stats = new Stats(fields);
		if (!bigint) return stats;
		for (const [name, value] of Object.entries(stats)) {
			if (typeof value !== 'number') continue;
			stats[name] = BigInt(Math.trunc(value));
			if (name.endsWith('Ms')) stats[name.replace('Ms', 'Ns')] = BigInt(Math.trunc(value * 1e3)) * 1000n;
		}
		for (const [name, bits] of Object.entries(kinds)) stats[name] = function () { return (this.mode & 61440n) === BigInt(bits); };
		return stats;
	}

	function entries(list, path, { withFileTypes, encoding }) {
		if (withFileTypes) return list.map(([name, mode]) => new Dirent(name, path, mode));
		return list.map(([name]) => (encoding === 'buffer' ? Buffer.from(name) : name));
	}

	const missing = (e) => e.code === 'ENOENT' || e.code === 'ENOTDIR';

	// Each has the operation of Go's and what becomes of its value.
	const reading = {
		readFile: (v, options) => encoded(v, options),
		readdir: (v, options, path) => entries(v, path, options),
		realpath: (v, options) => (options.encoding === 'buffer' ? Buffer.from(v) : v),
		readlink: (v, options) => (options.encoding === 'buffer' ? Buffer.from(v) : v),
		stat: (v, options) => state(v, options),
		lstat: (v, options) => state(v, options),
		access: () => undefined,
	};

	const fs = { constants, F_OK: 0, R_OK: 4, W_OK: 2, X_OK: 1, Stats, Dirent };
	const promises = { constants };

	function below(path, options) {
		const list = [];
		for (const e of fs.readdirSync(path, { withFileTypes: true })) {
			list.push(e);
			if (e.isDirectory()) list.push(...below(`${path}/${e.name}`, options));
		}
		return list;
	}

	function sync(name, path, options) {
		if (typeof path === 'number' && name === 'readFile') {
			const v = host.now('readAll', undefined, undefined, [path]);
			if (v instanceof Error) throw v;
			return encoded(v, settings(options));
		}
		const p = toPath(path);
		const o = name === 'access' ? { mode: options === undefined ? 0 : options } : settings(options);
		if (name === 'readdir' && o.recursive) {
			const all = below(p, o);
			return o.withFileTypes ? all : all.map((e) => `${e.parentPath}/${e.name}`.slice(p.length + 1));
		}
		let v = host.now(name, p, undefined, [o.mode & 1]);
		if (name === 'access' && o.mode & 2 && !(v instanceof Error)) v = host.now('mayWrite', p, undefined, [o.mode]);
		if (v instanceof Error) {
			if ((name === 'stat' || name === 'lstat') && o.throwIfNoEntry === false && missing(v)) return undefined;
			throw v;
		}
		return reading[name](v, o, p);
	}

	function later(name, path, options, done) {
		if (typeof path === 'number' && name === 'readFile') {
			host.later('readAll', undefined, undefined, [path], undefined, (v) => (v instanceof Error ? done(v) : done(null, encoded(v, settings(options)))));
			return;
		}
		const p = toPath(path);
		if (name === 'access' && options & 2) {
			host.later('mayWrite', p, undefined, [options], undefined, (v) => done(v instanceof Error ? v : null));
			return;
		}
		const o = settings(options);
		if (name === 'readdir' && o.recursive) {
			host.require('process').nextTick(() => {
				let all;
				try {
					all = sync(name, p, o);
				} catch (e) {
					done(e);
					return;
				}
				done(null, all);
			});
			return;
		}
		host.later(name, p, undefined, name === 'access' ? [options & 1] : undefined, undefined, (v) => {
			let value;
			try {
				if (v instanceof Error) throw v;
				value = reading[name](v, o, p);
			} catch (e) {
				done(e);
				return;
			}
			if (name === 'access') done(null);
			else done(null, value);
		});
	}

	for (const name of Object.keys(reading)) {
		fs[`${name}Sync`] = (path, options) => sync(name, path, options);
		fs[name] = (path, options, callback) => {
			const done = typeof options === 'function' ? options : callback;
			if (typeof done !== 'function') throw invalidArgType('cb', 'of type function', done);
			later(name, path, typeof options === 'function' ? undefined : options, done);
		};
		promises[name] = (path, options) => new Promise((resolve, reject) => {
			later(name, path, options, (e, v) => (e ? reject(e) : resolve(v)));
		});
	}
	fs.realpath.native = fs.realpath;
	fs.realpathSync.native = fs.realpathSync;
	fs.existsSync = (path) => {
		try {
			return !(host.now('access', toPath(path)) instanceof Error);
		} catch {
			return false;
		}
	};
	fs.exists = (path, callback) => {
		let p;
		try {
			p = toPath(path);
		} catch {
			host.require('process').nextTick(callback, false);
			return;
		}
		host.later('access', p, undefined, undefined, undefined, (v) => callback(!(v instanceof Error)));
	};
	Object.defineProperty(fs.exists, Symbol.for('nodejs.util.promisify.custom'), {
		value: (path) => new Promise((resolve) => { fs.exists(path, resolve); }),
	});

	Object.defineProperty(fs, 'promises', { configurable: true, enumerable: true, get: () => promises });
	host.shared = { toPath, settings, encoded, state, entries, Dirent, constants };
	return fs;
})
