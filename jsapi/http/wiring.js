// A client's connection: one request out, its response in.
(function (host, common, { IncomingMessage, begin, trail }, { drained }) {
	const stream = host.require('stream');

	function reset(message) {
		const e = new Error(message);
		e.code = 'ECONNRESET';
		return e;
	}

	function release(req, socket) {
		const { parser } = socket;
		if (parser) {
			parser.free();
			socket.parser = null;
		}
		req.parser = null;
	}

	// attach has a request use a socket.
	function attach(req, socket) {
		const parser = host.newParser(false, req.maxHeaderSize || common.exports.maxHeaderSize, Boolean(req.insecureHTTPParser));
		req.socket = socket;
		req.parser = parser;
		parser.socket = socket;
		parser.outgoing = req;
		socket.parser = parser;
		socket._httpMessage = req;
		parser.onHeaders = (...head) => headers(req, socket, ...head);
		parser.onBody = (bytes) => {
			const { incoming } = parser;
			if (incoming && !incoming._dumped && !incoming.push(bytes)) common.readStop(socket);
		};
		parser.onTrailers = (fields) => { if (parser.incoming) trail(parser.incoming, fields); };
		parser.onComplete = () => complete(parser);
		socket.on('error', onError);
		socket.on('data', onData);
		socket.on('end', onEnd);
		socket.on('close', onClose);
		socket.on('drain', onDrain);
		if (req.timeout !== undefined) listenTimeout(req);
		req.emit('socket', socket);
	}

	function onDrain() { drained(this._httpMessage); }

	function headers(req, socket, major, minor, method, url, status, reason, fields, upgrade, keepAlive) {
		const { parser } = socket;
		const res = new IncomingMessage(socket);
		res.joinDuplicateHeaders = req.joinDuplicateHeaders;
		begin(res, major, minor, undefined, undefined, status, reason, fields, upgrade);
		if (req.res) { // a second response to one request
			socket.destroy();
			return 0;
		}
		parser.incoming = res;
		req.res = res;
		if (res.upgrade) return 2;
		if (req.method === 'CONNECT') {
			res.upgrade = true;
			return 2;
		}
		if (status < 200 && status !== 101) {
			req.res = null;
			if (status === 100) req.emit('continue');
			req.emit('information', {
				statusCode: status, statusMessage: reason, httpVersion: res.httpVersion, httpVersionMajor: major, httpVersionMinor: minor,
				headers: res.headers, rawHeaders: res.rawHeaders,
			});
			return 1;
		}
		if (req.shouldKeepAlive && !keepAlive && !req.upgradeOrConnect) {
			// A HEAD's answer need not say how long its body would be.
			if (req.method !== 'HEAD' || /(?:^|\W)close(?:$|\W)/i.test(res.headers.connection)) req.shouldKeepAlive = false;
		}
		res.req = req;
		res.on('end', responseEnded);
		req.on('finish', requestFinished);
		if (req.timeout !== undefined && !req.timeoutCb) listenTimeout(req);
		if (req.aborted || !req.emit('response', res)) res._dump();
		if (req.method === 'HEAD') return 1;
		if (status === 304) {
			res.complete = true;
			return 1;
		}
		return 0;
	}

	function complete(parser) {
		const res = parser.incoming;
		if (!res || res.upgrade) return;
		res.complete = true;
		res.push(null);
		common.readStart(parser.socket);
	}

	function onData(d) {
		const { parser, _httpMessage: req } = this;
		const used = parser.execute(d);
		if (used instanceof Error) {
			used.rawPacket = d;
			release(req, this);
			this.removeListener('data', onData);
			this.removeListener('end', onEnd);
			this.destroy();
			this._hadError = true;
			req.emit('error', used);
			return;
		}
		const res = parser.incoming;
		if (res?.upgrade) switched(req, this, res, d.slice(used));
		else if (res?.complete && !(res.statusCode < 200)) {
			this.removeListener('data', onData);
			this.removeListener('end', onEnd);
			release(req, this);
			if (used < d.length) this.destroy(); // bytes that nobody asked for would be taken for the next answer
		}
	}

	// switched hands the socket over to whoever speaks the other protocol.
	function switched(req, socket, res, head) {
		req.res = res;
		res.complete = true;
		socket.removeListener('data', onData);
		socket.removeListener('end', onEnd);
		socket.removeListener('drain', onDrain);
		if (req.timeoutCb) socket.removeListener('timeout', req.timeoutCb);
		release(req, socket);
		const event = req.method === 'CONNECT' ? 'connect' : 'upgrade';
		if (req.listenerCount(event) === 0) {
			socket.destroy();
			return;
		}
		req.upgradeOrConnect = true;
		socket.emit('agentRemove');
		socket.removeListener('close', onClose);
		socket.removeListener('error', onError);
		socket._httpMessage = null;
		socket.pause();
		socket._readableState.flowing = null; // whoever takes it over decides how to read
		req.emit(event, res, socket, head);
		req.destroyed = true;
		req._closed = true;
		req.emit('close');
	}

	function onEnd() {
		const { parser, _httpMessage: req } = this;
		if (!req.res && !this._hadError) {
			this._hadError = true;
			req.emit('error', reset('socket hang up'));
		}
		if (parser) {
			parser.finish();
			release(req, this);
		}
		this.end();
	}

	function onClose() {
		const { parser, _httpMessage: req } = this;
		this.read(); // what is there still
		req.destroyed = true;
		const { res } = req;
		if (res) {
			if (!res.complete) res.destroy(reset('aborted'));
			req._closed = true;
			req.emit('close');
			if (!res.aborted && res.readable) res.push(null);
		} else {
			if (!this._hadError) {
				this._hadError = true;
				req.emit('error', reset('socket hang up'));
			}
			req._closed = true;
			req.emit('close');
		}
		req.outputData.length = 0;
		if (parser) {
			parser.finish();
			release(req, this);
		}
	}

	function onError(error) {
		const req = this._httpMessage;
		if (req) {
			this._hadError = true;
			req.emit('error', error);
		}
		if (this.parser && req) {
			this.parser.finish();
			release(req, this);
		}
		this.removeListener('data', onData);
		this.removeListener('end', onEnd);
		this.destroy();
	}

	function responseEnded() {
		const { req } = this;
		const { socket } = req;
		if (socket && req.timeoutCb) socket.removeListener('timeout', req.timeoutCb);
		req._ended = true;
		if (!req.shouldKeepAlive) {
			if (socket?.writable) {
				if (typeof socket.destroySoon === 'function') socket.destroySoon();
				else socket.end();
			}
		} else if (req.writableFinished && !this.aborted) keep(req);
	}

	function requestFinished() {
		if (this.shouldKeepAlive && this._ended) keep(this);
	}

	// keep gives the socket back, when those who listen to the end of the response have had their turn.
	function keep(req) {
		const { socket } = req;
		if (req.timeoutCb) {
			socket.setTimeout(0, req.timeoutCb);
			req.timeoutCb = null;
		}
		for (const [name, listener] of [['close', onClose], ['error', onError], ['data', onData], ['end', onEnd], ['drain', onDrain]]) socket.removeListener(name, listener);
		host.tick(() => {
			req._closed = true;
			req.emit('close');
			if (req.socket) req.socket.emit('free');
		});
		req.destroyed = true;
		if (req.res) req.res.socket = null; // its destroy() is no business of the next request's
	}

	function emitTimeout() { if (this._httpMessage) this._httpMessage.emit('timeout'); }

	function listenTimeout(req) {
		if (req.timeoutCb) return;
		req.timeoutCb = emitTimeout;
		if (req.socket) req.socket.once('timeout', emitTimeout);
		else req.on('socket', (socket) => socket.once('timeout', emitTimeout));
	}

	// refused is for a request that was destroyed before it had a socket, or that gets none.
	function refused(req, socket, error) {
		const why = req.errored || error || (req.res ? undefined : reset('socket hang up'));
		if (why) req.emit('error', why);
		req._closed = true;
		req.emit('close');
		if (!socket) return;
		if (!error && req.agent && !socket.destroyed) socket.emit('free');
		else {
			socket.on('error', () => {});
			socket.destroy(error || req.errored);
		}
	}

	return { attach, refused, listenTimeout, reset, finished: stream.finished };
})
