// The URL class. Its only state is the serialization; host.component and host.update work on that.
(function (host, { URLSearchParams, link, reload }) {
	const kInspect = Symbol.for('nodejs.util.inspect.custom');
	const components = ['protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search', 'hash'];

	// internals lets this module alone look inside a URL.
	let internals;

	class URL {
		#href;
		#params;

		constructor(input, base = undefined) {
			if (arguments.length === 0) throw host.missingArgs('url');
			this.#href = host.parse(`${input}`, base === undefined ? undefined : `${base}`);
		}

		static canParse(input, base = undefined) {
			if (arguments.length === 0) throw host.missingArgs('url');
			return host.canParse(`${input}`, base === undefined ? undefined : `${base}`);
		}

		static parse(input, base = undefined) {
			if (arguments.length === 0) throw host.missingArgs('url');
			input = `${input}`;
			if (base !== undefined) base = `${base}`;
			return host.canParse(input, base) ? new URL(input, base) : null;
		}

		static {
			internals = {
				isURL: (o) => o !== null && typeof o === 'object' && #href in o,
				get: (url, name) => host.component(url.#href, name),
				set(url, name, value) {
					url.#href = host.update(url.#href, name, `${value}`);
					if (name === 'search' && url.#params) reload(url.#params, url.search);
				},
			};
		}

		get href() {
			return this.#href;
		}
		set href(value) {
			this.#href; // for the error on another receiver
			this.#href = host.parse(`${value}`, undefined);
			if (this.#params) reload(this.#params, this.search);
		}
		get origin() {
			return host.component(this.#href, 'origin');
		}
		get searchParams() {
			if (!this.#params) {
				this.#params = new URLSearchParams(this.search);
				link(this.#params, (query) => {
					this.#href = host.update(this.#href, 'search', query);
				});
			}
			return this.#params;
		}
		toString() {
			return this.#href;
		}
		toJSON() {
			return this.#href;
		}
		[kInspect](depth, options, inspect) {
			if (typeof depth === 'number' && depth < 0 || typeof inspect !== 'function') return this.#href;
			const shown = { href: this.href, origin: this.origin };
			for (const name of components) {
				if (name === 'hash') shown.searchParams = this.searchParams;
				shown[name] = this[name];
			}
			return `${this.constructor.name} ${inspect(shown, options)}`;
		}
	}
	for (const name of components) {
		const accessors = {
			get [name]() {
				return internals.get(this, name);
			},
			set [name](value) {
				internals.set(this, name, value);
			},
		};
		Object.defineProperty(URL.prototype, name, Object.getOwnPropertyDescriptor(accessors, name));
	}
	host.finishClass(URL, ['toString', 'href', 'origin', 'searchParams', 'toJSON']);
	for (const name of ['parse', 'canParse']) Object.defineProperty(URL, name, { enumerable: true });

	return { URL, isURL: internals.isURL };
})
