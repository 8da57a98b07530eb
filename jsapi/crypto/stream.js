// Makes the prototype through which hashes and ciphers are Transform streams. One becomes a stream, with its queues, when
// their state is first looked at.
(function (stream, host) {
	const { Transform, Writable } = stream;
	const own = (self, name, value) =>
		Object.defineProperty(self, name, { value, writable: true, enumerable: true, configurable: true });

	function start(self, Base, states) {
		const options = self._options || {};
		for (const name of states) own(self, name, undefined);
		Base.call(self, options);
		// A string goes to update as it came, with its encoding.
		if (!options.decodeStrings && self._writableState) self._writableState.decodeStrings = false;
	}

	// lazily is a prototype that inherits from Base's; its objects are given to Base when one of the states is read.
	function lazily(Base, states) {
		const prototype = Object.create(Base.prototype, Object.fromEntries(states.map((name) => [name, {
			get() {
				if (this === prototype || !Object.getPrototypeOf(this)) return undefined;
				start(this, Base, states);
				return this[name];
			},
			set(value) { own(this, name, value); },
			configurable: true,
		}])));
		return prototype;
	}

	const run = (callback, fn) => {
		try {
			fn();
		} catch (error) {
			callback(error);
			return;
		}
		callback();
	};
	return {
		prototype: lazily(Transform, ['_readableState', '_writableState', '_transformState']),
		writable: lazily(Writable, ['_writableState']),
		hash: {
			_transform(chunk, encoding, callback) { run(callback, () => host.update(this, chunk, encoding)); },
			_flush(callback) { run(callback, () => this.push(host.digest(this))); },
		},
		cipher: {
			_transform(chunk, encoding, callback) { run(callback, () => this.push(this.update(chunk, encoding))); },
			_flush(callback) { run(callback, () => this.push(this.final())); },
		},
		sign: {
			_write(chunk, encoding, callback) { run(callback, () => this.update(chunk, encoding)); },
		},
	};
})
