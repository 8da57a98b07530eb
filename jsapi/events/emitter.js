// EventEmitter and its prototype. Returns the class; kRejection and the statics that need no waiting are on it.
(function (host) {
	const { invalidArgType, outOfRange, nodeError, tick, warn, inspect } = host;
	const kCapture = Symbol('kCapture');
	const kRejection = Symbol.for('nodejs.rejection');
	const errorMonitor = Symbol('events.errorMonitor');
	let defaultMaxListeners = 10;
	let captureByDefault = false;

	function EventEmitter(opts) {
		EventEmitter.init.call(this, opts);
	}

	EventEmitter.init = function (opts) {
		// An inherited _events belongs to a prototype that is an emitter itself (util.inherits without super).
		if (this._events === undefined || this._events === Object.getPrototypeOf(this)._events) {
			this._events = { __proto__: null };
			this._eventsCount = 0;
		}
		this._maxListeners = this._maxListeners || undefined;
		if (opts?.captureRejections) {
			this[kCapture] = checkBoolean(opts.captureRejections, 'options.captureRejections');
		} else if (captureByDefault) {
			this[kCapture] = true;
		}
	};

	const proto = EventEmitter.prototype;
	proto._events = undefined;
	proto._eventsCount = 0;
	proto._maxListeners = undefined;
	Object.defineProperty(proto, kCapture, { value: false, writable: true });

	function checkBoolean(value, name) {
		if (typeof value !== 'boolean') throw invalidArgType(name, 'of type boolean', value);
		return value;
	}

	function checkListener(listener) {
		if (typeof listener !== 'function') throw invalidArgType('listener', 'of type function', listener);
	}

	function checkMaxListeners(n, name) {
		if (typeof n !== 'number') throw invalidArgType(name, 'of type number', n);
		if (!(n >= 0)) throw outOfRange(name, '>= 0', n);
		return n;
	}

	function limitOf(emitter) {
		return emitter._maxListeners === undefined ? defaultMaxListeners : emitter._maxListeners;
	}

	proto.setMaxListeners = function setMaxListeners(n) {
		this._maxListeners = checkMaxListeners(n, 'setMaxListeners');
		return this;
	};

	proto.getMaxListeners = function getMaxListeners() {
		return limitOf(this);
	};

	// unhandled throws what emit('error') was given; what is no Error is wrapped in one.
	function unhandled(reason) {
		if (reason instanceof Error) throw reason;
		const error = nodeError('Error', 'ERR_UNHANDLED_ERROR', `Unhandled error. (${inspect(reason)})`);
		error.context = reason;
		throw error;
	}

	// watch passes the rejection of a listener's promise on (the captureRejections option).
	function watch(emitter, promise, type, args) {
		if (!emitter[kCapture]) return;
		try {
			const then = promise.then;
			if (typeof then === 'function') {
				then.call(promise, undefined, (reason) => tick(() => rejected(emitter, reason, type, args)));
			}
		} catch (error) {
			emitter.emit('error', error);
		}
	}

	function rejected(emitter, reason, type, args) {
		if (typeof emitter[kRejection] === 'function') {
			emitter[kRejection](reason, type, ...args);
			return;
		}
		// A rejection in an 'error' listener must not come back here for ever.
		const before = emitter[kCapture];
		try {
			emitter[kCapture] = false;
			emitter.emit('error', reason);
		} finally {
			emitter[kCapture] = before;
		}
	}

	proto.emit = function emit(type, ...args) {
		const events = this._events;
		if (type === 'error') {
			if (events !== undefined && events[errorMonitor] !== undefined) this.emit(errorMonitor, ...args);
			if (events === undefined || events.error === undefined) unhandled(args[0]);
		} else if (events === undefined) {
			return false;
		}
		const listeners = events[type];
		if (listeners === undefined) return false;
		if (typeof listeners === 'function') {
			const result = listeners.apply(this, args);
			if (result !== undefined && result !== null) watch(this, result, type, args);
			return true;
		}
		// A copy: who is added or removed meanwhile does not change this round.
		const round = listeners.slice();
		for (let i = 0; i < round.length; i++) {
			const result = round[i].apply(this, args);
			if (result !== undefined && result !== null) watch(this, result, type, args);
		}
		return true;
	};

	function add(emitter, type, listener, first) {
		checkListener(listener);
		let events = emitter._events;
		if (events === undefined) {
			events = emitter._events = { __proto__: null };
			emitter._eventsCount = 0;
		} else if (events.newListener !== undefined) {
			emitter.emit('newListener', type, listener.listener ? listener.listener : listener);
			events = emitter._events; // a listener may have replaced it
		}
		const present = events[type];
		if (present === undefined) {
			events[type] = listener;
			emitter._eventsCount++;
			return emitter;
		}
		let list = present;
		if (typeof present === 'function') list = events[type] = first ? [listener, present] : [present, listener];
		else if (first) present.unshift(listener);
		else present.push(listener);
		const limit = limitOf(emitter);
		if (limit > 0 && list.length > limit && !list.warned) {
			list.warned = true;
			warn(`MaxListenersExceededWarning: Possible EventEmitter memory leak detected. ${list.length} ${String(type)} ` +
				`listeners added to [${emitter.constructor?.name || 'EventEmitter'}]. MaxListeners is ${limit}. ` +
				'Use emitter.setMaxListeners() to increase limit');
		}
		return emitter;
	}

	proto.addListener = function addListener(type, listener) {
		return add(this, type, listener, false);
	};
	proto.on = proto.addListener;

	proto.prependListener = function prependListener(type, listener) {
		return add(this, type, listener, true);
	};

	function onceOnly(emitter, type, listener) {
		checkListener(listener);
		let fired = false;
		const wrapper = (...args) => {
			if (fired) return undefined;
			fired = true;
			emitter.removeListener(type, wrapper);
			return listener.apply(emitter, args);
		};
		wrapper.listener = listener;
		return wrapper;
	}

	proto.once = function once(type, listener) {
		this.on(type, onceOnly(this, type, listener));
		return this;
	};

	proto.prependOnceListener = function prependOnceListener(type, listener) {
		this.prependListener(type, onceOnly(this, type, listener));
		return this;
	};

	function drop(emitter, type) {
		emitter._eventsCount--;
		if (emitter._eventsCount === 0) emitter._events = { __proto__: null };
		else delete emitter._events[type];
	}

	proto.removeListener = function removeListener(type, listener) {
		checkListener(listener);
		const events = this._events;
		const list = events?.[type];
		if (list === undefined) return this;
		if (list === listener || list.listener === listener) {
			drop(this, type);
			if (events.removeListener !== undefined && this._events === events) {
				this.emit('removeListener', type, list.listener || listener);
			}
			return this;
		}
		if (typeof list === 'function') return this;
		const at = list.findLastIndex((l) => l === listener || l.listener === listener);
		if (at < 0) return this;
		if (at === 0) list.shift();
		else list.splice(at, 1);
		if (list.length === 1) events[type] = list[0];
		if (events.removeListener !== undefined) this.emit('removeListener', type, listener);
		return this;
	};
	proto.off = proto.removeListener;

	proto.removeAllListeners = function removeAllListeners(type) {
		const events = this._events;
		if (events === undefined) return this;
		if (events.removeListener === undefined) {
			if (arguments.length === 0) {
				this._events = { __proto__: null };
				this._eventsCount = 0;
			} else if (events[type] !== undefined) {
				drop(this, type);
			}
			return this;
		}
		if (arguments.length === 0) {
			for (const key of Reflect.ownKeys(events)) {
				if (key !== 'removeListener') this.removeAllListeners(key);
			}
			this.removeAllListeners('removeListener');
			this._events = { __proto__: null };
			this._eventsCount = 0;
			return this;
		}
		const list = events[type];
		if (typeof list === 'function') {
			this.removeListener(type, list);
		} else if (list !== undefined) {
			for (let i = list.length - 1; i >= 0; i--) this.removeListener(type, list[i]);
		}
		return this;
	};

	function listOf(emitter, type) {
		const list = emitter._events?.[type];
		if (list === undefined) return [];
		return typeof list === 'function' ? [list] : list.slice();
	}

	proto.listeners = function listeners(type) {
		return listOf(this, type).map((l) => l.listener || l);
	};

	proto.rawListeners = function rawListeners(type) {
		return listOf(this, type);
	};

	proto.listenerCount = function listenerCount(type, listener) {
		const list = this._events?.[type];
		if (list === undefined) return 0;
		if (listener !== undefined && listener !== null) {
			return listOf(this, type).filter((l) => l === listener || l.listener === listener).length;
		}
		return typeof list === 'function' ? 1 : list.length;
	};

	proto.eventNames = function eventNames() {
		return this._eventsCount > 0 ? Reflect.ownKeys(this._events) : [];
	};

	EventEmitter.EventEmitter = EventEmitter;
	EventEmitter.usingDomains = false;
	EventEmitter.captureRejectionSymbol = kRejection;
	EventEmitter.errorMonitor = errorMonitor;
	Object.defineProperties(EventEmitter, {
		captureRejections: {
			get: () => captureByDefault,
			set: (value) => {
				captureByDefault = checkBoolean(value, 'EventEmitter.captureRejections');
			},
			enumerable: true,
		},
		defaultMaxListeners: {
			get: () => defaultMaxListeners,
			set: (n) => {
				defaultMaxListeners = checkMaxListeners(n, 'defaultMaxListeners');
			},
			enumerable: true,
		},
	});
	EventEmitter.listenerCount = (emitter, type) => {
		if (typeof emitter.listenerCount === 'function') return emitter.listenerCount(type);
		return proto.listenerCount.call(emitter, type);
	};
	EventEmitter.setMaxListeners = (n = defaultMaxListeners, ...targets) => {
		checkMaxListeners(n, 'setMaxListeners');
		if (targets.length === 0) defaultMaxListeners = n;
		for (const target of targets) {
			if (typeof target?.setMaxListeners === 'function') target.setMaxListeners(n);
			else host.eventTarget(target, 'eventTargets').setMaxListeners(n);
		}
	};
	return EventEmitter;
})
