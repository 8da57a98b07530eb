// Observers are told of entries in a later turn, all that came until then at once.
(function (host) {
	const { invalidArgType, nodeError } = host;
	const supported = Object.freeze(['dns', 'function', 'gc', 'http', 'http2', 'mark', 'measure', 'net', 'resource']);
	let observers = [];
	let waiting = false;

	function select(list, name, type) {
		return list.filter((e) => (name === undefined || e.name === name) && (type === undefined || e.entryType === type));
	}

	class PerformanceObserverEntryList {
		#entries;
		constructor(entries) {
			this.#entries = [...entries].sort((a, b) => a.startTime - b.startTime);
		}
		getEntries() {
			return [...this.#entries];
		}
		getEntriesByType(type) {
			return select(this.#entries, undefined, `${type}`);
		}
		getEntriesByName(name, type) {
			return select(this.#entries, `${name}`, type === undefined ? undefined : `${type}`);
		}
	}

	class PerformanceObserver {
		#callback;
		#state = { types: new Set(), queue: [], single: undefined };
		constructor(callback) {
			if (typeof callback !== 'function') throw invalidArgType('callback', 'of type function', callback);
			this.#callback = callback;
			this.#state.flush = () => {
				const entries = this.takeRecords();
				if (entries.length > 0) Reflect.apply(this.#callback, this, [new PerformanceObserverEntryList(entries), this]);
			};
		}

		static get supportedEntryTypes() {
			return supported;
		}

		observe(options = {}) {
			if (typeof options !== 'object' || options === null) throw invalidArgType('options', 'of type object', options);
			const { entryTypes, type, buffered } = options;
			if (entryTypes === undefined && type === undefined) throw host.missingArgs('options.entryTypes', 'options.type');
			if (entryTypes != null && type != null) {
				throw nodeError('TypeError', 'ERR_INVALID_ARG_VALUE', "The property 'options.entryTypes' options.entryTypes can not " +
					'set with options.type together. Received ' + String(entryTypes));
			}
			const state = this.#state;
			const single = entryTypes == null;
			if (state.single !== undefined && state.single !== single) return;
			state.single = single;
			if (single) {
				if (supported.includes(type)) state.types.add(type);
				if (buffered) for (const entry of host.timeline(type)) enqueueFor(state, entry);
			} else {
				if (!Array.isArray(entryTypes)) throw invalidArgType('options.entryTypes', 'string[]', entryTypes);
				state.types = new Set(entryTypes.filter((t) => supported.includes(t)));
			}
			if (state.types.size === 0) this.disconnect();
			else if (!observers.includes(state)) observers = [...observers, state];
		}

		disconnect() {
			observers = observers.filter((s) => s !== this.#state);
			this.#state.queue = [];
			this.#state.types.clear();
			this.#state.single = undefined;
		}

		takeRecords() {
			const { queue } = this.#state;
			this.#state.queue = [];
			return queue;
		}
	}

	function enqueueFor(state, entry) {
		state.queue.push(entry);
		if (waiting) return;
		waiting = true;
		host.immediate(() => {
			waiting = false;
			for (const s of observers) s.flush();
		});
	}

	return {
		PerformanceObserver, PerformanceObserverEntryList, select,
		enqueue(entry) {
			for (const state of observers) {
				if (state.types.has(entry.entryType)) enqueueFor(state, entry);
			}
		},
		observed: (type) => observers.some((s) => s.types.has(type)),
	};
})
