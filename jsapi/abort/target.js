(function (host, { Event, internals }) {
	const { invalidArgType, nodeError, uncaught, finishClass } = host;
	const kInspect = Symbol.for('nodejs.util.inspect.custom');
	// A target's listeners, by type, are made when the first is added: an AbortSignal that nobody listens to has none.
	// null on the prototype is what tells a target from any other object.
	const kListeners = Symbol('kListeners');
	// Called, where a target has it, with a type and how many listeners of it there are now.
	const kChanged = Symbol('kListenersChanged');
	const kMax = Symbol('events.maxEventTargetListeners');
	const defaultMaxListeners = 10;

	function isTarget(o) {
		return o !== null && typeof o === 'object' && o[kListeners] !== undefined;
	}

	function check(o) {
		if (!isTarget(o)) throw host.invalidThis('EventTarget');
	}

	function listOf(target, type) {
		return target[kListeners]?.types.get(type);
	}

	function stateOf(target) {
		if (target[kListeners] === null) {
			Object.defineProperty(target, kListeners, { value: { types: new Map(), handlers: new Map(), warned: false } });
		}
		return target[kListeners];
	}

	function checkListener(listener) {
		if (listener === undefined || listener === null) return false;
		if (typeof listener === 'function' || typeof listener === 'object') return true;
		throw invalidArgType('listener', 'an instance of EventListener', listener);
	}

	function readOptions(options) {
		if (typeof options === 'boolean') return { capture: options };
		if (options === undefined || options === null) return {};
		if (typeof options !== 'object' && typeof options !== 'function') {
			throw invalidArgType('options', 'of type object', options);
		}
		return { capture: !!options.capture, once: !!options.once, signal: options.signal };
	}

	function find(list, listener, capture) {
		return list ? list.findIndex((r) => r.listener === listener && r.capture === capture) : -1;
	}

	function append(target, type, record) {
		const state = stateOf(target);
		const list = state.types.get(type);
		const count = list ? list.push(record) : 1;
		if (!list) state.types.set(type, [record]);
		target[kChanged]?.(type, count);
		const limit = target[kMax] ?? defaultMaxListeners;
		if (limit > 0 && count > limit && !state.warned) {
			state.warned = true;
			host.warn(`MaxListenersExceededWarning: Possible EventTarget memory leak detected. ${count} ${type} listeners ` +
				`added to ${target.constructor?.name}. MaxListeners is ${limit}. ` +
				'Use events.setMaxListeners() to increase limit');
		}
	}

	function remove(target, type, record) {
		const list = listOf(target, type);
		const at = list ? list.indexOf(record) : -1;
		if (at < 0) return;
		record.removed = true; // a dispatch under way passes it over
		list.splice(at, 1);
		if (list.length === 0) target[kListeners].types.delete(type);
		record.unlink?.();
		target[kChanged]?.(type, list.length);
	}

	function call(target, event, listener) {
		try {
			const result = typeof listener === 'function' ? listener.call(target, event) : listener.handleEvent(event);
			if (result === undefined || result === null) return;
			const then = result.then;
			if (typeof then === 'function') then.call(result, undefined, uncaught);
		} catch (error) {
			uncaught(error);
		}
	}

	function dispatch(target, event) {
		const type = internals.typeOf(event);
		internals.begin(event, target);
		const list = listOf(target, type) ?? [];
		const count = list.length;
		// A copy: who is added meanwhile has to wait for the next event.
		const round = count > 1 ? list.slice() : list;
		for (let i = 0; i < count; i++) {
			const record = round[i];
			if (record.removed) continue;
			if (record.once) remove(target, type, record);
			call(target, event, record.listener);
			if (internals.isStopped(event)) break;
		}
		internals.end(event);
	}

	class EventTarget {
		addEventListener(type, listener, options = undefined) {
			check(this);
			if (arguments.length < 2) throw host.missingArgs('type', 'listener');
			const { capture = false, once, signal } = readOptions(options);
			if (signal !== undefined) {
				if (signal === null || typeof signal !== 'object' || !('aborted' in signal)) {
					throw invalidArgType('options.signal', 'an instance of AbortSignal', signal);
				}
				if (signal.aborted) return;
			}
			if (!checkListener(listener)) return;
			type = `${type}`;
			if (find(listOf(this, type), listener, capture) >= 0) return;
			const record = { listener, capture, once, removed: false, unlink: undefined };
			if (signal) {
				const onAbort = () => remove(this, type, record);
				signal.addEventListener('abort', onAbort, { once: true });
				record.unlink = () => signal.removeEventListener('abort', onAbort);
			}
			append(this, type, record);
		}
		removeEventListener(type, listener, options = undefined) {
			check(this);
			if (arguments.length < 2) throw host.missingArgs('type', 'listener');
			if (!checkListener(listener)) return;
			type = `${type}`;
			const list = listOf(this, type);
			const at = find(list, listener, typeof options === 'boolean' ? options : !!options?.capture);
			if (at >= 0) remove(this, type, list[at]);
		}
		dispatchEvent(event) {
			check(this);
			if (arguments.length < 1) throw host.missingArgs('event');
			if (!internals.isEvent(event)) throw invalidArgType('event', 'an instance of Event', event);
			if (internals.isDispatching(event)) {
				throw nodeError('Error', 'ERR_EVENT_RECURSION', `The event "${event.type}" is already being dispatched`);
			}
			dispatch(this, event);
			return !event.defaultPrevented;
		}
		[kInspect](depth, options, inspect) {
			const name = this.constructor.name;
			return depth < 0 || typeof inspect !== 'function' ? name : `${name} ${inspect({}, options)}`;
		}
	}
	finishClass(EventTarget, ['addEventListener', 'removeEventListener', 'dispatchEvent']);
	EventTarget.prototype[kListeners] = null;
	Object.defineProperty(EventTarget.prototype, kListeners, { enumerable: false, writable: false });

	// defineEventHandler gives a class an on<type> property (HTML, "event handler IDL attributes").
	function defineEventHandler(proto, type) {
		const name = `on${type}`;
		Object.defineProperty(proto, name, {
			get() {
				check(this);
				return this[kListeners]?.handlers.get(type)?.value ?? null;
			},
			set(value) {
				check(this);
				const { handlers } = stateOf(this);
				const present = handlers.get(type);
				if (typeof value !== 'function') {
					if (present) remove(this, type, present.record);
					handlers.delete(type);
				} else if (present) {
					present.value = value;
				} else {
					const handler = { value, record: undefined };
					const listener = (event) => handler.value.call(this, event);
					handler.record = { listener, capture: false, once: false, removed: false, unlink: undefined };
					handlers.set(type, handler);
					append(this, type, handler.record);
				}
			},
			enumerable: true,
			configurable: true,
		});
		Object.defineProperty(Object.getOwnPropertyDescriptor(proto, name).get, 'name', { value: `get ${name}` });
	}

	// targetView is how Node's events module looks at a target; undefined for anything else.
	function targetView(target) {
		if (!isTarget(target)) return undefined;
		return {
			listeners: (type) => (listOf(target, type) ?? []).map((r) => r.listener),
			getMaxListeners: () => target[kMax] ?? defaultMaxListeners,
			setMaxListeners(n) {
				Object.defineProperty(target, kMax, { value: n, configurable: true });
				stateOf(target).warned = false;
			},
		};
	}

	// fire dispatches an event of the host's own, if anyone listens.
	function fire(target, type) {
		if (listOf(target, type)) dispatch(target, internals.trusted(type));
	}

	return { EventTarget, defineEventHandler, targetView, fire, kChanged };
})
