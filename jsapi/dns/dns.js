// Node's dns: arguments, the callback and promise forms, and Resolver. Go asks.
(function (host) {
	const { invalidArgType, nodeError, isIP } = host;
	const codes = {
		NODATA: 'ENODATA', FORMERR: 'EFORMERR', SERVFAIL: 'ESERVFAIL', NOTFOUND: 'ENOTFOUND', NOTIMP: 'ENOTIMP', REFUSED: 'EREFUSED',
		BADQUERY: 'EBADQUERY', BADNAME: 'EBADNAME', BADFAMILY: 'EBADFAMILY', BADRESP: 'EBADRESP', CONNREFUSED: 'ECONNREFUSED',
		TIMEOUT: 'ETIMEOUT', EOF: 'EOF', FILE: 'EFILE', NOMEM: 'ENOMEM', DESTRUCTION: 'EDESTRUCTION', BADSTR: 'EBADSTR',
		BADFLAGS: 'EBADFLAGS', NONAME: 'ENONAME', BADHINTS: 'EBADHINTS', NOTINITIALIZED: 'ENOTINITIALIZED',
		LOADIPHLPAPI: 'ELOADIPHLPAPI', ADDRGETNETWORKPARAMS: 'EADDRGETNETWORKPARAMS', CANCELLED: 'ECANCELLED',
	};
	const ADDRCONFIG = 32;
	const ALL = 16;
	const V4MAPPED = 8;
	const orders = ['verbatim', 'ipv4first', 'ipv6first'];
	let defaultOrder = 'verbatim';

	const oneOf = (name, list, got) => nodeError('TypeError', 'ERR_INVALID_ARG_VALUE',
		`The ${name.includes('.') ? 'property' : 'argument'} '${name}' must be one of: ${list.map(host.inspect).join(', ')}. Received ${host.inspect(got)}`);

	function validateString(v, name) {
		if (typeof v !== 'string') throw invalidArgType(name, 'of type string', v);
	}
	function validateCallback(v, name = 'callback') {
		if (typeof v !== 'function') throw invalidArgType(name, 'of type function', v);
	}

	function familyOf(v, name) {
		switch (v) {
		case 'IPv4': return 4;
		case 'IPv6': return 6;
		case 0: case 4: case 6: return v;
		}
		throw oneOf(name, [0, 4, 6], v);
	}

	// lookupOptions reads the second argument of lookup.
	function lookupOptions(options) {
		const out = { family: 0, hints: 0, all: false, order: defaultOrder };
		if (options === undefined || options === null) return out;
		if (typeof options === 'number') {
			out.family = familyOf(options, 'family');
			return out;
		}
		if (typeof options !== 'object') throw invalidArgType('options', 'of type object or integer', options);
		const { family, hints, all, verbatim, order } = options;
		if (hints !== undefined && hints !== null) {
			if (typeof hints !== 'number') throw invalidArgType('options.hints', 'of type number', hints);
			out.hints = hints >>> 0;
			if ((out.hints & ~(ADDRCONFIG | ALL | V4MAPPED)) !== 0) {
				throw nodeError('TypeError', 'ERR_INVALID_ARG_VALUE', `The argument 'hints' is invalid. Received ${hints}`);
			}
		}
		if (family !== undefined && family !== null) out.family = familyOf(family, 'options.family');
		if (all !== undefined && all !== null) {
			if (typeof all !== 'boolean') throw invalidArgType('options.all', 'of type boolean', all);
			out.all = all;
		}
		if (verbatim !== undefined && verbatim !== null) {
			if (typeof verbatim !== 'boolean') throw invalidArgType('options.verbatim', 'of type boolean', verbatim);
			out.order = verbatim ? 'verbatim' : 'ipv4first';
		}
		if (order !== undefined && order !== null) {
			if (!orders.includes(order)) throw oneOf('options.order', orders, order);
			out.order = order;
		}
		return out;
	}

	function lookup(hostname, options, callback) {
		if (hostname) validateString(hostname, 'hostname');
		if (typeof options === 'function') {
			callback = options;
			options = undefined;
		} else validateCallback(callback);
		const { family, hints, all, order } = lookupOptions(options);
		if (!hostname) {
			host.tick(() => (all ? callback(null, []) : callback(null, null, family === 6 ? 6 : 4)));
			return {};
		}
		const literal = isIP(hostname);
		if (literal) {
			host.tick(() => (all ? callback(null, [{ address: hostname, family: literal }]) : callback(null, hostname, literal)));
			return {};
		}
		const request = { callback, family, hostname, oncomplete: undefined };
		host.lookup(hostname, family, (hints & ADDRCONFIG) !== 0, order, (error, addresses) => {
			if (error) callback(error);
			else if (all) callback(null, addresses.map((address) => ({ address, family: isIP(address) })));
			else callback(null, addresses[0], family || isIP(addresses[0]));
		});
		return request;
	}

	function validPort(port) {
		if (typeof port !== 'number' && typeof port !== 'string' || +port !== (+port >>> 0) || port > 0xffff || String(port).trim() === '') {
			throw nodeError('RangeError', 'ERR_SOCKET_BAD_PORT', `Port should be >= 0 and < 65536. Received type ${typeof port} (${host.inspect(port)}).`);
		}
		return +port;
	}

	function lookupService(address, port, callback) {
		if (arguments.length !== 3) throw nodeError('TypeError', 'ERR_MISSING_ARGS', 'The "address", "port", and "callback" arguments must be specified');
		if (isIP(address) === 0) {
			throw nodeError('TypeError', 'ERR_INVALID_ARG_VALUE', `The argument 'address' is invalid. Received ${host.inspect(address)}`);
		}
		const number = validPort(port);
		validateCallback(callback);
		host.lookupService(address, number, callback);
		return {};
	}

	// methods are resolve4 and its like, with Node's names of the records.
	const methods = {
		resolveAny: 'ANY', resolve4: 'A', resolve6: 'AAAA', resolveCaa: 'CAA', resolveCname: 'CNAME', resolveMx: 'MX',
		resolveNs: 'NS', resolveTxt: 'TXT', resolveSrv: 'SRV', resolvePtr: 'PTR', resolveNaptr: 'NAPTR', resolveSoa: 'SOA',
	};
	const kinds = Object.values(methods);

	function milliseconds(options, name, least) {
		const v = options?.[name];
		if (v === undefined) return 0;
		if (typeof v !== 'number') throw invalidArgType(`options.${name}`, 'of type number', v);
		if (!Number.isInteger(v) || v < least || v > 0x7fffffff) throw host.outOfRange(`options.${name}`, `>= ${least} && <= 2147483647`, v);
		return v;
	}

	function reverse(address, callback) {
		validateString(address, 'name');
		validateCallback(callback);
		if (!isIP(address)) {
			const e = new Error(`getHostByAddr EINVAL ${address}`);
			Object.assign(e, { errno: -22, code: 'EINVAL', syscall: 'getHostByAddr', hostname: address });
			throw e;
		}
		host.reverse(address, callback);
		return {};
	}

	const kHandle = Symbol('handle');

	class Resolver {
		constructor(options) {
			this[kHandle] = host.newResolver(milliseconds(options, 'timeout', -1), milliseconds(options, 'tries', 1));
		}
		cancel() { this[kHandle].cancel(); }
		getServers() { return this[kHandle].getServers(); }
		setServers(servers) {
			if (!Array.isArray(servers)) throw invalidArgType('servers', 'an instance of Array', servers);
			for (let i = 0; i < servers.length; i++) validateString(servers[i], `servers[${i}]`);
			const wrong = this[kHandle].setServers(servers);
			if (wrong !== undefined) throw nodeError('TypeError', 'ERR_INVALID_IP_ADDRESS', `Invalid IP address: ${wrong}`);
		}
		setLocalAddress() {
			throw nodeError('Error', 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM', 'resolver.setLocalAddress is unavailable on the current platform, which is being used to run guthega');
		}
		resolve(name, type, callback) {
			if (typeof type === 'function') {
				callback = type;
				type = 'A';
			} else if (typeof type !== 'string') throw invalidArgType('rrtype', 'of type string', type);
			const kind = type.toUpperCase();
			if (!kinds.includes(kind)) {
				throw nodeError('TypeError', 'ERR_INVALID_ARG_VALUE', `The argument 'rrtype' is invalid. Received ${host.inspect(type)}`);
			}
			return query(this, kind, name, undefined, callback);
		}
		reverse(address, callback) { return reverse(address, callback); }
	}

	function query(resolver, kind, name, options, callback) {
		if (typeof options === 'function') {
			callback = options;
			options = undefined;
		}
		validateString(name, 'name');
		validateCallback(callback);
		resolver[kHandle].query(kind, name, Boolean(options?.ttl), callback);
		return {};
	}
	for (const [method, kind] of Object.entries(methods)) {
		const fn = function (name, options, callback) { return query(this, kind, name, options, callback); };
		Object.defineProperty(fn, 'name', { value: method === 'resolve4' ? 'queryA' : method });
		Object.defineProperty(Resolver.prototype, method, { value: fn, writable: true, configurable: true });
	}

	let shared; // the resolver of the module's own functions
	const defaultResolver = () => shared ||= new Resolver();
	const asked = ['getServers', 'resolve', ...Object.keys(methods)];

	function setDefaultResultOrder(value) {
		if (!orders.includes(value)) throw oneOf('dnsOrder', orders, value);
		defaultOrder = value;
	}
	const getDefaultResultOrder = () => defaultOrder;
	const setServers = (servers) => defaultResolver().setServers(servers);

	// promised calls a function that ends in a callback.
	const promised = (fn) => new Promise((resolve, reject) => { fn((error, value) => (error ? reject(error) : resolve(value))); });

	function promises() {
		class PromisesResolver {
			constructor(options) { this[kHandle] = new Resolver(options); }
			cancel() { this[kHandle].cancel(); }
			getServers() { return this[kHandle].getServers(); }
			setServers(servers) { this[kHandle].setServers(servers); }
			setLocalAddress() { this[kHandle].setLocalAddress(); }
			resolve(name, type = 'A') { return promised((done) => this[kHandle].resolve(name, type, done)); }
			reverse(address) { return promised((done) => reverse(address, done)); }
		}
		for (const method of Object.keys(methods)) {
			const fn = function (name, options) { return promised((done) => this[kHandle][method](name, options, done)); };
			Object.defineProperty(PromisesResolver.prototype, method, { value: fn, writable: true, configurable: true });
		}
		Object.defineProperty(PromisesResolver, 'name', { value: 'Resolver' });
		const out = {
			lookup(hostname, options) {
				return new Promise((resolve, reject) => {
					lookup(hostname, options, (error, address, family) => {
						if (error) reject(error);
						else resolve(Array.isArray(address) ? address : { address, family });
					});
				});
			},
			lookupService(address, port) {
				if (arguments.length !== 2) throw host.missingArgs('address', 'port');
				return new Promise((resolve, reject) => {
					lookupService(address, port, (error, hostname, service) => (error ? reject(error) : resolve({ hostname, service })));
				});
			},
			Resolver: PromisesResolver,
			getDefaultResultOrder, setDefaultResultOrder, setServers,
			...codes,
		};
		for (const name of asked.slice(1)) {
			out[name] = (...list) => {
				const resolver = defaultResolver();
				if (name === 'resolve' && list.length < 2) list[1] = 'A';
				return promised((done) => resolver[name](...list, done));
			};
		}
		out.getServers = () => defaultResolver().getServers();
		out.reverse = (address) => promised((done) => reverse(address, done));
		return out;
	}
	let promisesExports;

	const exports = { lookup, lookupService, Resolver, getDefaultResultOrder, setDefaultResultOrder, setServers, ADDRCONFIG, ALL, V4MAPPED, ...codes };
	for (const name of asked) exports[name] = (...list) => defaultResolver()[name](...list);
	exports.reverse = reverse;
	Object.defineProperty(exports, 'promises', { configurable: true, enumerable: true, get: () => promisesExports ||= promises() });
	// util.promisify names the two values.
	const custom = Symbol.for('nodejs.util.promisify.custom');
	Object.defineProperty(lookup, custom, { value: (...list) => exports.promises.lookup(...list) });
	Object.defineProperty(lookupService, custom, { value: (...list) => exports.promises.lookupService(...list) });
	return exports;
})
