// The functions that move a terminal's cursor by ECMA-48's sequences, and those that only a terminal could serve.
(function (host, readline) {
	const { invalidArgType, nodeError } = host;

	function send(stream, text, callback) {
		if (callback !== undefined && typeof callback !== 'function') throw invalidArgType('callback', 'of type function', callback);
		if (stream === null || stream === undefined || text === '') {
			if (callback) host.require('process').nextTick(callback, null);
			return true;
		}
		return stream.write(text, callback);
	}

	Object.assign(readline, {
		clearLine: (stream, dir, callback) => send(stream, dir < 0 ? '\x1b[1K' : dir > 0 ? '\x1b[0K' : '\x1b[2K', callback),
		clearScreenDown: (stream, callback) => send(stream, '\x1b[0J', callback),
		cursorTo(stream, x, y, callback) {
			if (typeof y === 'function') [y, callback] = [undefined, y];
			if (Number.isNaN(x)) throw host.nodeError('TypeError', 'ERR_INVALID_ARG_VALUE', "The argument 'x' is invalid. Received NaN");
			if (typeof x !== 'number') {
				if (stream === null || stream === undefined || typeof y !== 'number') return send(stream, '', callback);
				throw nodeError('TypeError', 'ERR_INVALID_CURSOR_POS', 'Cannot set cursor row without setting its column');
			}
			return send(stream, typeof y === 'number' ? `\x1b[${y + 1};${x + 1}H` : `\x1b[${x + 1}G`, callback);
		},
		moveCursor(stream, dx, dy, callback) {
			const across = dx < 0 ? `\x1b[${-dx}D` : dx > 0 ? `\x1b[${dx}C` : '';
			const down = dy < 0 ? `\x1b[${-dy}A` : dy > 0 ? `\x1b[${dy}B` : '';
			return send(stream, across + down, callback);
		},
		emitKeypressEvents() {},
	});
})
