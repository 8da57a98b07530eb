// What timers/promises has beyond promises of one timer: setInterval, an async iterator, and scheduler.
(function (host, timers, promises) {
	const { invalidArgType, abortError } = host;
	const isSignal = (s) => typeof s === 'object' && s !== null && 'aborted' in s;

	class Interval {
		#args;
		#timer;
		#signal;
		#due = 0; // ticks that nobody has taken
		#wake; // lets the one go on that waits for the next
		#ended = false;
		#onAbort = () => {
			timers.clearInterval(this.#timer);
			this.#wake?.();
		};

		constructor(...args) {
			this.#args = args;
		}

		// As in an async generator nothing happens before the first next, the checks included.
		#begin() {
			const [delay, , options = {}] = this.#args;
			if (typeof options !== 'object' || options === null) throw invalidArgType('options', 'of type object', options);
			const { signal, ref = true } = options;
			if (signal !== undefined && !isSignal(signal)) throw invalidArgType('options.signal', 'an instance of AbortSignal', signal);
			if (typeof ref !== 'boolean') throw invalidArgType('options.ref', 'of type boolean', ref);
			if (signal?.aborted) throw abortError(signal);
			this.#signal = signal;
			this.#timer = timers.setInterval(() => {
				this.#due++;
				this.#wake?.();
			}, delay);
			if (!ref) this.#timer.unref();
			signal?.addEventListener('abort', this.#onAbort, { once: true });
		}

		#end() {
			this.#ended = true;
			timers.clearInterval(this.#timer);
			this.#signal?.removeEventListener('abort', this.#onAbort);
			this.#wake?.();
			return { value: undefined, done: true };
		}

		async next() {
			if (this.#ended) return { value: undefined, done: true };
			try {
				if (this.#timer === undefined) this.#begin();
				while (this.#due === 0) {
					if (this.#signal?.aborted) throw abortError(this.#signal);
					await new Promise((resolve) => { this.#wake = resolve; });
					if (this.#ended) return { value: undefined, done: true };
				}
			} catch (error) {
				this.#end();
				throw error;
			}
			this.#due--;
			return { value: this.#args[1], done: false };
		}

		async return(value) {
			return { ...this.#end(), value };
		}

		async throw(error) {
			this.#end();
			throw error;
		}
	}
	if (Symbol.asyncIterator) {
		Interval.prototype[Symbol.asyncIterator] = function () {
			return this;
		};
	}

	class Scheduler {
		constructor() {
			throw host.nodeError('TypeError', 'ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor');
		}

		yield() {
			return promises.setImmediate();
		}

		wait(delay, options) {
			return promises.setTimeout(delay, undefined, options);
		}
	}

	promises.setInterval = function setInterval(delay, value, options) {
		return new Interval(delay, value, options);
	};
	promises.scheduler = Object.create(Scheduler.prototype);
})
