// The parts of util that Node keeps for old packages, and what it knows of the system's errors.
(function (host, util) {
	const { invalidArgType, outOfRange, slot } = host;
	const isObject = (v) => v !== null && typeof v === 'object';
	const errnos = () => host.require('os').constants.errno;

	// Errors that have no number in the system (libuv numbers them itself).
	const beyond = { EOF: [-4095, 'end of file'], UNKNOWN: [-4094, 'unknown error'], ECHARSET: [-4080, 'invalid Unicode character'] };

	let byNumber;
	function errorMap() {
		if (byNumber === undefined) {
			byNumber = new Map(Object.entries(beyond).map(([name, [n, text]]) => [n, [name, text]]));
			const texts = host.require('os')[Symbol.for('guthega.os.errorTexts')];
			for (const [name, n] of Object.entries(errnos())) {
				if (!byNumber.has(-n)) byNumber.set(-n, [name, texts(n)]);
			}
		}
		return byNumber;
	}

	function errorName(n) {
		return errorMap().get(n)?.[0] ?? `Unknown system error ${n}`;
	}

	function systemError(err, syscall, message) {
		const code = errorName(err);
		const error = new Error(message(code));
		error.errno = err;
		error.code = code;
		error.syscall = syscall;
		return error;
	}

	Object.assign(util, {
		_errnoException(err, syscall, original) {
			return systemError(err, syscall, (code) => (original ? `${syscall} ${code} ${original}` : `${syscall} ${code}`));
		},
		_exceptionWithHostPort(err, syscall, address, port, additional) {
			const where = port > 0 ? ` ${address}:${port}` : address ? ` ${address}` : '';
			const error = systemError(err, syscall, (code) => `${syscall} ${code}${where}${additional ? ` - Local (${additional})` : ''}`);
			error.address = address;
			if (port) error.port = port;
			return error;
		},
		_extend(target, source) {
			if (!isObject(source)) return target;
			for (const key of Object.keys(source)) target[key] = source[key];
			return target;
		},
		getSystemErrorMap() {
			return new Map(errorMap());
		},
		getSystemErrorName(err) {
			if (typeof err !== 'number') throw invalidArgType('err', 'of type number', err);
			if (err >= 0 || !Number.isSafeInteger(err)) throw outOfRange('err', 'a negative integer', err);
			return errorName(err);
		},
		isArray: Array.isArray,
		isBoolean: (v) => typeof v === 'boolean',
		isBuffer: (v) => host.require('buffer').Buffer.isBuffer(v),
		isNull: (v) => v === null,
		isNullOrUndefined: (v) => v === null || v === undefined,
		isNumber: (v) => typeof v === 'number',
		isString: (v) => typeof v === 'string',
		isSymbol: (v) => typeof v === 'symbol',
		isUndefined: (v) => v === undefined,
		isRegExp: (v) => slot(v) === 'RegExp',
		isObject,
		isDate: (v) => slot(v) === 'Date',
		isError: (v) => slot(v) === 'Error' || v instanceof Error,
		isFunction: (v) => typeof v === 'function',
		isPrimitive: (v) => v === null || (typeof v !== 'object' && typeof v !== 'function'),
		log(...args) {
			const now = new Date();
			const two = (n) => String(n).padStart(2, '0');
			const month = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'][now.getMonth()];
			const time = [now.getHours(), now.getMinutes(), now.getSeconds()].map(two).join(':');
			host.require('process').stdout.write(`${now.getDate()} ${month} ${time} - ${util.format(...args)}\n`);
		},
	});
})
