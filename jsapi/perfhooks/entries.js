// The entries of the timeline (W3C Performance Timeline, User Timing). make(class, …) makes one; code cannot.
(function (host) {
	const { invalidArgType, nodeError, now } = host;
	const key = Symbol('made here');

	class PerformanceEntry {
		#name;
		#type;
		#start;
		#duration;
		constructor(...args) {
			if (args[0] !== key) throw nodeError('TypeError', 'ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor');
			[, this.#name, this.#type, this.#start, this.#duration] = args;
		}
		get name() { return this.#name; }
		get entryType() { return this.#type; }
		get startTime() { return this.#start; }
		get duration() { return this.#duration; }
		toJSON() {
			return { name: this.#name, entryType: this.#type, startTime: this.#start, duration: this.#duration };
		}
	}

	// FunctionEntry is what timerify makes: the arguments are its elements too.
	class FunctionEntry extends PerformanceEntry {
		constructor(name, start, duration, detail) {
			super(key, name, 'function', start, duration);
			this.detail = detail;
			Object.assign(this, detail);
		}
		toJSON() {
			return { ...super.toJSON(), detail: this.detail };
		}
	}

	function copy(detail) {
		return detail === undefined || detail === null ? null : globalThis.structuredClone?.(detail) ?? detail;
	}

	class PerformanceMark extends PerformanceEntry {
		#detail;
		constructor(name, options = {}) {
			if (arguments.length === 0) throw host.missingArgs('name');
			if (typeof options !== 'object') throw invalidArgType('options', 'of type object', options);
			const start = options?.startTime ?? now();
			if (typeof start !== 'number') throw invalidArgType('startTime', 'of type number', start);
			if (start < 0) throw nodeError('TypeError', 'ERR_PERFORMANCE_INVALID_TIMESTAMP', `${start} is not a valid timestamp`);
			super(key, `${name}`, 'mark', start, 0);
			this.#detail = copy(options?.detail);
		}
		get detail() { return this.#detail; }
		toJSON() {
			return { ...super.toJSON(), detail: this.#detail };
		}
	}

	class PerformanceMeasure extends PerformanceEntry {
		#detail;
		constructor(own, name, start, duration, detail) {
			super(own, name, 'measure', start, duration);
			this.#detail = copy(detail);
		}
		get detail() { return this.#detail; }
		toJSON() {
			return { ...super.toJSON(), detail: this.#detail };
		}
	}

	class PerformanceResourceTiming extends PerformanceEntry {}

	host.finishClass(PerformanceEntry, ['name', 'entryType', 'startTime', 'duration', 'toJSON']);
	host.finishClass(PerformanceMark, ['detail']);
	host.finishClass(PerformanceMeasure, ['detail']);

	// What util.inspect shows of an entry: its getters' values.
	Object.defineProperty(PerformanceEntry.prototype, Symbol.for('nodejs.util.inspect.custom'), {
		value(depth, options, inspect) {
			if (depth < 0) return this;
			return `${this.constructor.name} ${inspect(this.toJSON(), { ...options, depth: options.depth == null ? null : options.depth - 1 })}`;
		},
		configurable: true, writable: true,
	});
	return {
		classes: { PerformanceEntry, PerformanceMark, PerformanceMeasure, PerformanceResourceTiming },
		measure: (name, start, duration, detail) => new PerformanceMeasure(key, name, start, duration, detail),
		call: (name, start, duration, args) => new FunctionEntry(name, start, duration, args),
	};
})
