// The static functions of EventEmitter that wait for events. They take emitters and event targets alike.
(function (host, EventEmitter) {
	const { invalidArgType, outOfRange } = host;

	class AbortError extends Error {
		constructor(signal) {
			super('The operation was aborted', { cause: signal.reason });
			this.code = 'ABORT_ERR';
			this.name = 'AbortError';
		}
	}

	function checkSignal(signal, name) {
		if (signal !== undefined && (signal === null || typeof signal !== 'object' || !('aborted' in signal))) {
			throw invalidArgType(name, 'an instance of AbortSignal', signal);
		}
	}

	function listen(emitter, type, listener, once) {
		if (typeof emitter.on === 'function') {
			if (once) emitter.once(type, listener);
			else emitter.on(type, listener);
		} else if (typeof emitter.addEventListener === 'function') {
			emitter.addEventListener(type, listener, { once });
		} else {
			throw invalidArgType('emitter', 'an instance of EventEmitter', emitter);
		}
	}

	function unlisten(emitter, type, listener) {
		if (typeof emitter.removeListener === 'function') emitter.removeListener(type, listener);
		else if (typeof emitter.removeEventListener === 'function') emitter.removeEventListener(type, listener);
	}

	EventEmitter.addAbortListener = function addAbortListener(signal, listener) {
		if (signal === undefined) throw invalidArgType('signal', 'an instance of AbortSignal', signal);
		checkSignal(signal, 'signal');
		if (typeof listener !== 'function') throw invalidArgType('listener', 'of type function', listener);
		let remove = () => {};
		if (signal.aborted) {
			Promise.resolve().then(() => listener());
		} else {
			signal.addEventListener('abort', listener, { once: true });
			remove = () => signal.removeEventListener('abort', listener);
		}
		const disposable = { __proto__: null };
		if (Symbol.dispose) disposable[Symbol.dispose] = remove;
		return disposable;
	};

	EventEmitter.once = async function once(emitter, type, options) {
		const signal = options?.signal;
		checkSignal(signal, 'options.signal');
		if (signal?.aborted) throw new AbortError(signal);
		return new Promise((resolve, reject) => {
			const clear = () => {
				unlisten(emitter, type, onEvent);
				if (typeof emitter.removeListener === 'function') emitter.removeListener('error', onError);
				signal?.removeEventListener('abort', onAbort);
			};
			const onEvent = (...args) => {
				clear();
				resolve(args);
			};
			const onError = (error) => {
				clear();
				reject(error);
			};
			const onAbort = () => {
				clear();
				reject(new AbortError(signal));
			};
			listen(emitter, type, onEvent, true);
			// An event target's 'error' is an event like any other.
			if (type !== 'error' && typeof emitter.once === 'function') emitter.once('error', onError);
			signal?.addEventListener('abort', onAbort, { once: true });
		});
	};

	// Queue is first in, first out; shifting a long array is slow.
	class Queue {
		#items = [];
		#head = 0;
		get size() {
			return this.#items.length - this.#head;
		}
		push(item) {
			this.#items.push(item);
		}
		shift() {
			const item = this.#items[this.#head];
			this.#items[this.#head++] = undefined;
			if (this.#head > 64 && this.#head * 2 > this.#items.length) {
				this.#items = this.#items.slice(this.#head);
				this.#head = 0;
			}
			return item;
		}
	}

	function checkMark(value, name) {
		if (typeof value !== 'number') throw invalidArgType(name, 'of type number', value);
		if (!Number.isInteger(value)) throw outOfRange(name, 'an integer', value);
		if (value < 1 || value > Number.MAX_SAFE_INTEGER) throw outOfRange(name, '>= 1 && <= 9007199254740991', value);
		return value;
	}

	EventEmitter.on = function on(emitter, type, options = {}) {
		const signal = options.signal;
		checkSignal(signal, 'options.signal');
		if (signal?.aborted) throw new AbortError(signal);
		const high = checkMark(options.highWaterMark ?? options.highWatermark ?? Number.MAX_SAFE_INTEGER, 'options.highWaterMark');
		const low = checkMark(options.lowWaterMark ?? options.lowWatermark ?? 1, 'options.lowWaterMark');
		const events = new Queue();
		const waiting = new Queue();
		const registered = [];
		let paused = false;
		let finished = false;
		let failure; // { error }, until a next() has taken it

		const register = (name, listener) => {
			listen(emitter, name, listener, false);
			registered.push([name, listener]);
		};
		const finish = () => {
			signal?.removeEventListener('abort', onAbort);
			while (registered.length > 0) unlisten(emitter, ...registered.pop());
			finished = true;
			while (waiting.size > 0) waiting.shift().resolve({ value: undefined, done: true });
			return Promise.resolve({ value: undefined, done: true });
		};
		const fail = (error) => {
			if (waiting.size > 0) waiting.shift().reject(error);
			else failure = { error };
			finish();
		};
		const onAbort = () => fail(new AbortError(signal));

		register(type, (...args) => {
			if (waiting.size > 0) {
				waiting.shift().resolve({ value: args, done: false });
				return;
			}
			events.push(args);
			if (!paused && events.size > high) {
				paused = true;
				emitter.pause();
			}
		});
		if (type !== 'error' && typeof emitter.on === 'function') register('error', fail);
		for (const name of options.close ?? []) register(name, finish);
		signal?.addEventListener('abort', onAbort, { once: true });

		const iterator = {
			next() {
				if (events.size > 0) {
					const value = events.shift();
					if (paused && events.size < low) {
						paused = false;
						emitter.resume();
					}
					return Promise.resolve({ value, done: false });
				}
				if (failure) {
					const { error } = failure;
					failure = undefined;
					return Promise.reject(error);
				}
				if (finished) return finish();
				return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
			},
			return() {
				return finish();
			},
			throw(error) {
				if (!(error instanceof Error)) throw invalidArgType('EventEmitter.AsyncIterator', 'an instance of Error', error);
				fail(error);
			},
		};
		if (Symbol.asyncIterator) {
			iterator[Symbol.asyncIterator] = function () {
				return this;
			};
		}
		return iterator;
	};

	EventEmitter.getEventListeners = function getEventListeners(emitter, type) {
		if (typeof emitter?.listeners === 'function') return emitter.listeners(type);
		return host.eventTarget(emitter, 'emitter').listeners(type);
	};

	EventEmitter.getMaxListeners = function getMaxListeners(emitter) {
		if (typeof emitter?.getMaxListeners === 'function') return emitter.getMaxListeners();
		return host.eventTarget(emitter, 'emitter').getMaxListeners();
	};

	let AsyncResourceEmitter;
	Object.defineProperty(EventEmitter, 'EventEmitterAsyncResource', {
		get() {
			if (AsyncResourceEmitter !== undefined) return AsyncResourceEmitter;
			const { AsyncResource } = host.require('async_hooks');
			class EventEmitterReferencingAsyncResource extends AsyncResource {
				#emitter;
				constructor(emitter, type, options) {
					super(type, options);
					this.#emitter = emitter;
				}
				get eventEmitter() {
					return this.#emitter;
				}
			}
			AsyncResourceEmitter = class EventEmitterAsyncResource extends EventEmitter {
				#resource;
				constructor(options) {
					const name = typeof options === 'string' ? options : options?.name || new.target.name;
					super(typeof options === 'string' ? undefined : options);
					this.#resource = new EventEmitterReferencingAsyncResource(this, name, typeof options === 'string' ? undefined : options);
				}
				emit(type, ...args) {
					return this.#resource.runInAsyncScope(super.emit, this, type, ...args);
				}
				emitDestroy() {
					this.#resource.emitDestroy();
				}
				get asyncId() {
					return this.#resource.asyncId();
				}
				get triggerAsyncId() {
					return this.#resource.triggerAsyncId();
				}
				get asyncResource() {
					return this.#resource;
				}
			};
			return AsyncResourceEmitter;
		},
		enumerable: true,
		configurable: true,
	});
})
