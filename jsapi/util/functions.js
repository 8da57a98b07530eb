// The functions of util that make functions out of functions, and those that wait. Returns the module's object.
(function (host) {
	const { invalidArgType, nodeError } = host;
	const process = () => host.require('process');
	const custom = Symbol.for('nodejs.util.promisify.custom');

	function checkFunction(value, name) {
		if (typeof value !== 'function') throw invalidArgType(name, 'of type function', value);
	}

	function promisify(original) {
		checkFunction(original, 'original');
		const own = original[custom];
		if (own) {
			checkFunction(own, 'util.promisify.custom');
			return Object.defineProperty(own, custom, { value: own, enumerable: false, writable: false, configurable: true });
		}
		// Some functions of the host's call back with several values, and name them (Node does so for its own).
		const names = original[promisify.names];
		function fn(...args) {
			return new Promise((resolve, reject) => {
				args.push((error, ...values) => {
					if (error) reject(error);
					else if (names !== undefined && values.length > 1) resolve(Object.fromEntries(names.map((n, i) => [n, values[i]])));
					else resolve(values[0]);
				});
				Reflect.apply(original, this, args);
			});
		}
		Object.setPrototypeOf(fn, Object.getPrototypeOf(original));
		Object.defineProperty(fn, custom, { value: fn, enumerable: false, writable: false, configurable: true });
		return copyProperties(original, fn);
	}
	promisify.custom = custom;
	Object.defineProperty(promisify, 'names', { value: Symbol.for('guthega.promisify.names') });

	function copyProperties(from, to, change) {
		const all = Object.getOwnPropertyDescriptors(from);
		change?.(all);
		for (const key of Reflect.ownKeys(all)) {
			try {
				Object.defineProperty(to, key, all[key]);
			} catch {
				// a property that the new function has already and that cannot be changed
			}
		}
		return to;
	}

	function callbackify(original) {
		checkFunction(original, 'original');
		function callbackified(...args) {
			const callback = args.pop();
			checkFunction(callback, 'last argument');
			const back = callback.bind(this);
			Reflect.apply(original, this, args).then(
				(value) => process().nextTick(back, null, value),
				(reason) => process().nextTick(back, reason || falsyRejection(reason)));
		}
		return copyProperties(original, callbackified, (all) => {
			if (typeof all.length.value === 'number') all.length.value++;
			if (typeof all.name.value === 'string') all.name.value += 'Callbackified';
		});
	}

	function falsyRejection(reason) {
		const error = nodeError('Error', 'ERR_FALSY_VALUE_REJECTION', 'Promise was rejected with falsy value');
		error.reason = reason;
		return error;
	}

	const warnedCodes = new Set();

	function deprecate(fn, message, code) {
		if (code !== undefined && typeof code !== 'string') throw invalidArgType('code', 'of type string', code);
		let warned = false;
		function deprecated(...args) {
			if (!warned && !process().noDeprecation) {
				warned = true;
				if (code === undefined || !warnedCodes.has(code)) {
					if (code !== undefined) warnedCodes.add(code);
					process().emitWarning(message, 'DeprecationWarning', code, deprecated);
				}
			}
			// goja has new.target defined in a plain call too, where a class's constructor makes it.
			if (new.target && this instanceof deprecated) return Reflect.construct(fn, args, new.target);
			return Reflect.apply(fn, this, args);
		}
		Object.setPrototypeOf(deprecated, fn);
		if (fn.prototype) deprecated.prototype = fn.prototype;
		return deprecated;
	}

	function inherits(ctor, superCtor) {
		if (ctor === undefined || ctor === null) throw invalidArgType('ctor', 'of type function', ctor);
		if (superCtor === undefined || superCtor === null) throw invalidArgType('superCtor', 'of type function', superCtor);
		if (superCtor.prototype === undefined) throw invalidArgType('superCtor.prototype', 'of type object', superCtor.prototype);
		Object.defineProperty(ctor, 'super_', { value: superCtor, writable: true, configurable: true });
		Object.setPrototypeOf(ctor.prototype, superCtor.prototype);
	}

	// enabled says whether NODE_DEBUG, a list of sections in which * stands for anything, names one.
	function enabled(section) {
		const list = process().env.NODE_DEBUG;
		if (!list) return false;
		const pattern = list.replace(/[|\\{}()[\]^$+?.]/g, '\\$&').replaceAll('*', '.*').replaceAll(',', '$|^');
		return new RegExp(`^${pattern}$`, 'i').test(section);
	}

	function debuglog(section, callback) {
		section = `${section}`.toUpperCase();
		let on;
		const write = (...args) => {
			if (!test()) return;
			const { pid, stderr } = process();
			stderr.write(`${section} ${pid}: ${host.require('internal/inspect').format(...args)}\n`);
		};
		const test = () => on ??= enabled(section);
		const logger = (...args) => {
			if (on === undefined && typeof callback === 'function') callback(write);
			write(...args);
		};
		return Object.defineProperty(logger, 'enabled', { get: test, configurable: true, enumerable: true });
	}

	// The resource is what the waiting is about; whoever waits holds it, so that it cannot be collected before.
	async function aborted(signal, resource) {
		if (signal === undefined) throw invalidArgType('signal', 'of type object', signal);
		if (signal === null || typeof signal !== 'object' || !('aborted' in signal)) {
			throw invalidArgType('signal', 'an instance of AbortSignal', signal);
		}
		if (resource === null || (typeof resource !== 'object' && typeof resource !== 'function')) {
			throw invalidArgType('resource', 'of type object', resource);
		}
		if (signal.aborted) return undefined;
		return new Promise((resolve) => {
			signal.addEventListener('abort', (event) => resolve(resource && event), { once: true });
		});
	}

	return { callbackify, debug: debuglog, debuglog, deprecate, inherits, promisify, aborted };
})
