(function (host, DOMException, { EventTarget, defineEventHandler, fire, kChanged }) {
	const { invalidArgType, outOfRange, nodeError, finishClass } = host;
	const kInspect = Symbol.for('nodejs.util.inspect.custom');
	// A signal's state is made when there is something to say, so that Go can make a signal from the prototype alone.
	const kState = Symbol('kSignalState');
	let aborts = 0;

	class State {
		aborted = false;
		reason = undefined;
		// When it was aborted, counting aborts: of several aborted sources the first one counts.
		order = 0;
		// The signals an any() signal follows; none of them follows another. Sources know only followers that somebody
		// listens to; the others look when asked. So a long-lived source does not collect forgotten followers.
		sources = undefined;
		followers = undefined;
	}

	function stateOf(signal) {
		if (signal[kState] === null) Object.defineProperty(signal, kState, { value: new State() });
		return signal[kState];
	}

	function isSignal(o) {
		return o !== null && typeof o === 'object' && o[kState] !== undefined && o !== AbortSignal.prototype;
	}

	// peek returns the state, brought up to date, or null for a signal to which nothing has happened.
	function peek(signal) {
		if (!isSignal(signal)) throw host.invalidThis('AbortSignal');
		const state = signal[kState];
		if (state !== null && state.sources !== undefined && !state.aborted) {
			let first;
			for (const source of state.sources) {
				const s = source[kState];
				if (s !== null && s.aborted && (first === undefined || s.order < first.order)) first = s;
			}
			if (first !== undefined) settle(state, first.reason, first.order);
		}
		return state;
	}

	function settle(state, reason, order) {
		state.aborted = true;
		state.reason = reason;
		state.order = order;
		state.sources = undefined;
	}

	function follow(signal, on) {
		for (const source of signal[kState]?.sources ?? []) {
			const state = stateOf(source);
			if (on) (state.followers ??= new Set()).add(signal);
			else state.followers?.delete(signal);
		}
	}

	// abortSignal is what AbortController.abort does; the second time nothing.
	function abortSignal(signal, reason = new DOMException('This operation was aborted', 'AbortError')) {
		if (peek(signal)?.aborted) return;
		const state = stateOf(signal);
		settle(state, reason, ++aborts);
		const followers = [...state.followers ?? []].filter((f) => !f[kState].aborted);
		state.followers = undefined;
		for (const f of followers) {
			follow(f, false);
			settle(f[kState], reason, state.order);
		}
		fire(signal, 'abort');
		for (const f of followers) fire(f, 'abort');
	}

	function newSignal() {
		return Object.create(AbortSignal.prototype);
	}

	class AbortSignal extends EventTarget {
		constructor() {
			throw nodeError('TypeError', 'ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor');
			super(); // never reached; a derived class must have it
		}
		get aborted() {
			return peek(this)?.aborted === true;
		}
		get reason() {
			return peek(this)?.reason;
		}
		throwIfAborted() {
			const state = peek(this);
			if (state?.aborted) throw state.reason;
		}
		[kChanged](type, count) {
			if (type === 'abort') follow(this, count > 0);
		}
		[kInspect](depth, options, inspect) {
			const name = this.constructor.name;
			if (depth < 0 || typeof inspect !== 'function') return name;
			return `${name} ${inspect({ aborted: this.aborted }, options)}`;
		}
		static abort(reason) {
			const signal = newSignal();
			abortSignal(signal, reason);
			return signal;
		}
		static timeout(delay) {
			if (typeof delay !== 'number') throw invalidArgType('delay', 'of type number', delay);
			if (!Number.isInteger(delay)) throw outOfRange('delay', 'an integer', delay);
			if (delay < 0 || delay > 0xffffffff) throw outOfRange('delay', '>= 0 && <= 4294967295', delay);
			const signal = newSignal();
			host.timer(delay, () => {
				abortSignal(signal, new DOMException('The operation was aborted due to timeout', 'TimeoutError'));
			});
			return signal;
		}
		static any(signals) {
			if (!Array.isArray(signals)) throw invalidArgType('signals', 'an instance of Array', signals);
			signals.forEach((signal, i) => {
				if (!isSignal(signal)) throw invalidArgType(`signals[${i}]`, 'an instance of AbortSignal', signal);
			});
			const result = newSignal();
			const sources = new Set();
			for (const signal of signals) {
				const state = peek(signal);
				if (state?.aborted) {
					settle(stateOf(result), state.reason, state.order);
					return result;
				}
				if (state?.sources === undefined) sources.add(signal);
				else for (const source of state.sources) sources.add(source);
			}
			stateOf(result).sources = sources;
			return result;
		}
	}
	finishClass(AbortSignal, ['aborted']);
	Object.defineProperty(AbortSignal.prototype, kState, { value: null });
	defineEventHandler(AbortSignal.prototype, 'abort');

	class AbortController {
		#signal;
		get signal() {
			return this.#signal ??= newSignal();
		}
		abort(reason) {
			abortSignal(this.signal, reason);
		}
		[kInspect](depth, options, inspect) {
			const name = this.constructor.name;
			if (depth < 0 || typeof inspect !== 'function') return name;
			return `${name} ${inspect({ signal: this.signal }, options)}`;
		}
	}
	finishClass(AbortController, ['signal', 'abort']);

	return { AbortSignal, AbortController, abortSignal };
})
