// Headers (Fetch, 5.1).
(function (host) {
	const kList = Symbol('headers list');
	const kGuard = Symbol('headers guard');
	const none = Symbol('none');
	const { isToken, badValue } = host;

	const trimmed = (value) => `${value}`.replace(/^[\t\r\n ]+|[\t\r\n ]+$/g, '');

	function checkName(method, name) {
		if (!isToken(name)) throw new TypeError(`Headers.${method}: "${name}" is an invalid header name.`);
	}

	function checkValue(method, value) {
		if (badValue(value)) throw new TypeError(`Headers.${method}: "${value}" is an invalid header value.`);
	}

	class Headers {
		constructor(init = undefined) {
			this[kList] = new Map(); // name in lower case → [name, values]
			this[kGuard] = 'none';
			if (init !== none && init !== undefined) fill(this, init);
		}

		append(name, value) {
			need(this, 'append', arguments, 2);
			name = `${name}`;
			value = trimmed(value);
			checkName('append', name);
			checkValue('append', value);
			change(this);
			add(this, name, value);
		}

		delete(name) {
			need(this, 'delete', arguments, 1);
			name = `${name}`;
			checkName('delete', name);
			change(this);
			this[kList].delete(name.toLowerCase());
		}

		get(name) {
			need(this, 'get', arguments, 1);
			name = `${name}`;
			checkName('get', name);
			return valueOf(this, name.toLowerCase());
		}

		has(name) {
			need(this, 'has', arguments, 1);
			name = `${name}`;
			checkName('has', name);
			return this[kList].has(name.toLowerCase());
		}

		set(name, value) {
			need(this, 'set', arguments, 2);
			name = `${name}`;
			value = trimmed(value);
			checkName('set', name);
			checkValue('set', value);
			change(this);
			this[kList].set(name.toLowerCase(), [name, [value]]);
		}

		getSetCookie() {
			const entry = this[kList].get('set-cookie');
			return entry ? [...entry[1]] : [];
		}

		forEach(callback, thisArg = undefined) {
			need(this, 'forEach', arguments, 1);
			if (typeof callback !== 'function') throw new TypeError("Failed to execute 'forEach' on 'Headers': parameter 1 is not of type 'Function'.");
			for (const [name, value] of this) callback.call(thisArg, value, name, this);
		}

		*entries() { yield* sorted(this); }
		*keys() { for (const [name] of sorted(this)) yield name; }
		*values() { for (const [, value] of sorted(this)) yield value; }
		[Symbol.iterator]() { return this.entries(); }

		[Symbol.for('nodejs.util.inspect.custom')](depth, options, inspect) {
			return `Headers ${inspect(Object.fromEntries(sorted(this)), options)}`;
		}
	}
	host.finishClass(Headers, ['append', 'delete', 'get', 'has', 'set', 'getSetCookie', 'forEach', 'entries', 'keys', 'values']);

	function need(self, method, args, n) {
		if (!(self instanceof Headers)) throw new TypeError('Illegal invocation');
		if (args.length < n) throw new TypeError(`Headers.${method}: ${n} argument${n > 1 ? 's' : ''} required, but${args.length > 0 ? ' only' : ''} ${args.length} found.`);
	}

	function change(self) {
		if (self[kGuard] === 'immutable') throw new TypeError('immutable');
	}

	function add(self, name, value) {
		const key = name.toLowerCase();
		const entry = self[kList].get(key);
		if (entry) entry[1].push(value);
		else self[kList].set(key, [name, [value]]);
	}

	function valueOf(self, key) {
		const entry = self[kList].get(key);
		return entry ? entry[1].join(key === 'cookie' ? '; ' : ', ') : null;
	}

	function sorted(self) {
		const out = [];
		for (const key of [...self[kList].keys()].sort()) {
			if (key === 'set-cookie') for (const value of self[kList].get(key)[1]) out.push([key, value]);
			else out.push([key, valueOf(self, key)]);
		}
		return out;
	}

	function fill(self, init) {
		if (init instanceof Headers) {
			for (const [key, [name, values]] of init[kList]) self[kList].set(key, [name, [...values]]);
			return;
		}
		if (init === null || typeof init !== 'object' && typeof init !== 'function') {
			throw new TypeError('Headers constructor: Argument 1 could not be converted to one of: sequence<sequence<ByteString>>, record<ByteString, ByteString>.');
		}
		if (typeof init[Symbol.iterator] === 'function') {
			for (const pair of init) {
				const list = [...pair];
				if (list.length !== 2) throw new TypeError(`Headers constructor: expected name/value pair to be length 2, found ${list.length}.`);
				self.append(list[0], list[1]);
			}
			return;
		}
		for (const key of Reflect.ownKeys(init)) {
			if (Object.getOwnPropertyDescriptor(init, key)?.enumerable && typeof key === 'string') self.append(key, init[key]);
		}
	}

	// of makes Headers of names in lower case and values in turn, known to be good.
	function of(pairs, guard) {
		const headers = new Headers(none);
		for (let i = 0; i < pairs.length; i += 2) add(headers, pairs[i], pairs[i + 1]);
		headers[kGuard] = guard;
		return headers;
	}

	// flat are names and values in turn, as they were given.
	function flat(headers) {
		const out = [];
		for (const [name, values] of headers[kList].values()) {
			if (name.toLowerCase() === 'set-cookie') for (const value of values) out.push(name, value);
			else out.push(name, valueOf(headers, name.toLowerCase()));
		}
		return out;
	}

	return { Headers, of, flat, guard: (headers, g) => { headers[kGuard] = g; return headers; } };
})
