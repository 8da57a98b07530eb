// MIMEType and MIMEParams (WHATWG MIME Sniffing, sections 4.4 and 4.5, but not its replacing of what is in error: here that is thrown or
// left out, as Node does), and parseEnv.
(function (host) {
	const { nodeError } = host;
	const notToken = /[^!#$%&'*+\-.^_`|~A-Za-z0-9]/;
	const notQuoted = /[^\t -~\x80-\xff]/;
	const syntax = (what, text, at) => nodeError('TypeError', 'ERR_INVALID_MIME_SYNTAX',
		`The MIME syntax for a ${what} in ${JSON.stringify(text)} is invalid${at >= 0 ? ` at ${at}` : ''}`);
	const lower = (s) => s.replace(/[A-Z]+/g, (c) => c.toLowerCase());

	const checked = (what, text, bad) => {
		const at = text.search(bad);
		if (at >= 0 || (bad === notToken && text === '')) throw syntax(what, text, at);
		return text;
	};

	// The token before end, or before the end of the text.
	const part = (what, text, from, end, trim) => {
		const stop = text.indexOf(end, from);
		if (stop < 0 && !trim) throw syntax(what, text, -1);
		let token = stop < 0 ? text.slice(from) : text.slice(from, stop);
		if (trim) token = token.replace(/[\t\n\r ]+$/, '');
		const at = token.search(notToken);
		if (token === '' || at >= 0) throw syntax(what, text, token === '' ? -1 : at);
		return [lower(token), stop < 0 ? text.length : stop + 1];
	};

	const quote = (value) => (value === '' || notToken.test(value) ? `"${value.replace(/["\\]/g, '\\$&')}"` : value);

	let read;
	class MIMEParams {
		#map = new Map();

		delete(name) {
			this.#map.delete(`${name}`);
		}

		get(name) {
			return this.#map.has(`${name}`) ? this.#map.get(`${name}`) : null;
		}

		has(name) {
			return this.#map.has(`${name}`);
		}

		set(name, value) {
			name = checked('parameter name', `${name}`, notToken);
			value = checked('parameter value', `${value}`, notQuoted);
			this.#map.set(name, value);
		}

		*entries() {
			yield* this.#map.entries();
		}

		*keys() {
			yield* this.#map.keys();
		}

		*values() {
			yield* this.#map.values();
		}

		toString() {
			return [...this.#map].map(([name, value]) => `${name}=${quote(value)}`).join(';');
		}

		static {
			read = (params, text) => {
				for (let at = 0; at < text.length;) {
					while (at < text.length && '\t\n\r '.includes(text[at])) at++;
					const equals = text.slice(at).search(/[;=]/);
					if (equals < 0) break;
					const name = lower(text.slice(at, at + equals));
					at += equals + 1;
					if (text[at - 1] === ';') continue;
					let value = '';
					if (text[at] === '"') {
						for (at++; at < text.length && text[at] !== '"'; at++) {
							if (text[at] === '\\' && at + 1 < text.length) at++;
							value += text[at];
						}
						const next = text.indexOf(';', at);
						at = next < 0 ? text.length : next + 1;
					} else {
						const next = text.indexOf(';', at);
						value = text.slice(at, next < 0 ? text.length : next).replace(/[\t\n\r ]+$/, '');
						at = next < 0 ? text.length : next + 1;
						if (value === '') continue;
					}
					if (name !== '' && !notToken.test(name) && !notQuoted.test(value) && !params.#map.has(name)) params.#map.set(name, value);
				}
			};
		}
	}
	const same = (proto, name, as, enumerable) => Object.defineProperty(proto, name, { __proto__: null, configurable: true, writable: true, enumerable, value: proto[as] });
	same(MIMEParams.prototype, Symbol.iterator, 'entries', false);
	same(MIMEParams.prototype, 'toJSON', 'toString', false);

	class MIMEType {
		#type;
		#subtype;
		#params = new MIMEParams();

		constructor(string) {
			string = `${string}`.replace(/^[\t\n\r ]+/, '');
			const [type, after] = part('type', string, 0, '/', false);
			const [subtype, end] = part('subtype', string, after, ';', true);
			[this.#type, this.#subtype] = [type, subtype];
			read(this.#params, string.slice(end));
		}

		get type() {
			return this.#type;
		}

		set type(v) {
			this.#type = lower(checked('type', `${v}`, notToken));
		}

		get subtype() {
			return this.#subtype;
		}

		set subtype(v) {
			this.#subtype = lower(checked('subtype', `${v}`, notToken));
		}

		get essence() {
			return `${this.#type}/${this.#subtype}`;
		}

		get params() {
			return this.#params;
		}

		toString() {
			const params = this.#params.toString();
			return params ? `${this.essence};${params}` : this.essence;
		}
	}
	same(MIMEType.prototype, 'toJSON', 'toString', false);

	// As Node 20 reads a .env file.
	const parseEnv = (content) => {
		if (typeof content !== 'string') throw host.invalidArgType('content', 'of type string', content);
		const trim = (s) => s.replace(/^[ \t\n]+|[ \t\n]+$/g, '');
		const out = {};
		let rest = trim(content.replaceAll('\r', ''));
		const nextLine = (from) => {
			const at = rest.indexOf('\n', from);
			if (at >= 0) rest = rest.slice(at);
			return at >= 0;
		};
		while (rest !== '') {
			if (rest[0] === '\n' || rest[0] === '#') {
				const at = rest.indexOf('\n');
				if (at < 0) break;
				rest = rest.slice(at + 1);
				continue;
			}
			const equals = rest.indexOf('=');
			if (equals < 0) break;
			let key = trim(rest.slice(0, equals));
			if (key === '') break;
			rest = rest.slice(equals + 1);
			if (key.startsWith('export ')) key = key.slice(7);
			if (rest === '' || rest[0] === '\n') {
				out[key] = '';
				continue;
			}
			rest = trim(rest);
			if (rest === '') {
				out[key] = '';
				break;
			}
			const quoted = '\'"`'.includes(rest[0]);
			const close = quoted ? rest.indexOf(rest[0], 1) : -1;
			if (close >= 0) {
				const value = rest.slice(1, close);
				out[key] = rest[0] === '"' ? value.replaceAll('\\n', '\n') : value;
				if (!nextLine(close + 1)) break;
				continue;
			}
			const end = rest.indexOf('\n');
			if (quoted && end < 0) break;
			let value = end < 0 ? rest : rest.slice(0, end);
			if (!quoted) {
				const hash = value.indexOf('#');
				if (hash >= 0) value = value.slice(0, hash);
				value = trim(value);
			}
			out[key] = value;
			if (end < 0) break;
			rest = rest.slice(end);
		}
		return out;
	};
	Object.defineProperty(parseEnv, 'name', { value: 'parseEnv' });

	return {
		MIMEType, MIMEParams, parseEnv,
		transferableAbortController: () => new AbortController(),
		transferableAbortSignal(signal) {
			if (!(signal instanceof AbortSignal)) throw host.invalidArgType('signal', 'an instance of AbortSignal', signal);
			return signal;
		},
	};
})
