// Bodies of requests and responses (Fetch, 5.2 and 5.3): bytes, an exchange under way, or a stream.
(function (host, headers, { FormData, Blob, isBlob, multipart, parse }) {
	const { Buffer } = host.require('buffer');
	const kBody = Symbol('body');
	const unusable = () => new TypeError('Body is unusable: Body has already been read');
	const web = () => host.require('stream/web');

	// A body is {bytes} (a Uint8Array or a promise of one), {exchange} or {stream}; used when it has been read; type is the Content-Type that goes with it.
	function extract(object, keepalive) {
		if (object instanceof Uint8Array) return { bytes: Buffer.from(object), type: null };
		if (typeof object === 'string') return { bytes: Buffer.from(object.toWellFormed()), type: 'text/plain;charset=UTF-8' };
		if (object instanceof host.require('url').URLSearchParams) return { bytes: Buffer.from(`${object}`), type: 'application/x-www-form-urlencoded;charset=UTF-8' };
		if (object instanceof ArrayBuffer) return { bytes: Buffer.from(object.slice(0)), type: null };
		if (ArrayBuffer.isView(object)) return { bytes: Buffer.from(object.buffer.slice(object.byteOffset, object.byteOffset + object.byteLength)), type: null };
		if (object instanceof FormData) {
			const { boundary, bytes } = multipart(object);
			return { bytes, type: `multipart/form-data; boundary=${boundary}` };
		}
		if (isBlob(object)) return { bytes: object.arrayBuffer().then((b) => Buffer.from(b)), blob: object, type: object.type || null };
		if (object !== null && typeof object === 'object' && typeof object.getReader === 'function') {
			if (object.locked) throw new TypeError('Response body object should not be disturbed or locked');
			if (keepalive) throw new TypeError('keepalive');
			return { stream: object, type: null };
		}
		if (object !== null && typeof object === 'object' && typeof object[Symbol.asyncIterator] === 'function') {
			if (keepalive) throw new TypeError('keepalive');
			return { iterable: object, type: null };
		}
		return { bytes: Buffer.from(`${object}`.toWellFormed()), type: 'text/plain;charset=UTF-8' };
	}

	// streamOf is the ReadableStream of a body, made when somebody wants it.
	function streamOf(body) {
		if (body.stream) return body.stream;
		const { ReadableStream } = web();
		const { exchange, iterable } = body;
		if (iterable) {
			const iterator = iterable[Symbol.asyncIterator]();
			body.stream = new ReadableStream({
				async pull(controller) {
					const { value, done } = await iterator.next();
					if (done) queueMicrotask(() => controller.close());
					else controller.enqueue(typeof value === 'string' ? Buffer.from(value) : new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
				},
				async cancel(reason) { await iterator.return?.(reason); },
			}, { highWaterMark: 0 });
			return body.stream;
		}
		if (!exchange) {
			const { bytes } = body;
			let given = false;
			body.stream = new ReadableStream({
				async pull(controller) {
					if (!given) {
						given = true;
						const b = await bytes;
						if (b.byteLength > 0) controller.enqueue(new Uint8Array(b.buffer, b.byteOffset, b.byteLength));
					}
					controller.close();
				},
				type: 'bytes',
			});
			return body.stream;
		}
		body.stream = new ReadableStream({
			start(controller) { body.controller = controller; },
			pull(controller) {
				return new Promise((resolve, reject) => {
					const take = (got) => {
						if (body.failed) reject(body.failed);
						else if (got === null) {
							settle(body);
							controller.close();
							resolve();
						} else if (got instanceof Error) {
							settle(body);
							reject(terminated(body, got));
						} else {
							controller.enqueue(new Uint8Array(got.buffer, got.byteOffset, got.byteLength));
							resolve();
						}
					};
					const got = exchange.read(take);
					if (got !== undefined) take(got);
				});
			},
			cancel() {
				settle(body);
				exchange.stop();
			},
			type: 'bytes',
		}, { highWaterMark: 0 });
		return body.stream;
	}

	// settle takes back what waits for the end of a body: the listener to an AbortSignal.
	function settle(body) {
		body.release?.();
		body.release = undefined;
	}

	function terminated(body, cause) {
		if (body.failed) return body.failed;
		const e = new TypeError('terminated');
		Object.defineProperty(e, 'cause', { value: cause, configurable: true, writable: true, enumerable: false });
		return e;
	}

	// all is a promise of the bytes of a body, which is used up with that; null is an empty one.
	async function all(self) {
		const body = self[kBody];
		if (body === null) return Buffer.alloc(0);
		if (body.used || body.stream && (body.stream.locked || disturbed(body))) throw unusable();
		body.used = true;
		if (body.stream || body.iterable) {
			const parts = [];
			const reader = streamOf(body).getReader();
			for (;;) {
				const { done, value } = await reader.read();
				if (done) return Buffer.concat(parts);
				if (!(value instanceof Uint8Array)) throw new TypeError('Received non-Uint8Array chunk');
				parts.push(value);
			}
		}
		if (!body.exchange) return body.bytes;
		if (body.failed) throw body.failed;
		return new Promise((resolve, reject) => {
			const take = (got) => {
				settle(body);
				if (body.failed) reject(body.failed);
				else if (got instanceof Error) reject(terminated(body, got));
				else resolve(got === null ? Buffer.alloc(0) : got);
			};
			const got = body.exchange.collect(take);
			if (got !== undefined) take(got);
		});
	}

	const disturbed = (body) => Boolean(body.stream?._disturbed);

	// twin makes two bodies of one.
	function twin(self) {
		const body = self[kBody];
		if (body === null) return null;
		if (body.bytes && !body.stream) return { ...body };
		const [a, b] = streamOf(body).tee();
		self[kBody] = { ...body, stream: a, exchange: undefined, iterable: undefined };
		return { ...body, stream: b, exchange: undefined, iterable: undefined };
	}

	// mix gives a class the methods of bodies. mime is how it tells its Content-Type.
	function mix(Class, mime) {
		const methods = {
			async arrayBuffer() {
				const b = await all(check(this));
				return b.buffer.slice(b.byteOffset, b.byteOffset + b.byteLength);
			},
			async blob() {
				const b = await all(check(this));
				return new Blob([b], { type: (mime(this) || '').toLowerCase() });
			},
			async bytes() {
				const b = await all(check(this));
				return new Uint8Array(b.buffer.slice(b.byteOffset, b.byteOffset + b.byteLength));
			},
			async formData() { return parse(await all(check(this)), mime(this) || ''); },
			async json() { return JSON.parse(host.text(await all(check(this)))); },
			async text() { return host.text(await all(check(this))); },
		};
		function check(self) {
			if (!(self instanceof Class)) throw new TypeError('Illegal invocation');
			return self;
		}
		for (const name of Object.keys(methods)) Object.defineProperty(Class.prototype, name, { configurable: true, writable: true, enumerable: true, value: methods[name] });
		Object.defineProperty(Class.prototype, 'body', {
			configurable: true, enumerable: true,
			get() {
				const body = check(this)[kBody];
				return body === null ? null : streamOf(body);
			},
		});
		Object.defineProperty(Class.prototype, 'bodyUsed', {
			configurable: true, enumerable: true,
			get() {
				const body = check(this)[kBody];
				return body !== null && (Boolean(body.used) || disturbed(body));
			},
		});
	}

	return { kBody, extract, streamOf, all, twin, mix, settle, unusable, usable: (body) => body === null || !body.used && !body.stream?.locked && !disturbed(body) };
})
