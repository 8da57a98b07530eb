// Histograms of whole numbers, by three significant digits.
(function (host) {
	const { invalidArgType, outOfRange, nodeError } = host;
	const key = Symbol('made here');
	const most = 9223372036854776000;

	// bucket is the lowest value of those that count as the same.
	function bucket(value) {
		if (value < 2048) return value;
		const step = 2 ** (Math.floor(Math.log2(value)) - 10);
		return Math.floor(value / step) * step;
	}

	class Histogram {
		#counts = new Map();
		#min = most;
		#max = 0;
		#sum = 0;
		#squares = 0;
		#count = 0;
		constructor(own) {
			if (own !== key) throw nodeError('TypeError', 'ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor');
		}
		_add(value, times = 1) {
			const at = bucket(value);
			this.#counts.set(at, (this.#counts.get(at) ?? 0) + times);
			this.#min = Math.min(this.#min, value);
			this.#max = Math.max(this.#max, value);
			this.#sum += value * times;
			this.#squares += value * value * times;
			this.#count += times;
		}
		get _counts() { return this.#counts; }
		get count() { return this.#count; }
		get min() { return this.#min; }
		get max() { return this.#max; }
		get mean() { return this.#sum / this.#count; }
		get exceeds() { return 0; }
		get stddev() {
			return Math.sqrt(Math.max(0, this.#squares / this.#count - this.mean ** 2));
		}
		get countBigInt() { return BigInt(this.#count); }
		get minBigInt() { return this.#count === 0 ? 9223372036854775807n : BigInt(this.#min); }
		get maxBigInt() { return BigInt(this.#max); }
		get exceedsBigInt() { return 0n; }
		percentile(percentile) {
			if (typeof percentile !== 'number') throw invalidArgType('percentile', 'of type number', percentile);
			if (!(percentile > 0 && percentile <= 100)) throw outOfRange('percentile', '> 0 && <= 100', percentile);
			let wanted = Math.max(1, Math.round(percentile / 100 * this.#count));
			for (const value of [...this.#counts.keys()].sort((a, b) => a - b)) {
				wanted -= this.#counts.get(value);
				if (wanted <= 0) return Math.min(this.#max, value);
			}
			return 0;
		}
		percentileBigInt(percentile) {
			return BigInt(this.percentile(percentile));
		}
		get percentiles() {
			const out = new Map();
			if (this.#count === 0) return out.set(100, 0);
			out.set(0, this.percentile(Number.MIN_VALUE));
			for (let rest = 50; 100 - rest < 100 && rest > 100 / this.#count / 2; rest /= 2) out.set(100 - rest, this.percentile(100 - rest));
			return out.set(100, this.#max);
		}
		get percentilesBigInt() {
			return new Map([...this.percentiles].map(([k, v]) => [k, BigInt(v)]));
		}
		reset() {
			this.#counts.clear();
			this.#min = most;
			this.#max = this.#sum = this.#squares = this.#count = 0;
		}
		toJSON() {
			const { count, min, max, mean, exceeds, stddev } = this;
			return { count, min, max, mean, exceeds, stddev, percentiles: Object.fromEntries(this.percentiles) };
		}
	}
	for (const name of ['_add', '_counts']) Object.defineProperty(Histogram.prototype, name, { enumerable: false });

	class RecordableHistogram extends Histogram {
		#last;
		record(value) {
			if (typeof value !== 'bigint') {
				if (typeof value !== 'number') throw invalidArgType('val', 'of type number', value);
				if (!Number.isInteger(value)) throw outOfRange('val', 'an integer', value);
				if (value < 1 || value > Number.MAX_SAFE_INTEGER) throw outOfRange('val', '>= 1 && <= 9007199254740991', value);
			}
			this._add(Number(value));
		}
		recordDelta() {
			const at = host.now();
			if (this.#last !== undefined) this._add(Math.max(1, Math.round((at - this.#last) * 1e6)));
			this.#last = at;
		}
		add(other) {
			if (!(other instanceof RecordableHistogram)) throw invalidArgType('other', 'an instance of RecordableHistogram', other);
			for (const [value, times] of other._counts) this._add(value, times);
		}
	}

	class IntervalHistogram extends Histogram {
		#resolution;
		#stop;
		constructor(own, resolution) {
			super(own);
			this.#resolution = resolution;
		}
		// What an interval is late by is how long the loop did something else; in nanoseconds.
		enable() {
			if (this.#stop) return false;
			let last = host.now();
			this.#stop = host.every(this.#resolution, () => {
				const at = host.now();
				this._add(Math.max(1, Math.round((at - last) * 1e6)));
				last = at;
			});
			return true;
		}
		disable() {
			if (!this.#stop) return false;
			this.#stop();
			this.#stop = undefined;
			return true;
		}
	}

	return {
		createHistogram: () => new RecordableHistogram(key),
		monitorEventLoopDelay(options = {}) {
			if (typeof options !== 'object' || options === null) throw invalidArgType('options', 'of type object', options);
			const { resolution = 10 } = options;
			if (typeof resolution !== 'number') throw invalidArgType('options.resolution', 'of type number', resolution);
			if (!Number.isInteger(resolution)) throw outOfRange('options.resolution', 'an integer', resolution);
			if (resolution < 1) throw outOfRange('options.resolution', '>= 1 && <= 9007199254740991', resolution);
			return new IntervalHistogram(key, resolution);
		},
		isRecordable: (v) => v instanceof RecordableHistogram,
	};
})
