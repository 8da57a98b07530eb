// isDeepStrictEqual(a, b): same structure, same prototypes, same internal slots, Object.is for what is no object.
(function (host) {
	const { slot, sameBytes } = host;
	const uncurry = (f) => f.call.bind(f);
	const hasOwn = uncurry(Object.prototype.hasOwnProperty);
	const enumerable = uncurry(Object.prototype.propertyIsEnumerable);
	const tag = uncurry(Object.prototype.toString);
	const time = uncurry(Date.prototype.getTime);
	const { getPrototypeOf, keys, getOwnPropertySymbols, is } = Object;
	const values = {
		Number: uncurry(Number.prototype.valueOf), String: uncurry(String.prototype.valueOf),
		Boolean: uncurry(Boolean.prototype.valueOf), BigInt: uncurry(BigInt.prototype.valueOf),
		Symbol: uncurry(Symbol.prototype.valueOf),
	};

	function equal(a, b, seen) {
		if (a === b) return a !== 0 || is(a, b);
		if (typeof a !== 'object' || a === null) return typeof a === 'number' && a !== a && b !== b;
		if (typeof b !== 'object' || b === null || getPrototypeOf(a) !== getPrototypeOf(b) || tag(a) !== tag(b)) return false;
		const kind = slot(a);
		if (kind === 'Proxy' || slot(b) === 'Proxy') {
			if (Array.isArray(a) !== Array.isArray(b)) return false;
		} else if (kind !== slot(b)) {
			return false;
		}
		return sameContent(a, b, kind, seen) && sameProperties(a, b, kind, seen);
	}

	// sameContent compares what is in internal slots, and what is not enumerable.
	function sameContent(a, b, kind, seen) {
		switch (kind) {
		case 'Array': return a.length === b.length;
		case 'Date': return time(a) === time(b);
		case 'RegExp': return a.source === b.source && a.flags === b.flags && a.lastIndex === b.lastIndex;
		case 'Error': return a.message === b.message && a.name === b.name && sameHidden(a, b, 'cause', seen) && sameHidden(a, b, 'errors', seen);
		case 'Map': case 'Set': return a.size === b.size;
		case 'TypedArray': case 'ArrayBuffer': return sameBytes(a, b);
		case 'Number': case 'String': case 'Boolean': case 'BigInt': case 'Symbol':
			return is(values[kind](a), values[kind](b));
		}
		return !ArrayBuffer.isView(a) || sameBytes(a, b);
	}

	function sameHidden(a, b, name, seen) {
		if (hasOwn(a, name) !== hasOwn(b, name)) return false;
		return !hasOwn(a, name) || enumerable(a, name) || equal(a[name], b[name], seen);
	}

	// own are the enumerable properties beside an array's elements.
	function own(o, kind) {
		const names = keys(o);
		if (kind !== 'TypedArray' && kind !== 'String') return names;
		return names.filter((n) => !/^(?:0|[1-9][0-9]*)$/.test(n));
	}

	function sameProperties(a, b, kind, seen) {
		const names = own(a, kind);
		if (own(b, kind).length !== names.length || !names.every((n) => hasOwn(b, n))) return false;
		const symbols = getOwnPropertySymbols(a).filter((s) => enumerable(a, s));
		if (getOwnPropertySymbols(b).filter((s) => enumerable(b, s)).length !== symbols.length) return false;
		if (!symbols.every((s) => enumerable(b, s))) return false;
		if (names.length === 0 && symbols.length === 0 && kind !== 'Map' && kind !== 'Set') return true;
		// Two objects that are both being compared further up are taken for equal: the comparisons there decide.
		if (seen.has(a) && seen.has(b)) return true;
		const added = [a, b].filter((o) => !seen.has(o) && seen.add(o));
		const same = (kind !== 'Set' || sameSet(a, b, seen)) && (kind !== 'Map' || sameMap(a, b, seen)) &&
			names.every((n) => equal(a[n], b[n], seen)) && symbols.every((s) => equal(a[s], b[s], seen));
		for (const o of added) seen.delete(o);
		return same;
	}

	const isObject = (v) => typeof v === 'object' && v !== null;

	// Members that are objects may have any of the other's as their equal, each once.
	function sameSet(a, b, seen) {
		const rest = [];
		for (const v of b) {
			if (isObject(v)) {
				if (!a.has(v)) rest.push(v);
			} else if (!a.has(v)) {
				return false;
			}
		}
		for (const v of a) {
			if (b.has(v)) continue;
			if (!isObject(v)) return false;
			const at = rest.findIndex((w) => equal(v, w, seen));
			if (at < 0) return false;
			rest.splice(at, 1);
		}
		return rest.length === 0;
	}

	function sameMap(a, b, seen) {
		const rest = [];
		for (const [k, v] of b) {
			if (isObject(k) && !a.has(k)) rest.push([k, v]);
			else if (!a.has(k) || !equal(a.get(k), v, seen)) return false;
		}
		for (const [k, v] of a) {
			if (b.has(k)) continue;
			const at = rest.findIndex(([l, w]) => equal(k, l, seen) && equal(v, w, seen));
			if (at < 0) return false;
			rest.splice(at, 1);
		}
		return rest.length === 0;
	}

	return function isDeepStrictEqual(val1, val2) {
		return equal(val1, val2, new Set());
	};
})
