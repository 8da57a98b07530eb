// AsyncLocalStorage. The context is a Map that is copied and not changed, so that whoever took it sees it as it was.
(function (host, AsyncResource) {
	const { current, enter } = host;
	const { apply } = Reflect;

	class AsyncLocalStorage {
		#enabled = false;

		static bind(fn) {
			return AsyncResource.bind(fn);
		}

		static snapshot() {
			return AsyncLocalStorage.bind((fn, ...args) => fn(...args));
		}

		disable() {
			this.#enabled = false;
		}

		enterWith(store) {
			this.#enabled = true;
			enter(new Map(current()).set(this, store));
		}

		run(store, callback, ...args) {
			const outside = current();
			if (this.#enabled && outside !== undefined && outside.has(this) && Object.is(store, outside.get(this))) {
				return apply(callback, null, args);
			}
			this.#enabled = true;
			enter(new Map(outside).set(this, store));
			try {
				return apply(callback, null, args);
			} finally {
				enter(outside);
			}
		}

		exit(callback, ...args) {
			const outside = current();
			if (!this.#enabled || outside === undefined || !outside.has(this)) return apply(callback, null, args);
			const without = new Map(outside);
			without.delete(this);
			enter(without.size > 0 ? without : undefined);
			try {
				return apply(callback, null, args);
			} finally {
				enter(outside);
			}
		}

		getStore() {
			return this.#enabled ? current()?.get(this) : undefined;
		}
	}
	return AsyncLocalStorage;
})
