(function run(cases, done) {
	// quote shows every UTF-16 unit that is not printable ASCII as an escape, lone surrogates included.
	const quote = (s) => JSON.stringify(s).replace(/[^\x20-\x7e]/g, (c) => '\\u' + c.charCodeAt(0).toString(16).padStart(4, '0'));
	const hex = (buffer, offset, length) => Array.from(new Uint8Array(buffer, offset, length), (b) => b.toString(16).padStart(2, '0')).join('');

	// showError leaves out messages that are the engine's own: those have no code.
	function showError(e, seen) {
		let s = e.name;
		if (e.code !== undefined) s += ` [${e.code}] ${quote(e.message)}`;
		else if (e.shown) s += ` ${quote(e.message)}`;
		if (Object.prototype.hasOwnProperty.call(e, 'cause')) s += ` cause=${show(e.cause, seen)}`;
		return s;
	}

	function showObject(o, seen) {
		if (seen.includes(o)) return `<ref ${seen.indexOf(o)}>`;
		seen.push(o);
		const in_ = (v) => show(v, seen);
		const tag = Object.prototype.toString.call(o).slice(8, -1);
		if (o instanceof Error || tag === 'DOMException') return showError(o, seen);
		if (typeof Buffer === 'function' && o instanceof Buffer) return `Buffer<${hex(o.buffer, o.byteOffset, o.byteLength)}>`;
		if (ArrayBuffer.isView(o)) return `${tag}<${hex(o.buffer, o.byteOffset, o.byteLength)}>`;
		switch (tag) {
		case 'ArrayBuffer': return `ArrayBuffer<${hex(o)}>`;
		case 'Date': return `Date<${isNaN(o) ? 'invalid' : o.toISOString()}>`;
		case 'RegExp': return `RegExp<${o} ${o.lastIndex}>`;
		case 'Map': return `Map{${[...o].map(([k, v]) => `${in_(k)} => ${in_(v)}`).join(', ')}}`;
		case 'Set': return `Set{${[...o].map(in_).join(', ')}}`;
		case 'Boolean': case 'Number': case 'String': case 'BigInt': return `[${tag} ${in_(o.valueOf())}]`;
		}
		const entries = Object.keys(o).map((k) => `${k}: ${in_(o[k])}`).join(', ');
		if (Array.isArray(o)) return `[${entries}](${o.length})`;
		const proto = Object.getPrototypeOf(o);
		const ctor = proto === null ? 'null ' : proto.constructor === Object ? '' : `${proto.constructor.name} `;
		return `${ctor}{${entries}}`;
	}

	function show(v, seen = []) {
		switch (typeof v) {
		case 'string': return quote(v);
		case 'number': return Object.is(v, -0) ? '-0' : String(v);
		case 'bigint': return `${v}n`;
		case 'symbol': return String(v);
		case 'function': return `function ${v.name}`;
		case 'object': return v === null ? 'null' : showObject(v, seen);
		}
		return String(v);
	}

	const evaluate = eval; // indirect: the cases see globals only
	const results = [];
	const next = (i) => {
		if (i === cases.length) return done(cases.map((c, i) => `> ${c}\n${results[i]}\n`).join(''));
		const keep = (text) => { results[i] = text; return next(i + 1); };
		const kept = (v) => keep(show(v));
		const threw = (e) => keep(`throws ${show(e)}`);
		let v;
		try {
			v = evaluate(cases[i]);
		} catch (e) {
			return threw(e);
		}
		return v instanceof Promise ? v.then(kept, threw) : kept(v);
	};
	next(0);
})
