// FormData (XMLHttpRequest, 4), and its two forms on the wire.
(function (host) {
	const { Blob, File, isBlob } = host.require('internal/blob');
	const { Buffer } = host.require('buffer');
	const kEntries = Symbol('entries');

	class FormData {
		constructor(form = undefined) {
			if (form !== undefined) throw new TypeError("FormData constructor: Argument 1 could not be converted to: undefined.");
			this[kEntries] = [];
		}

		append(name, value, filename = undefined) {
			need(arguments, 'append', 2);
			this[kEntries].push(entry(name, value, filename, arguments.length > 2, 'append'));
		}

		delete(name) {
			need(arguments, 'delete', 1);
			name = well(name);
			this[kEntries] = this[kEntries].filter((e) => e[0] !== name);
		}

		get(name) {
			need(arguments, 'get', 1);
			name = well(name);
			const found = this[kEntries].find((e) => e[0] === name);
			return found ? found[1] : null;
		}

		getAll(name) {
			need(arguments, 'getAll', 1);
			name = well(name);
			return this[kEntries].filter((e) => e[0] === name).map((e) => e[1]);
		}

		has(name) {
			need(arguments, 'has', 1);
			name = well(name);
			return this[kEntries].some((e) => e[0] === name);
		}

		set(name, value, filename = undefined) {
			need(arguments, 'set', 2);
			const made = entry(name, value, filename, arguments.length > 2, 'set');
			const at = this[kEntries].findIndex((e) => e[0] === made[0]);
			if (at < 0) this[kEntries].push(made);
			else {
				this[kEntries][at] = made;
				this[kEntries] = this[kEntries].filter((e, i) => i <= at || e[0] !== made[0]);
			}
		}

		forEach(callback, thisArg = undefined) {
			need(arguments, 'forEach', 1);
			for (const [name, value] of this) callback.call(thisArg, value, name, this);
		}

		*entries() { for (const e of this[kEntries]) yield [e[0], e[1]]; }
		*keys() { for (const e of this[kEntries]) yield e[0]; }
		*values() { for (const e of this[kEntries]) yield e[1]; }
		[Symbol.iterator]() { return this.entries(); }

		[Symbol.for('nodejs.util.inspect.custom')](depth, options, inspect) {
			const shown = {};
			for (const [name, value] of this[kEntries]) {
				if (!(name in shown)) shown[name] = value;
				else shown[name] = Array.isArray(shown[name]) ? [...shown[name], value] : [shown[name], value];
			}
			return `FormData ${inspect(shown, options)}`;
		}
	}
	host.finishClass(FormData, ['append', 'delete', 'get', 'getAll', 'has', 'set', 'forEach', 'entries', 'keys', 'values']);

	const well = (text) => `${text}`.toWellFormed();

	function need(args, method, n) {
		if (args.length < n) throw new TypeError(`FormData.${method}: ${n} argument${n > 1 ? 's' : ''} required, but${args.length > 0 ? ' only' : ''} ${args.length} found.`);
	}

	function entry(name, value, filename, named, method) {
		if (named && !isBlob(value)) throw new TypeError(`Failed to execute '${method}' on 'FormData': parameter 2 is not of type 'Blob'`);
		name = well(name);
		if (!isBlob(value)) return [name, well(value)];
		if (!(value instanceof File)) value = new File([value], named ? well(filename) : 'blob', { type: value.type });
		else if (named) value = new File([value], well(filename), { type: value.type, lastModified: value.lastModified });
		return [name, value];
	}

	const escaped = (text) => text.replace(/\n/g, '%0A').replace(/\r/g, '%0D').replace(/"/g, '%22');
	const lines = (text) => text.replace(/\r?\n|\r/g, '\r\n');

	// multipart is a form as multipart/form-data (RFC 7578): the boundary, and a promise of the bytes or the bytes.
	function multipart(form) {
		const boundary = `----formdata-guthega-0${Math.floor(Math.random() * 1e11)}`.padEnd(32, '0');
		const parts = [];
		let waits = false;
		for (const [name, value] of form[kEntries]) {
			const head = `--${boundary}\r\nContent-Disposition: form-data; name="${escaped(lines(name))}"`;
			if (typeof value === 'string') parts.push(Buffer.from(`${head}\r\n\r\n${lines(value)}\r\n`));
			else {
				parts.push(Buffer.from(`${head}${value.name !== undefined ? `; filename="${escaped(value.name)}"` : ''}\r\nContent-Type: ${value.type || 'application/octet-stream'}\r\n\r\n`));
				parts.push(value.arrayBuffer().then((b) => Buffer.from(b)), Buffer.from('\r\n'));
				waits = true;
			}
		}
		parts.push(Buffer.from(`--${boundary}--\r\n`));
		return { boundary, bytes: waits ? Promise.all(parts).then((all) => Buffer.concat(all)) : Buffer.concat(parts) };
	}

	// parse reads a form from bytes of that type.
	function parse(bytes, type) {
		const form = new FormData();
		if (/^application\/x-www-form-urlencoded(?:;|$)/i.test(type)) {
			for (const [name, value] of new (host.require('url').URLSearchParams)(host.text(bytes))) form.append(name, value);
			return form;
		}
		const boundary = /^multipart\/form-data\s*;.*boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(type);
		if (!boundary) throw new TypeError('Content-Type was not one of "multipart/form-data" or "application/x-www-form-urlencoded".');
		const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
		const mark = Buffer.from(`--${boundary[1] || boundary[2]}`);
		let at = data.indexOf(mark);
		if (at < 0) throw new TypeError('Failed to parse body as FormData.');
		for (;;) {
			at += mark.length;
			if (data[at] === 45 && data[at + 1] === 45) return form;
			const head = data.indexOf('\r\n\r\n', at);
			const end = head < 0 ? -1 : data.indexOf(Buffer.from(`\r\n${mark}`), head + 2);
			if (end < 0) throw new TypeError('Failed to parse body as FormData.');
			const fields = data.toString('utf8', at + 2, head);
			const name = /^content-disposition:\s*form-data;.*?\bname="([^"]*)"/im.exec(fields);
			if (!name) throw new TypeError('Failed to parse body as FormData.');
			const plain = (text) => text.replace(/%0A/gi, '\n').replace(/%0D/gi, '\r').replace(/%22/g, '"');
			const filename = /;\s*filename="([^"]*)"/i.exec(fields);
			const body = data.subarray(head + 4, end);
			if (filename) {
				const its = /^content-type:\s*([^\r\n]*)/im.exec(fields);
				form.append(plain(name[1]), new File([body], plain(filename[1]), { type: its ? its[1].trim() : 'text/plain' }));
			} else form.append(plain(name[1]), body.toString('utf8'));
			at = end + 2;
		}
	}

	return { FormData, Blob, isBlob, multipart, parse };
})
