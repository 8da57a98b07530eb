// AsyncResource, hooks and ids. A resource keeps the context that was current when it was made.
(function (host) {
	const { invalidArgType, nodeError, current, enter } = host;
	let lastId = 1; // the id of whatever runs outside a resource
	let running = []; // the resources that are being run, innermost last
	let hooks = []; // those that are enabled

	function call(name, ...args) {
		for (const hook of hooks) hook[name]?.(...args);
	}

	const innermost = () => running[running.length - 1];
	const executionAsyncId = () => innermost()?.asyncId() ?? 1;
	const triggerAsyncId = () => innermost()?.triggerAsyncId() ?? 0;
	const executionAsyncResource = () => innermost() ?? {};

	function checkFunction(fn, name) {
		if (typeof fn !== 'function') throw invalidArgType(name, 'of type function', fn);
	}

	class AsyncResource {
		#id;
		#trigger;
		#context;
		#destroyed = false;

		constructor(type, options = {}) {
			if (typeof type !== 'string') throw invalidArgType('type', 'of type string', type);
			let trigger = options;
			if (typeof options !== 'number') trigger = options?.triggerAsyncId ?? executionAsyncId();
			if (!Number.isSafeInteger(trigger) || trigger < -1) {
				throw nodeError('RangeError', 'ERR_INVALID_ASYNC_ID', `Invalid triggerAsyncId value: ${trigger}`);
			}
			if (hooks.length > 0 && type.length === 0) {
				throw nodeError('TypeError', 'ERR_ASYNC_TYPE', `Invalid name for async "type": ${type}`);
			}
			this.#id = ++lastId;
			this.#trigger = trigger;
			this.#context = current();
			if (hooks.length > 0) call('init', this.#id, type, trigger, this);
		}

		runInAsyncScope(fn, thisArg, ...args) {
			const outside = current();
			enter(this.#context);
			running.push(this);
			if (hooks.length > 0) call('before', this.#id);
			try {
				return Reflect.apply(fn, thisArg, args);
			} finally {
				if (hooks.length > 0) call('after', this.#id);
				running.pop();
				enter(outside);
			}
		}

		emitDestroy() {
			if (!this.#destroyed) {
				this.#destroyed = true;
				if (hooks.length > 0) call('destroy', this.#id);
			}
			return this;
		}

		asyncId() {
			return this.#id;
		}

		triggerAsyncId() {
			return this.#trigger;
		}

		bind(fn, thisArg) {
			checkFunction(fn, 'fn');
			const resource = this;
			const bound = thisArg === undefined
				? function (...args) { return resource.runInAsyncScope(fn, this, ...args); }
				: (...args) => resource.runInAsyncScope(fn, thisArg, ...args);
			Object.defineProperties(bound, {
				name: { configurable: true, enumerable: false, value: 'bound', writable: false },
				length: { configurable: true, enumerable: false, value: fn.length, writable: false },
				asyncResource: { configurable: true, enumerable: true, get: () => resource, set() {} },
			});
			return bound;
		}

		static bind(fn, type, thisArg) {
			return new AsyncResource(type || fn.name || 'bound-anonymous-fn').bind(fn, thisArg);
		}
	}

	class AsyncHook {
		#callbacks;

		constructor(callbacks) {
			this.#callbacks = callbacks;
		}

		enable() {
			if (!hooks.includes(this.#callbacks)) hooks = [...hooks, this.#callbacks];
			return this;
		}

		disable() {
			hooks = hooks.filter((c) => c !== this.#callbacks);
			return this;
		}
	}

	function createHook({ init, before, after, destroy, promiseResolve }) {
		const callbacks = { init, before, after, destroy, promiseResolve };
		for (const [name, fn] of Object.entries(callbacks)) {
			if (fn !== undefined && typeof fn !== 'function') {
				throw nodeError('TypeError', 'ERR_ASYNC_CALLBACK', `hook.${name} must be a function`);
			}
		}
		return new AsyncHook(callbacks);
	}

	return {
		createHook, executionAsyncId, triggerAsyncId, executionAsyncResource,
		asyncWrapProviders: Object.freeze({ __proto__: null, NONE: 0 }), AsyncResource,
	};
})
