// fs until there is one: every function is there and says that it is denied, in the way it would say anything else.
(function (host, name) {
	const why = 'guthega has no file system for receivers yet';
	const both = 'access appendFile chmod chown close copyFile cp fchmod fchown fdatasync fstat fsync ftruncate futimes lchmod lchown ' +
		'link lstat lutimes mkdir mkdtemp open opendir read readdir readFile readlink readv realpath rename rm rmdir stat statfs symlink ' +
		'truncate unlink utimes write writeFile writev';
	const constants = Object.assign({ __proto__: null }, {
		F_OK: 0, R_OK: 4, W_OK: 2, X_OK: 1, COPYFILE_EXCL: 1, COPYFILE_FICLONE: 2, COPYFILE_FICLONE_FORCE: 4, O_RDONLY: 0, O_WRONLY: 1,
		O_RDWR: 2, O_CREAT: 64, O_EXCL: 128, O_TRUNC: 512, O_APPEND: 1024, S_IFMT: 61440, S_IFREG: 32768, S_IFDIR: 16384, S_IFLNK: 40960,
	});
	if (name === 'fs/promises') return host.require('fs').promises;

	const out = { constants, promises: { constants }, F_OK: 0, R_OK: 4, W_OK: 2, X_OK: 1 };
	const error = (f, path) => {
		const e = host.denied(f, why);
		e.syscall = f;
		if (typeof path === 'string') e.path = path;
		return e;
	};
	for (const f of both.split(' ')) {
		out[`${f}Sync`] = (path) => {
			throw error(`${f}Sync`, path);
		};
		out[f] = (...args) => {
			const callback = args.pop();
			if (typeof callback !== 'function') throw host.invalidArgType('cb', 'of type function', callback);
			host.require('process').nextTick(callback, error(f, args[0]));
		};
		out.promises[f] = async (path) => {
			throw error(`promises.${f}`, path);
		};
	}
	out.realpath.native = out.realpath;
	out.realpathSync.native = out.realpathSync;
	out.existsSync = () => false;
	out.exists = (path, callback) => host.require('process').nextTick(callback, false);
	for (const f of ['createReadStream', 'createWriteStream', 'watch', 'openAsBlob']) out[f] = host.deny(f, why);
	for (const f of ['watchFile', 'unwatchFile']) out[f] = () => {}; // nothing ever changes
	for (const type of ['Stats', 'Dirent', 'Dir', 'ReadStream', 'WriteStream', 'FileReadStream', 'FileWriteStream']) {
		out[type] = function () {
			throw error(type);
		};
		Object.defineProperty(out[type], 'name', { value: type });
	}
	return out;
})
