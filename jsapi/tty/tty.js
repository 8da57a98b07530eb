(function (host) {
	const EventEmitter = host.require('events');

	function refuse(fd) {
		if (fd >> 0 !== fd || fd < 0) {
			throw host.nodeError('RangeError', 'ERR_INVALID_FD', `"fd" must be a positive integer: ${fd}`);
		}
		throw host.nodeError('Error', 'ERR_TTY_INIT_FAILED', 'TTY initialization failed: a receiver has no terminal');
	}

	function ReadStream(fd) {
		refuse(fd);
	}

	function WriteStream(fd) {
		refuse(fd);
	}

	for (const type of [ReadStream, WriteStream]) {
		Object.setPrototypeOf(type.prototype, EventEmitter.prototype);
		Object.setPrototypeOf(type, EventEmitter);
	}
	ReadStream.prototype.setRawMode = function setRawMode() {
		return this;
	};
	Object.assign(WriteStream.prototype, {
		isTTY: true,
		getColorDepth: () => 1,
		hasColors: () => false,
		getWindowSize() {
			return [this.columns, this.rows];
		},
		cursorTo: () => true,
		moveCursor: () => true,
		clearLine: () => true,
		clearScreenDown: () => true,
	});
	return { isatty: () => false, ReadStream, WriteStream };
})
