// The URLSearchParams class.
(function (host) {
	const { invalidArgType, missingArgs, invalidThis, nodeError, usv } = host;
	const kInspect = Symbol.for('nodejs.util.inspect.custom');
	let internals;

	function pairsOf(init) {
		if (init === undefined || init === null) return [];
		if (typeof init !== 'object' && typeof init !== 'function') {
			return host.parseQuery(`${init}`);
		}
		const iterate = init[Symbol.iterator];
		if (iterate === undefined || iterate === null) return pairsOfRecord(init);
		if (internals.isParams(init) && iterate === URLSearchParams.prototype[Symbol.iterator]) {
			return internals.list(init).slice();
		}
		if (typeof iterate !== 'function') {
			throw nodeError('TypeError', 'ERR_ARG_NOT_ITERABLE', 'Query pairs must be iterable');
		}
		const list = [];
		for (const pair of init) {
			// A string is iterable too, but not as a pair.
			const isObject = pair !== null && (typeof pair === 'object' || typeof pair === 'function');
			const parts = isObject && typeof pair[Symbol.iterator] === 'function' ? [...pair] : [];
			if (parts.length !== 2) {
				throw nodeError('TypeError', 'ERR_INVALID_TUPLE', 'Each query pair must be an iterable [name, value] tuple');
			}
			list.push(usv(parts[0]), usv(parts[1]));
		}
		return list;
	}

	function pairsOfRecord(record) {
		const seen = new Map(); // different keys may become the same string
		for (const key of Reflect.ownKeys(record)) {
			if (Object.getOwnPropertyDescriptor(record, key)?.enumerable) seen.set(usv(key), usv(record[key]));
		}
		return [...seen].flat();
	}

	class URLSearchParams {
		// Names and values in turn.
		#list;
		// Told of every change: the URL whose query this is.
		#changed;

		constructor(init = undefined) {
			this.#list = pairsOf(typeof init === 'string' && init[0] === '?' ? init.slice(1) : init);
		}

		static {
			internals = {
				isParams: (o) => o !== null && typeof o === 'object' && #list in o,
				list: (o) => o.#list,
				link(params, changed) {
					params.#changed = changed;
				},
				reload(params, search) {
					params.#list = host.parseQuery(search[0] === '?' ? search.slice(1) : search);
				},
			};
		}

		static #check(o) {
			if (!internals.isParams(o)) throw invalidThis('URLSearchParams');
		}

		#update() {
			this.#changed?.(host.formatQuery(this.#list));
		}

		get size() {
			URLSearchParams.#check(this);
			return this.#list.length / 2;
		}
		append(name, value) {
			URLSearchParams.#check(this);
			if (arguments.length < 2) throw missingArgs('name', 'value');
			this.#list.push(usv(name), usv(value));
			this.#update();
		}
		delete(name, value = undefined) {
			URLSearchParams.#check(this);
			if (arguments.length < 1) throw missingArgs('name');
			name = usv(name);
			if (value !== undefined) value = usv(value);
			const list = this.#list;
			for (let i = 0; i < list.length;) {
				if (list[i] === name && (value === undefined || list[i + 1] === value)) list.splice(i, 2);
				else i += 2;
			}
			this.#update();
		}
		get(name) {
			URLSearchParams.#check(this);
			if (arguments.length < 1) throw missingArgs('name');
			name = usv(name);
			const list = this.#list;
			for (let i = 0; i < list.length; i += 2) {
				if (list[i] === name) return list[i + 1];
			}
			return null;
		}
		getAll(name) {
			URLSearchParams.#check(this);
			if (arguments.length < 1) throw missingArgs('name');
			name = usv(name);
			return this.#list.filter((_, i, list) => i % 2 === 1 && list[i - 1] === name);
		}
		has(name, value = undefined) {
			URLSearchParams.#check(this);
			if (arguments.length < 1) throw missingArgs('name');
			name = usv(name);
			if (value !== undefined) value = usv(value);
			const list = this.#list;
			for (let i = 0; i < list.length; i += 2) {
				if (list[i] === name && (value === undefined || list[i + 1] === value)) return true;
			}
			return false;
		}
		set(name, value) {
			URLSearchParams.#check(this);
			if (arguments.length < 2) throw missingArgs('name', 'value');
			name = usv(name);
			value = usv(value);
			const list = this.#list;
			let found = false;
			for (let i = 0; i < list.length;) {
				if (list[i] !== name) {
					i += 2;
				} else if (found) {
					list.splice(i, 2);
				} else {
					found = true;
					list[i + 1] = value;
					i += 2;
				}
			}
			if (!found) list.push(name, value);
			this.#update();
		}
		sort() {
			URLSearchParams.#check(this);
			const pairs = [];
			for (let i = 0; i < this.#list.length; i += 2) pairs.push([this.#list[i], this.#list[i + 1]]);
			// By UTF-16 units, as strings compare, and stable.
			pairs.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
			this.#list = pairs.flat();
			this.#update();
		}
		entries() {
			URLSearchParams.#check(this);
			return new URLSearchParamsIterator(this, (list, i) => [list[i], list[i + 1]]);
		}
		keys() {
			URLSearchParams.#check(this);
			return new URLSearchParamsIterator(this, (list, i) => list[i]);
		}
		values() {
			URLSearchParams.#check(this);
			return new URLSearchParamsIterator(this, (list, i) => list[i + 1]);
		}
		forEach(callback, thisArg = undefined) {
			URLSearchParams.#check(this);
			if (typeof callback !== 'function') throw invalidArgType('callback', 'of type function', callback);
			// The list may change under way.
			for (let i = 0; i < this.#list.length; i += 2) {
				callback.call(thisArg, this.#list[i + 1], this.#list[i], this);
			}
		}
		toString() {
			URLSearchParams.#check(this);
			return host.formatQuery(this.#list);
		}
		[kInspect](depth, options, inspect) {
			if (typeof inspect !== 'function') return this.toString();
			if (typeof depth === 'number' && depth < 0) return '[Object]';
			const shown = [];
			for (const [name, value] of this) shown.push(`${inspect(name, options)} => ${inspect(value, options)}`);
			return shown.length === 0 ? `${this.constructor.name} {}` : `${this.constructor.name} { ${shown.join(', ')} }`;
		}
	}
	const proto = URLSearchParams.prototype;
	Object.defineProperty(proto, Symbol.iterator, { value: proto.entries, writable: true, configurable: true });
	host.finishClass(URLSearchParams, ['size', 'append', 'delete', 'get', 'getAll', 'has', 'set', 'sort', 'entries', 'forEach',
		'keys', 'values', 'toString']);

	const iteratorPrototype = Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]()));
	class URLSearchParamsIterator {
		#params;
		#pick;
		#index = 0;
		constructor(params, pick) {
			this.#params = params;
			this.#pick = pick;
		}
		next() {
			if (this === null || typeof this !== 'object' || !(#params in this)) throw invalidThis('URLSearchParamsIterator');
			const list = internals.list(this.#params);
			const i = this.#index;
			if (i >= list.length) return { value: undefined, done: true };
			this.#index += 2;
			return { value: this.#pick(list, i), done: false };
		}
	}
	delete URLSearchParamsIterator.prototype.constructor;
	Object.setPrototypeOf(URLSearchParamsIterator.prototype, iteratorPrototype);
	Object.defineProperty(URLSearchParamsIterator.prototype, Symbol.toStringTag, {
		value: 'URLSearchParams Iterator', configurable: true,
	});

	return { URLSearchParams, link: internals.link, reload: internals.reload };
})
