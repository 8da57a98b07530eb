// Request and Response (Fetch, 5.4 and 5.5).
(function (host, { Headers, of, flat, guard }, form, { kBody, extract, twin, mix, unusable, usable }) {
	const { URL } = host.require('url');
	const { AbortController, AbortSignal } = host.require('internal/events');
	const kRequest = Symbol('request');
	const kResponse = Symbol('response');
	const inner = Symbol('inner');
	const isSignal = (s) => s !== null && typeof s === 'object' && 'aborted' in s && typeof s.addEventListener === 'function';
	const choices = {
		redirect: ['follow', 'manual', 'error'], mode: ['cors', 'no-cors', 'same-origin', 'navigate'],
		credentials: ['include', 'same-origin', 'omit'], cache: ['default', 'no-store', 'reload', 'no-cache', 'force-cache', 'only-if-cached'],
	};

	function methodOf(name) {
		name = `${name}`;
		if (!host.isToken(name)) throw new TypeError(`'${name}' is not a valid HTTP method.`);
		const upper = name.toUpperCase();
		if (upper === 'CONNECT' || upper === 'TRACE' || upper === 'TRACK') throw new TypeError(`'${name}' HTTP method is unsupported.`);
		return ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH'].includes(upper) ? upper : name;
	}

	class Request {
		constructor(input, init = {}) {
			if (arguments.length < 1) throw new TypeError('Request constructor: 1 argument required, but only 0 found.');
			init = init === null ? {} : init;
			const r = {
				method: 'GET', url: '', redirect: 'follow', mode: 'cors', credentials: 'same-origin', cache: 'default', referrer: 'about:client', referrerPolicy: '',
				integrity: '', keepalive: false, duplex: 'half', dispatcher: undefined,
			};
			let signal = null;
			let given = null;
			if (input instanceof Request) {
				Object.assign(r, input[kRequest]);
				signal = input[kRequest].signal;
				given = input;
				r.headers = new Headers(input[kRequest].headers);
			} else {
				let url;
				try {
					url = new URL(`${input}`);
				} catch (e) {
					const error = new TypeError(`Failed to parse URL from ${input}`);
					Object.defineProperty(error, 'cause', { value: e, configurable: true, writable: true, enumerable: false });
					throw error;
				}
				if (url.username || url.password) throw new TypeError(`Request cannot be constructed from a URL that includes credentials: ${input}`);
				r.url = url.href;
				r.headers = new Headers();
			}
			for (const name of Object.keys(choices)) {
				if (init[name] === undefined) continue;
				const value = `${init[name]}`;
				if (!choices[name].includes(value)) throw new TypeError(`Request constructor: ${value} is not an accepted type. Expected one of ${choices[name].join(', ')}.`);
				r[name] = value;
			}
			if (init.method !== undefined) r.method = methodOf(init.method);
			if (init.integrity !== undefined) r.integrity = String(init.integrity);
			if (init.keepalive !== undefined) r.keepalive = Boolean(init.keepalive);
			if (init.referrer !== undefined) r.referrer = String(init.referrer);
			if (init.dispatcher !== undefined) r.dispatcher = init.dispatcher;
			if (init.signal !== undefined) {
				({ signal } = init);
				if (signal !== null && !isSignal(signal)) throw new TypeError("Failed to construct 'Request': member signal is not of type AbortSignal.");
			}
			r.signal = signal; // the request's own signal is made when it is asked for
			if (init.headers !== undefined) r.headers = new Headers(init.headers);
			guard(r.headers, 'request');
			const own = init.body !== undefined && init.body !== null;
			if ((own || given?.[kBody]) && (r.method === 'GET' || r.method === 'HEAD')) throw new TypeError('Request with GET/HEAD method cannot have body.');
			this[kBody] = null;
			if (own) {
				const body = extract(init.body, r.keepalive);
				if ((body.stream || body.iterable) && init.duplex === undefined) throw new TypeError('RequestInit: duplex option is required when sending a body.');
				if (body.type !== null && !r.headers.has('content-type')) r.headers.append('content-type', body.type);
				this[kBody] = body;
			} else if (given?.[kBody]) {
				if (!usable(given[kBody])) throw new TypeError('Cannot construct a Request with a Request object that has already been used.');
				this[kBody] = { ...given[kBody] };
				given[kBody].used = true;
			}
			this[kRequest] = r;
		}

		get signal() {
			const r = this[kRequest];
			if (!r.own) {
				const controller = new AbortController();
				r.own = controller.signal;
				const s = r.signal;
				if (s) {
					if (s.aborted) controller.abort(s.reason);
					else s.addEventListener('abort', () => controller.abort(s.reason), { once: true });
				}
			}
			return r.own;
		}

		get isHistoryNavigation() { return false; }
		get isReloadNavigation() { return false; }
		get destination() { return ''; }
		get duplex() { return 'half'; }

		clone() {
			if (!usable(this[kBody])) throw new TypeError('unusable');
			const copy = Object.create(Request.prototype);
			copy[kRequest] = { ...this[kRequest], headers: guard(new Headers(this[kRequest].headers), 'request'), own: undefined };
			copy[kBody] = twin(this);
			return copy;
		}

		[Symbol.for('nodejs.util.inspect.custom')](depth, options, inspect) {
			const shown = {};
			for (const name of ['method', 'url', 'headers', 'destination', 'referrer', 'referrerPolicy', 'mode', 'credentials', 'cache', 'redirect', 'integrity', 'keepalive', 'isReloadNavigation', 'isHistoryNavigation', 'signal']) shown[name] = this[name];
			return `Request ${inspect(shown, options)}`;
		}
	}
	for (const name of ['method', 'url', 'headers', 'redirect', 'mode', 'credentials', 'cache', 'referrer', 'referrerPolicy', 'integrity', 'keepalive']) {
		Object.defineProperty(Request.prototype, name, {
			configurable: true, enumerable: true,
			get() {
				if (!(this instanceof Request)) throw new TypeError('Illegal invocation');
				return this[kRequest][name];
			},
		});
	}
	mix(Request, (self) => self[kRequest].headers.get('content-type'));
	host.finishClass(Request, ['signal', 'destination', 'duplex', 'isHistoryNavigation', 'isReloadNavigation', 'clone']);

	const redirects = new Set([301, 302, 303, 307, 308]);
	const bare = new Set([101, 103, 204, 205, 304]);

	class Response {
		constructor(body = null, init = {}) {
			if (body === inner) {
				this[kResponse] = init;
				this[kBody] = init.body;
				return;
			}
			init = init === null ? {} : init;
			const status = init.status === undefined ? 200 : Number(init.status) & 0xffff;
			if (status < 200 || status > 599) throw new RangeError('init["status"] must be in the range of 200 to 599, inclusive.');
			const statusText = init.statusText === undefined ? '' : `${init.statusText}`;
			if (host.badValue(statusText)) throw new TypeError('Invalid statusText');
			const headers = new Headers(init.headers);
			guard(headers, 'response');
			this[kResponse] = { type: 'default', status, statusText, headers, urls: [] };
			this[kBody] = null;
			if (body !== null && body !== undefined) {
				if (bare.has(status)) throw new TypeError(`Response constructor: Invalid response status code ${status}`);
				this[kBody] = extract(body, false);
				if (this[kBody].type !== null && !headers.has('content-type')) headers.append('content-type', this[kBody].type);
			}
		}

		static error() { return new Response(inner, { type: 'error', status: 0, statusText: '', headers: guard(new Headers(), 'immutable'), urls: [], body: null }); }

		static json(data, init = {}) {
			if (arguments.length < 1) throw new TypeError('Response.json: 1 argument required, but only 0 found.');
			const text = JSON.stringify(data);
			if (text === undefined) throw new TypeError('Value is not JSON serializable');
			const response = new Response(text, init);
			if (!new Headers(init?.headers).has('content-type')) response.headers.set('content-type', 'application/json');
			return response;
		}

		static redirect(url, status = 302) {
			if (arguments.length < 1) throw new TypeError('Response.redirect: 1 argument required, but only 0 found.');
			let parsed;
			try {
				parsed = new URL(`${url}`);
			} catch (e) {
				const error = new TypeError(`Failed to parse URL from ${url}`);
				Object.defineProperty(error, 'cause', { value: e, configurable: true, writable: true, enumerable: false });
				throw error;
			}
			if (!redirects.has(status)) throw new RangeError(`Invalid status code ${status}`);
			const response = new Response(null, {});
			response[kResponse].status = status;
			response[kResponse].headers.append('location', parsed.href);
			guard(response[kResponse].headers, 'immutable');
			return response;
		}

		get url() {
			const { urls } = this[kResponse];
			return urls.length === 0 ? '' : urls[urls.length - 1].replace(/#.*$/, '');
		}
		get redirected() { return this[kResponse].urls.length > 1; }
		get ok() { return this[kResponse].status >= 200 && this[kResponse].status <= 299; }
		get headers() {
			const r = this[kResponse];
			if (!r.headers) r.headers = of(host.pairs(r.fields), 'immutable');
			return r.headers;
		}

		clone() {
			if (!usable(this[kBody])) throw new TypeError('Response.clone: Body has already been consumed.');
			return new Response(inner, { ...this[kResponse], headers: this[kResponse].headers && guard(new Headers(this[kResponse].headers), this[kResponse].urls.length ? 'immutable' : 'response'), body: twin(this) });
		}

		[Symbol.for('nodejs.util.inspect.custom')](depth, options, inspect) {
			const shown = {};
			for (const name of ['status', 'statusText', 'headers', 'body', 'bodyUsed', 'ok', 'redirected', 'type', 'url']) shown[name] = this[name];
			return `Response ${inspect(shown, options)}`;
		}
	}
	for (const name of ['type', 'status', 'statusText']) {
		Object.defineProperty(Response.prototype, name, {
			configurable: true, enumerable: true,
			get() {
				if (!(this instanceof Response)) throw new TypeError('Illegal invocation');
				return this[kResponse][name];
			},
		});
	}
	mix(Response, (self) => self.headers.get('content-type'));
	host.finishClass(Response, ['url', 'redirected', 'ok', 'headers', 'clone']);

	return { Request, Response, kRequest, kResponse, redirects, bare, unusable, flat, made: (state) => new Response(inner, state) };
})
