// Domains catch what is thrown while they run something, and the 'error' events of the emitters that were added.
(function (host) {
	const EventEmitter = host.require('events');
	const stack = [];

	class Domain extends EventEmitter {
		members = [];
		#listeners = new Map();

		enter() {
			stack.push(this);
			exports.active = this;
		}

		exit() {
			const at = stack.lastIndexOf(this);
			if (at >= 0) stack.splice(at);
			exports.active = stack[stack.length - 1] ?? null;
		}

		add(emitter) {
			if (this.members.includes(emitter)) return;
			this.members.push(emitter);
			if (typeof emitter?.on !== 'function') return;
			const listener = (error) => this.#caught(error);
			this.#listeners.set(emitter, listener);
			emitter.on('error', listener);
		}

		remove(emitter) {
			this.members = this.members.filter((m) => m !== emitter);
			if (this.#listeners.has(emitter)) emitter.removeListener('error', this.#listeners.get(emitter));
			this.#listeners.delete(emitter);
		}

		#caught(error) {
			if (error !== null && typeof error === 'object') error.domain = this;
			this.emit('error', error);
		}

		#guard(self, fn, args) {
			this.enter();
			try {
				return Reflect.apply(fn, self, args);
			} catch (error) {
				if (this.listenerCount('error') === 0) throw error;
				this.#caught(error);
				return undefined;
			} finally {
				this.exit();
			}
		}

		run(fn, ...args) {
			return this.#guard(this, fn, args);
		}

		bind(fn) {
			const domain = this;
			return function (...args) {
				return domain.#guard(this, fn, args);
			};
		}

		intercept(fn) {
			const domain = this;
			return function (error, ...args) {
				if (error instanceof Error) {
					domain.#caught(error);
					return undefined;
				}
				return domain.#guard(this, fn, args);
			};
		}

		dispose() {}
	}

	const create = () => new Domain();
	const exports = { _stack: stack, Domain, createDomain: create, create, active: null };
	return exports;
})
