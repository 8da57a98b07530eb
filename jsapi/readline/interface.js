// Interface reads lines from a stream. The line that the stream ends in the midst of is one too.
(function (host) {
	const { invalidArgType, nodeError } = host;
	const EventEmitter = host.require('events');

	function abortError(signal) {
		const error = new Error('The operation was aborted', { cause: signal.reason });
		error.code = 'ABORT_ERR';
		error.name = 'AbortError';
		return error;
	}

	const closedError = () => nodeError('Error', 'ERR_USE_AFTER_CLOSE', 'readline was closed');

	function Interface(input, output) {
		if (!(this instanceof Interface)) return new Interface(...arguments);
		EventEmitter.call(this);
		const options = input?.input !== undefined ? input : { input, output };
		if (options.input === undefined || options.input === null || typeof options.input.on !== 'function') {
			throw invalidArgType('input', 'an instance of Stream', options.input);
		}
		this.input = options.input;
		this.output = options.output;
		this.terminal = false;
		this.line = '';
		this.cursor = 0;
		this.history = [];
		this.closed = false;
		this.paused = false;
		this.crlfDelay = Math.max(100, options.crlfDelay || 0);
		Object.defineProperties(this, {
			_prompt: { value: options.prompt === undefined ? '> ' : `${options.prompt}`, writable: true },
			_decoder: { value: new (host.require('string_decoder').StringDecoder)('utf8') },
			_return: { value: false, writable: true }, // what came last ended with \r: a \n that follows belongs to it
			_asked: { value: undefined, writable: true },
			_onData: { value: (data) => this._take(typeof data === 'string' ? data : this._decoder.write(data)) },
			_onEnd: { value: () => this._last() },
		});
		this.input.on('data', this._onData);
		this.input.on('end', this._onEnd);
		const { signal } = options;
		if (signal?.aborted) host.require('process').nextTick(() => this.close());
		else signal?.addEventListener('abort', () => this.close(), { once: true });
		this.input.resume();
	}
	Object.setPrototypeOf(Interface.prototype, EventEmitter.prototype);
	Object.setPrototypeOf(Interface, EventEmitter);

	const methods = {
		_take(text) {
			if (text === '') return;
			if (this._return && text[0] === '\n') text = text.slice(1);
			this._return = text.endsWith('\r');
			const parts = (this.line + text).split(/\r\n|\n|\r|\u2028|\u2029/);
			this.line = parts.pop();
			for (const line of parts) this._line(line);
		},

		_last() {
			this._take(this._decoder.end());
			if (this.line !== '') {
				const { line } = this;
				this.line = '';
				this._line(line);
			}
			this.close();
		},

		_line(line) {
			const asked = this._asked;
			if (asked !== undefined) {
				this._asked = undefined;
				asked(line);
			} else {
				this.emit('line', line);
			}
		},

		getPrompt() {
			return this._prompt;
		},

		setPrompt(prompt) {
			this._prompt = `${prompt}`;
		},

		prompt() {
			if (this.paused) this.resume();
			this.output?.write(this._prompt);
		},

		question(query, options, callback) {
			if (typeof options === 'function') [options, callback] = [{}, options];
			if (this.closed) throw closedError();
			const { signal } = options ?? {};
			if (signal?.aborted || typeof callback !== 'function' || this._asked !== undefined) return;
			this.output?.write(`${query}`);
			if (this.paused) this.resume();
			const onAbort = () => {
				this._asked = undefined;
			};
			this._asked = (line) => {
				signal?.removeEventListener('abort', onAbort);
				callback(line);
			};
			signal?.addEventListener('abort', onAbort, { once: true });
		},

		pause() {
			if (this.paused) return this;
			this.input.pause();
			this.paused = true;
			this.emit('pause');
			return this;
		},

		resume() {
			if (!this.paused) return this;
			this.input.resume();
			this.paused = false;
			this.emit('resume');
			return this;
		},

		write(data) {
			if (this.closed) throw closedError();
			if (this.paused) this.resume();
			if (data !== undefined && data !== null) this._take(typeof data === 'string' ? data : this._decoder.write(data));
		},

		close() {
			if (this.closed) return;
			this.pause();
			this.closed = true;
			this.input.removeListener('data', this._onData);
			this.input.removeListener('end', this._onEnd);
			this.emit('close');
		},

		getCursorPos() {
			return { cols: this.cursor, rows: 0 };
		},
	};
	for (const name of Object.keys(methods)) {
		Object.defineProperty(Interface.prototype, name, { value: methods[name], writable: true, configurable: true, enumerable: name[0] !== '_' });
	}
	for (const name of [Symbol.asyncIterator, Symbol.dispose]) {
		if (!name) continue;
		Interface.prototype[name] = name === Symbol.dispose ? methods.close : function () {
			const lines = EventEmitter.on(this, 'line', { close: ['close'], highWaterMark: 1024 });
			return {
				next: () => lines.next().then(({ value, done }) => ({ value: done ? undefined : value[0], done })),
				return: (value) => {
					this.close();
					return lines.return().then(() => ({ value, done: true }));
				},
				throw: (error) => lines.throw(error),
				[Symbol.asyncIterator]() {
					return this;
				},
			};
		};
	}

	// A question of readline/promises is a promise of the answer, which is rejected when the signal says so.
	class PromisesInterface extends Interface {
		question(query, options = {}) {
			const { signal } = options;
			return new Promise((resolve, reject) => {
				if (signal?.aborted) throw abortError(signal);
				super.question(query, options, resolve);
				signal?.addEventListener('abort', () => reject(abortError(signal)), { once: true });
			});
		}
	}
	Object.defineProperty(PromisesInterface, 'name', { value: 'Interface' });

	Interface.prototype.question[Symbol.for('nodejs.util.promisify.custom')] = function question(query, options) {
		return PromisesInterface.prototype.question.call(this, query, options);
	};

	return {
		Interface,
		createInterface: (input, output, completer, terminal) => new Interface(input, output, completer, terminal),
		promises: { Interface: PromisesInterface, createInterface: (input, output) => new PromisesInterface(input, output) },
	};
})
