// What the arguments of connect and listen may look like, and the checks of single ones.
(function (host) {
	const { invalidArgType, nodeError } = host;
	const normalized = Symbol('normalizedArgs');

	// toNumber is a port as old code writes it: a number, or a string of one; false otherwise.
	function toNumber(x) {
		x = Number(x);
		return x >= 0 ? x : false;
	}

	// normalizeArgs brings (port, host, cb), (path, cb) and (options, cb) into one form.
	function normalizeArgs(args) {
		let options = {};
		const first = args[0];
		if (args.length === 0) {
			const none = [{}, null];
			none[normalized] = true;
			return none;
		}
		if (typeof first === 'object' && first !== null) options = first;
		else if (typeof first === 'string' && toNumber(first) === false) options.path = first;
		else {
			options.port = first;
			if (args.length > 1 && typeof args[1] === 'string') options.host = args[1];
		}
		const last = args[args.length - 1];
		const both = [options, typeof last === 'function' ? last : null];
		both[normalized] = true;
		return both;
	}

	const isNormalized = (args) => Array.isArray(args[0]) && args[0][normalized] === true;

	function validatePort(port, name = 'Port', allowZero = true) {
		if (typeof port !== 'number' && typeof port !== 'string' || typeof port === 'string' && port.trim() === '' ||
			+port !== (+port >>> 0) || port > 0xffff || port === 0 && !allowZero) {
			const shown = typeof port === 'object' || typeof port === 'function' ? String(invalidArgType('x', '', port).message).replace(/^.*Received /, '')
				: `type ${typeof port} (${host.inspect(port)})`;
			throw nodeError('RangeError', 'ERR_SOCKET_BAD_PORT', `${name} should be ${allowZero ? '>=' : '>'} 0 and < 65536. Received ${shown}.`);
		}
		return port | 0;
	}

	function validateString(value, name) {
		if (typeof value !== 'string') throw invalidArgType(name, 'of type string', value);
	}

	function validateFunction(value, name) {
		if (typeof value !== 'function') throw invalidArgType(name, 'of type function', value);
	}

	function validateNumber(value, name) {
		if (typeof value !== 'number') throw invalidArgType(name, 'of type number', value);
	}

	// duration checks a number of milliseconds.
	function duration(msecs, name) {
		validateNumber(msecs, name);
		if (msecs < 0 || !Number.isFinite(msecs)) throw host.outOfRange(name, 'a non-negative finite number', msecs);
		return Math.min(msecs, 0x7fffffff);
	}

	return { normalizeArgs, isNormalized, toNumber, validatePort, validateString, validateFunction, validateNumber, duration };
})
