// The Performance object, and the module's exports.
(function (host, entries, observers, histograms) {
	const { invalidArgType, nodeError, now, timeOrigin } = host;
	const { DOMException, EventTarget } = host.require('internal/events');
	const { PerformanceMark } = entries.classes;
	const { select, enqueue } = observers;
	const key = Symbol('made here');
	let marks = [];
	let measures = [];
	const timeline = () => [...marks, ...measures].sort((a, b) => a.startTime - b.startTime);
	host.timeline = (type) => select(timeline(), undefined, type);

	class PerformanceNodeTiming {
		name = 'node';
		entryType = 'node';
		startTime = 0;
		get duration() { return now(); }
		nodeStart = 0;
		v8Start = 0;
		bootstrapComplete = 0;
		environment = 0;
		loopStart = 0;
		loopExit = -1;
		idleTime = 0;
		toJSON() {
			return { ...this, duration: this.duration };
		}
	}
	const nodeTiming = new PerformanceNodeTiming();

	// at is the time that a mark's name or a number stands for.
	function at(mark) {
		if (mark === undefined) return undefined;
		if (typeof mark === 'number') {
			if (mark < 0) throw nodeError('TypeError', 'ERR_PERFORMANCE_INVALID_TIMESTAMP', `${mark} is not a valid timestamp`);
			return mark;
		}
		const name = `${mark}`;
		const found = marks.findLast((m) => m.name === name);
		if (found) return found.startTime;
		if (typeof nodeTiming[name] === 'number' && name !== 'startTime' && name !== 'duration') return nodeTiming[name];
		throw new DOMException(`The "${name}" performance mark has not been set`, 'SyntaxError');
	}

	function span(options, endMark) {
		if (typeof options !== 'object' || options === null) return [at(options) ?? 0, at(endMark) ?? now()];
		const { start, end, duration } = options;
		const some = start !== undefined || end !== undefined || duration !== undefined;
		if (!some) return [0, at(endMark) ?? now()];
		if (endMark !== undefined) throw nodeError('TypeError', 'ERR_PERFORMANCE_MEASURE_INVALID_OPTIONS', 'endMark must not be specified');
		if (start === undefined && end === undefined) {
			throw nodeError('TypeError', 'ERR_PERFORMANCE_MEASURE_INVALID_OPTIONS', 'One of options.start or options.end is required');
		}
		if (start !== undefined && end !== undefined && duration !== undefined) {
			throw nodeError('TypeError', 'ERR_PERFORMANCE_MEASURE_INVALID_OPTIONS',
				'Must not have options.start, options.end, and options.duration specified');
		}
		const to = at(end) ?? (duration !== undefined ? at(start) + at(duration) : now());
		const from = at(start) ?? (duration !== undefined ? to - at(duration) : 0);
		return [from, to];
	}

	class Performance extends EventTarget {
		constructor(own) {
			if (own !== key) throw nodeError('TypeError', 'ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor');
			super();
		}
		clearMarks(name) {
			marks = name === undefined ? [] : marks.filter((m) => m.name !== `${name}`);
		}
		clearMeasures(name) {
			measures = name === undefined ? [] : measures.filter((m) => m.name !== `${name}`);
		}
		clearResourceTimings() {}
		getEntries() {
			return timeline();
		}
		getEntriesByName(name, type) {
			if (arguments.length === 0) throw host.missingArgs('name');
			return select(timeline(), `${name}`, type === undefined ? undefined : `${type}`);
		}
		getEntriesByType(type) {
			if (arguments.length === 0) throw host.missingArgs('type');
			return select(timeline(), undefined, `${type}`);
		}
		mark(name, options) {
			if (arguments.length === 0) throw host.missingArgs('name');
			const mark = new PerformanceMark(name, options);
			marks.push(mark);
			enqueue(mark);
			return mark;
		}
		measure(name, startOrOptions = {}, endMark) {
			if (typeof name !== 'string') throw invalidArgType('name', 'of type string', name);
			const [from, to] = span(startOrOptions, endMark);
			const measure = entries.measure(name, from, to - from, startOrOptions?.detail);
			measures.push(measure);
			enqueue(measure);
			return measure;
		}
		now() {
			return now();
		}
		setResourceTimingBufferSize() {}
		get timeOrigin() {
			return timeOrigin;
		}
		toJSON() {
			return { nodeTiming, timeOrigin, eventLoopUtilization: this.eventLoopUtilization() };
		}
		eventLoopUtilization() {
			return { idle: 0, active: 0, utilization: 0 };
		}
		get nodeTiming() {
			return nodeTiming;
		}
		markResourceTiming() {}
		timerify(fn, options = {}) {
			if (typeof fn !== 'function') throw invalidArgType('fn', 'of type function', fn);
			const { histogram } = options;
			if (histogram !== undefined && !histograms().isRecordable(histogram)) {
				throw invalidArgType('options.histogram', 'an instance of RecordableHistogram', histogram);
			}
			const done = (start, args) => {
				const duration = now() - start;
				histogram?.record(Math.max(1, Math.ceil(duration * 1e6)));
				if (observers.observed('function')) enqueue(entries.call(fn.name, start, duration, args));
			};
			function timerified(...args) {
				const start = now();
				const made = new.target && this instanceof timerified; // goja has it defined in a class's constructor's plain calls too
				const result = made ? Reflect.construct(fn, args, fn) : Reflect.apply(fn, this, args);
				if (!made && typeof result?.finally === 'function') return result.finally(() => done(start, args));
				done(start, args);
				return result;
			}
			return Object.defineProperties(timerified, {
				length: { configurable: false, enumerable: true, value: fn.length },
				name: { configurable: false, enumerable: true, value: `timerified ${fn.name}` },
			});
		}
	}
	host.finishClass(Performance, ['clearMarks', 'clearMeasures', 'clearResourceTimings', 'getEntries', 'getEntriesByName',
		'getEntriesByType', 'mark', 'measure', 'now', 'setResourceTimingBufferSize', 'timeOrigin', 'toJSON']);

	const numbers = {
		NODE_PERFORMANCE_GC_MAJOR: 4, NODE_PERFORMANCE_GC_MINOR: 1, NODE_PERFORMANCE_GC_INCREMENTAL: 8, NODE_PERFORMANCE_GC_WEAKCB: 16,
		NODE_PERFORMANCE_GC_FLAGS_NO: 0, NODE_PERFORMANCE_GC_FLAGS_CONSTRUCT_RETAINED: 2, NODE_PERFORMANCE_GC_FLAGS_FORCED: 4,
		NODE_PERFORMANCE_GC_FLAGS_SYNCHRONOUS_PHANTOM_PROCESSING: 8, NODE_PERFORMANCE_GC_FLAGS_ALL_AVAILABLE_GARBAGE: 16,
		NODE_PERFORMANCE_GC_FLAGS_ALL_EXTERNAL_MEMORY: 32, NODE_PERFORMANCE_GC_FLAGS_SCHEDULE_IDLE: 64,
	};
	return {
		Performance, ...entries.classes, PerformanceObserver: observers.PerformanceObserver,
		PerformanceObserverEntryList: observers.PerformanceObserverEntryList,
		monitorEventLoopDelay: (options) => histograms().monitorEventLoopDelay(options), createHistogram: () => histograms().createHistogram(),
		performance: new Performance(key), constants: numbers,
	};
})
