// fetch (Fetch, 4): redirects, and what a response is made of.
(function (host, { Headers, of, flat, guard }, { FormData }, { kBody, all, streamOf, settle }, { Request, Response, kRequest, redirects, bare, made }) {
	const { URL } = host.require('url');
	const { DOMException } = host.require('internal/events');

	function failed(cause) {
		// What the permissions deny is for those who read the log; the rest is as in Node.
		const e = new TypeError(cause?.code === 'ERR_ACCESS_DENIED' ? `fetch failed: ${cause.message}` : 'fetch failed');
		Object.defineProperty(e, 'cause', { value: cause, configurable: true, writable: true, enumerable: false });
		return e;
	}

	// send is one exchange: {status, statusText, fields, exchange}. watch(f) has f called with the reason when it is not wanted any more.
	function send(transport, method, url, list, body, raw, watch) {
		return new Promise((resolve, reject) => {
			const exchange = host.exchange(transport, method, url, list, body, raw, (error, status, statusText, fields) => {
				if (error) reject(error);
				else resolve({ status, statusText, fields, exchange });
			});
			watch?.((reason) => {
				exchange.stop();
				reject(reason);
			});
			if (body === true) watch.upload(exchange, reject);
		});
	}

	// upload writes a stream as a request's body.
	async function upload(stream, exchange, reject) {
		try {
			const reader = stream.getReader();
			for (;;) {
				const { done, value } = await reader.read();
				if (done) break;
				if (!(value instanceof Uint8Array)) throw new TypeError('Received non-Uint8Array chunk');
				const error = await new Promise((resolve) => exchange.write(value, resolve));
				if (error !== null) return; // the answer, or its failure, says more
			}
			exchange.finish();
		} catch (e) {
			exchange.stop();
			reject(failed(e));
		}
	}

	async function fetch(input, init = undefined) {
		if (arguments.length < 1) throw new TypeError('fetch: 1 argument required, but only 0 found.');
		const request = new Request(input, init);
		const r = request[kRequest];
		const { signal } = r;
		if (signal?.aborted) throw signal.reason;
		const body = request[kBody];
		let stop = null;
		let aborted = null;
		const onAbort = () => {
			aborted = signal.reason;
			stop?.(aborted);
		};
		signal?.addEventListener('abort', onAbort, { once: true });
		const release = () => signal?.removeEventListener('abort', onAbort);
		try {
			const url = new URL(r.url);
			if (url.protocol === 'data:') return dataURL(url);
			if (url.protocol === 'blob:') return blobURL(url);
			if (url.protocol !== 'http:' && url.protocol !== 'https:') {
				throw failed(new Error(url.protocol === 'about:' ? 'about scheme is not supported' : url.protocol === 'file:' ? 'not implemented... yet...' : 'unknown scheme'));
			}
			const response = await follow(request, r, url, body, (f) => {
				stop = f;
				if (aborted) f(aborted);
			});
			const its = response[kBody];
			if (its === null) release();
			else {
				its.release = release;
				stop = (reason) => {
					its.failed = reason;
					its.exchange?.stop();
					try {
						its.controller?.error(reason);
					} catch { /* it is closed */ }
				};
			}
			return response;
		} catch (e) {
			release();
			throw e;
		}
	}

	async function follow(request, r, url, body, watch) {
		let { method } = r;
		const urls = [url.href];
		const list = new Headers(r.headers);
		const defaults = [['accept', '*/*'], ['accept-language', '*'], ['sec-fetch-mode', r.mode], ['user-agent', 'node'], ['accept-encoding', url.protocol === 'https:' ? 'br, gzip, deflate' : 'gzip, deflate']];
		for (const [name, value] of defaults) if (!list.has(name)) list.append(name, value);
		let streamed = null;
		let bytes = null;
		if (body !== null) {
			if (body.used || body.stream?.locked) throw new TypeError('Body is unusable: Body has already been read');
			if (body.stream || body.iterable) streamed = streamOf(body);
			else bytes = await body.bytes;
			body.used = true;
		}
		const transport = r.dispatcher?.[Symbol.for('guthega.transport')]?.(url);
		for (let hops = 0; ; hops++) {
			if (url.port && denied.has(Number(url.port))) throw failed(new Error('bad port'));
			const watching = (f) => watch(f);
			watching.upload = (exchange, reject) => upload(streamed, exchange, reject);
			let got;
			try {
				got = await send(transport, method, url.href, flat(list), streamed ? true : bytes ?? (method === 'POST' || method === 'PUT' || method === 'PATCH' ? nothing : null), false, watching);
			} catch (e) {
				if (r.signal?.aborted && e === r.signal.reason) throw e;
				throw e instanceof TypeError && e.message.startsWith('fetch failed') ? e : failed(e);
			}
			const location = redirects.has(got.status) && r.redirect !== 'manual' ? of(host.pairs(got.fields), 'none').get('location') : null;
			if (redirects.has(got.status) && r.redirect === 'error') {
				got.exchange.stop();
				throw failed(new Error('unexpected redirect'));
			}
			if (location === null) {
				const empty = method === 'HEAD' || method === 'CONNECT' || bare.has(got.status);
				if (empty) got.exchange.stop();
				return made({
					type: 'basic', status: got.status, statusText: got.statusText, fields: got.fields, headers: undefined, urls,
					body: empty ? null : { exchange: got.exchange, type: null },
				});
			}
			got.exchange.stop();
			let next;
			try {
				next = new URL(location, url);
			} catch (e) {
				throw failed(e);
			}
			if (!next.hash) next.hash = url.hash;
			if (next.protocol !== 'http:' && next.protocol !== 'https:') throw failed(new Error('URL scheme must be a HTTP(S) scheme'));
			if (hops === 20) throw failed(new Error('redirect count exceeded'));
			if (got.status !== 303 && streamed) throw failed(new TypeError('Response body object should not be disturbed or locked'));
			if ((got.status === 301 || got.status === 302) && method === 'POST' || got.status === 303 && method !== 'GET' && method !== 'HEAD') {
				method = 'GET';
				bytes = null;
				streamed = null;
				for (const name of ['content-encoding', 'content-language', 'content-location', 'content-type', 'content-length']) list.delete(name);
			}
			if (next.origin !== url.origin) for (const name of ['authorization', 'proxy-authorization', 'cookie', 'host']) list.delete(name);
			url = next;
			urls.push(url.href);
		}
	}
	const nothing = new Uint8Array(0);

	// The ports that browsers, and Node, do not fetch from (Fetch, 2.9).
	const denied = new Set([1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135,
		137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659,
		4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080]);

	function dataURL(url) {
		const match = /^data:([^,]*?)(;\s*base64)?,(.*)$/s.exec(url.href.replace(/#.*$/, ''));
		if (!match) throw failed(new Error('invalid URL'));
		const { Buffer } = host.require('buffer');
		const raw = match[3].replace(/%([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
		const bytes = Buffer.from(raw, match[2] ? 'base64' : 'latin1');
		const type = match[1].startsWith(';') ? `text/plain${match[1]}` : match[1] || 'text/plain;charset=US-ASCII';
		const headers = new Headers({ 'content-type': type });
		return made({ type: 'basic', status: 200, statusText: 'OK', headers: guard(headers, 'immutable'), urls: [url.href], body: { bytes, type: null } });
	}

	function blobURL(url) {
		const blob = host.require('internal/blob').resolveObjectURL?.(url.href);
		if (!blob) throw failed(new Error('invalid blob url'));
		const headers = new Headers({ 'content-length': String(blob.size), 'content-type': blob.type });
		return made({ type: 'basic', status: 200, statusText: 'OK', headers: guard(headers, 'immutable'), urls: [url.href], body: { bytes: blob.arrayBuffer().then((b) => host.require('buffer').Buffer.from(b)), type: null } });
	}

	return { fetch, Headers, Request, Response, FormData, DOMException, send, all, kBody, transport: host.transport, closeTransport: host.closeTransport, pairs: host.pairs, settle, text: host.text, isToken: host.isToken, badValue: host.badValue };
})
