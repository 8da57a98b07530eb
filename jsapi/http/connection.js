// A server's connection: requests in, responses out, in the order of the requests.
(function (host, common, { begin, trail }) {
	const noop = () => {};
	const kServerResponse = Symbol('ServerResponse');
	const kConnections = Symbol('connections');
	const kState = Symbol('state');
	const answers = {
		HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
		HPE_CHUNK_EXTENSIONS_OVERFLOW: '413 Payload Too Large',
		ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
	};

	// accept makes an HTTP connection of a socket.
	function accept(server, socket) {
		const state = {
			server, socket, parser: null, incoming: [], outgoing: [], outgoingData: 0, keepAliveTimeoutSet: false, requests: 0,
			current: null, // the message that is being read
			began: Date.now(), // of the head that is awaited or read, 0 when it is there
			requestBegan: 0,
		};
		socket[kState] = state;
		if (server.timeout && typeof socket.setTimeout === 'function') socket.setTimeout(server.timeout);
		const parser = host.newParser(true, server.maxHeaderSize || common.exports.maxHeaderSize, Boolean(server.insecureHTTPParser));
		state.parser = parser;
		parser.socket = socket;
		socket.parser = parser;
		socket.server = server;
		parser.onHeaders = (...head) => headers(state, ...head);
		parser.onBody = (bytes) => {
			const m = state.current;
			if (m !== null && !m._dumped && !m.push(bytes)) common.readStop(socket);
		};
		parser.onTrailers = (fields) => { if (state.current) trail(state.current, fields); };
		parser.onComplete = () => complete(state);
		server[kConnections].add(socket);
		state.listeners = {
			data: (d) => {
				const used = parser.execute(d);
				after(state, used, d);
			},
			end: () => ended(state),
			close: () => closed(state),
			drain: () => drained(state),
			error: (e) => failed(state, e),
			timeout: () => timedOut(state),
		};
		for (const name of Object.keys(state.listeners)) socket.on(name, state.listeners[name]);
		socket._paused = false;
		return state;
	}

	function headers(state, major, minor, method, url, status, reason, fields, upgrade, keepAlive) {
		const { server, socket } = state;
		const req = new (server[common.kIncomingMessage])(socket);
		req.joinDuplicateHeaders = server.joinDuplicateHeaders;
		begin(req, major, minor, method, url, undefined, undefined, fields, upgrade);
		state.began = 0;
		state.requestBegan = Date.now();
		if (state.keepAliveTimeoutSet) {
			socket.setTimeout(server.timeout || 0);
			state.keepAliveTimeoutSet = false;
		}
		if (upgrade) {
			req.upgrade = method === 'CONNECT' || server.listenerCount('upgrade') > 0;
			if (req.upgrade) {
				state.upgrade = req;
				state.current = req;
				return 2;
			}
		}
		state.current = req;
		state.incoming.push(req);
		if (!socket._paused && (socket.writableNeedDrain || state.outgoingData >= socket.writableHighWaterMark)) {
			socket._paused = true;
			socket.pause(); // who sends requests faster than it reads answers has to wait
		}
		const res = new (server[kServerResponse])(req, {
			highWaterMark: socket.writableHighWaterMark, rejectNonStandardBodyWrites: server.rejectNonStandardBodyWrites,
		});
		res._keepAliveTimeout = server.keepAliveTimeout;
		res._maxRequestsPerSocket = server.maxRequestsPerSocket;
		res._onPendingData = (delta) => {
			state.outgoingData += delta;
			if (socket._paused && state.outgoingData < socket.writableHighWaterMark) drained(state);
		};
		res.shouldKeepAlive = keepAlive;
		if (server._uniqueHeaders) res._setUniqueHeaders(server._uniqueHeaders);
		res.on('finish', () => finished(state, req, res));
		if (socket._httpMessage) state.outgoing.push(res);
		else res.assignSocket(socket);
		let handled = false;
		if (major === 1 && minor === 1) {
			if (server.requireHostHeader && req.headers.host === undefined) {
				res.writeHead(400, ['Connection', 'close']);
				res.end();
				return 0;
			}
			const limited = typeof server.maxRequestsPerSocket === 'number' && server.maxRequestsPerSocket > 0;
			if (limited) {
				state.requests++;
				res.maxRequestsOnConnectionReached = server.maxRequestsPerSocket <= state.requests;
			}
			const { expect } = req.headers;
			if (limited && server.maxRequestsPerSocket < state.requests) {
				handled = true;
				server.emit('dropRequest', req, socket);
				res.writeHead(503);
				res.end();
			} else if (expect !== undefined) {
				handled = true;
				if (common.continueExpression.test(expect)) {
					res._expect_continue = true;
					if (server.listenerCount('checkContinue') > 0) server.emit('checkContinue', req, res);
					else {
						res.writeContinue();
						server.emit('request', req, res);
					}
				} else if (server.listenerCount('checkExpectation') > 0) server.emit('checkExpectation', req, res);
				else {
					res.writeHead(417);
					res.end();
				}
			}
		}
		if (!handled) server.emit('request', req, res);
		return 0;
	}

	function complete(state) {
		const m = state.current;
		state.requestBegan = 0;
		state.began = Date.now();
		if (m === null || m === state.upgrade) return;
		state.current = null;
		m.complete = true;
		if (!m._readableState.endEmitted) m.push(null);
		common.readStart(state.socket);
	}

	// after looks at what the parser has come to with d.
	function after(state, used, d) {
		const { server, socket } = state;
		if (used instanceof Error) {
			used.rawPacket = d;
			failed(state, used);
			return;
		}
		const req = state.upgrade;
		if (!req) return;
		state.upgrade = null;
		req.complete = true;
		for (const name of Object.keys(state.listeners)) socket.removeListener(name, state.listeners[name]);
		release(state);
		const event = req.method === 'CONNECT' ? 'connect' : 'upgrade';
		if (server.listenerCount(event) === 0) {
			socket.destroy();
			return;
		}
		socket.pause();
		socket._readableState.flowing = null; // whoever takes it over decides how to read
		server.emit(event, req, socket, d.slice(used));
	}

	function release(state) {
		state.parser.free();
		state.socket.parser = null;
		state.server[kConnections].delete(state.socket);
	}

	function finished(state, req, res) {
		const { server, socket } = state;
		state.incoming.shift();
		if (!req._consumed) req._dump();
		res.detachSocket(socket);
		host.tick(() => emitClose(res));
		if (res._last) {
			if (typeof socket.destroySoon === 'function') socket.destroySoon();
			else socket.end();
		} else if (state.outgoing.length === 0) {
			if (server.keepAliveTimeout && typeof socket.setTimeout === 'function') {
				socket.setTimeout(server.keepAliveTimeout);
				state.keepAliveTimeoutSet = true;
			}
		} else state.outgoing.shift().assignSocket(socket);
	}

	function emitClose(res) {
		if (res._closed) return;
		res.destroyed = true;
		res._closed = true;
		res.emit('close');
	}

	function abortIncoming(state) {
		const error = new Error('aborted');
		error.code = 'ECONNRESET';
		for (const req of state.incoming.splice(0)) req.destroy(req.listenerCount('error') > 0 ? error : undefined);
	}

	function ended(state) {
		const { server, socket } = state;
		const error = state.failed ? null : state.parser.finish();
		if (error instanceof Error) {
			failed(state, error);
			return;
		}
		if (!server.httpAllowHalfOpen) {
			abortIncoming(state);
			socket.end();
		} else if (state.outgoing.length > 0) state.outgoing[state.outgoing.length - 1]._last = true;
		else if (socket._httpMessage) socket._httpMessage._last = true;
		else socket.end();
	}

	function closed(state) {
		release(state);
		abortIncoming(state);
	}

	function drained(state) {
		const { socket } = state;
		if (socket._paused && state.outgoingData <= socket.writableHighWaterMark && !socket.writableNeedDrain) {
			socket._paused = false;
			socket.resume();
		}
		if (socket._httpMessage) state.drain(socket._httpMessage);
	}

	function failed(state, error) {
		const { server, socket } = state;
		state.failed = true;
		socket.removeListener('error', state.listeners.error);
		if (socket.listenerCount('error') === 0) socket.on('error', noop);
		if (server.emit('clientError', error, socket)) return;
		if (socket.writable && !socket._httpMessage?._headerSent) {
			socket.write(`HTTP/1.1 ${answers[error.code] || '400 Bad Request'}\r\nConnection: close\r\n\r\n`);
		}
		if (socket.writableLength > 0 && typeof socket.destroySoon === 'function') socket.destroySoon();
		else socket.destroy();
	}

	function timedOut(state) {
		const { server, socket } = state;
		const req = state.incoming[0];
		const byReq = req && !req.complete && req.emit('timeout', socket);
		const byRes = socket._httpMessage && socket._httpMessage.emit('timeout', socket);
		const byServer = server.emit('timeout', socket);
		if (!byReq && !byRes && !byServer) socket.destroy();
	}

	// expire ends the connections whose requests take too long to arrive.
	function expire(server) {
		const now = Date.now();
		for (const socket of server[kConnections]) {
			const state = socket[kState];
			if (!state) continue;
			const waits = state.began && (state.requests > 0 || !state.parser.between()) ? now - state.began : 0;
			const reads = state.requestBegan ? now - state.requestBegan : 0;
			if (server.headersTimeout > 0 && waits > server.headersTimeout && !state.parser.between() ||
				server.requestTimeout > 0 && (reads > server.requestTimeout || waits > server.requestTimeout && !state.parser.between())) {
				failed(state, host.nodeError('Error', 'ERR_HTTP_REQUEST_TIMEOUT', 'Request timeout'));
			}
		}
	}

	const idle = (socket) => {
		const state = socket[kState];
		return Boolean(state) && state.incoming.length === 0 && !socket._httpMessage && state.parser.between();
	};

	return { accept, emitClose, expire, idle, kServerResponse, kConnections };
})
