// util.types: what an object is by its internal slots. slot(v) names them as far as goja shows them.
(function (host) {
	const { slot } = host;
	const uncurry = (f) => f.call.bind(f);
	const { getPrototypeOf } = Object;
	const tagOf = uncurry(Object.getOwnPropertyDescriptor(getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get);
	const source = uncurry(Function.prototype.toString);
	const asyncPrototype = getPrototypeOf(async function () {});
	const generatorPrototype = getPrototypeOf(function* () {});
	const mapIterator = getPrototypeOf(new Map().entries());
	const setIterator = getPrototypeOf(new Set().values());
	const inherits = uncurry(Object.prototype.isPrototypeOf);

	// accepts asks a method that refuses all objects but those of its own class.
	function accepts(method) {
		const probe = uncurry(method);
		return (v) => {
			if (slot(v) !== 'Object') return false;
			try {
				probe(v, v);
				return true;
			} catch {
				return false;
			}
		};
	}

	// goja gives async methods the prototype of plain functions.
	function isAsync(v) {
		return inherits(asyncPrototype, v) || /^async\s+[^\s(=]/.test(source(v));
	}

	function isBoxed(kind) {
		return kind === 'Number' || kind === 'String' || kind === 'Boolean' || kind === 'BigInt' || kind === 'Symbol';
	}

	function isOfCrypto(v, name) {
		if (typeof v !== 'object' || v === null || slot(v) !== 'Object') return false;
		const type = host.require('crypto')[name];
		return typeof type === 'function' && v instanceof type;
	}

	const weakMap = accepts(WeakMap.prototype.has);
	const weakSet = accepts(WeakSet.prototype.has);
	const dataView = accepts(Object.getOwnPropertyDescriptor(DataView.prototype, 'byteLength').get);

	return {
		isExternal: () => false,
		isDate: (v) => slot(v) === 'Date',
		isArgumentsObject: (v) => slot(v) === 'Arguments',
		isBigIntObject: (v) => slot(v) === 'BigInt',
		isBooleanObject: (v) => slot(v) === 'Boolean',
		isNumberObject: (v) => slot(v) === 'Number',
		isStringObject: (v) => slot(v) === 'String',
		isSymbolObject: (v) => slot(v) === 'Symbol',
		isNativeError: (v) => slot(v) === 'Error',
		isRegExp: (v) => slot(v) === 'RegExp',
		isAsyncFunction: (v) => slot(v) === 'Function' && isAsync(v),
		isGeneratorFunction: (v) => slot(v) === 'Function' && inherits(generatorPrototype, v),
		isGeneratorObject: (v) => slot(v) === 'Object' && inherits(generatorPrototype.prototype, v),
		isPromise: (v) => slot(v) === 'Promise',
		isMap: (v) => slot(v) === 'Map',
		isSet: (v) => slot(v) === 'Set',
		isMapIterator: (v) => slot(v) === 'Object' && getPrototypeOf(v) === mapIterator,
		isSetIterator: (v) => slot(v) === 'Object' && getPrototypeOf(v) === setIterator,
		isWeakMap: (v) => weakMap(v),
		isWeakSet: (v) => weakSet(v),
		isArrayBuffer: (v) => slot(v) === 'ArrayBuffer',
		isDataView: (v) => dataView(v),
		isSharedArrayBuffer: () => false,
		isProxy: (v) => slot(v) === 'Proxy',
		isModuleNamespaceObject: () => false,
		isAnyArrayBuffer: (v) => slot(v) === 'ArrayBuffer',
		isBoxedPrimitive: (v) => isBoxed(slot(v)),
		isArrayBufferView: (v) => ArrayBuffer.isView(v),
		isTypedArray: (v) => slot(v) === 'TypedArray',
		isUint8Array: (v) => tagOf(v) === 'Uint8Array',
		isUint8ClampedArray: (v) => tagOf(v) === 'Uint8ClampedArray',
		isUint16Array: (v) => tagOf(v) === 'Uint16Array',
		isUint32Array: (v) => tagOf(v) === 'Uint32Array',
		isInt8Array: (v) => tagOf(v) === 'Int8Array',
		isInt16Array: (v) => tagOf(v) === 'Int16Array',
		isInt32Array: (v) => tagOf(v) === 'Int32Array',
		isFloat32Array: (v) => tagOf(v) === 'Float32Array',
		isFloat64Array: (v) => tagOf(v) === 'Float64Array',
		isBigInt64Array: (v) => tagOf(v) === 'BigInt64Array',
		isBigUint64Array: (v) => tagOf(v) === 'BigUint64Array',
		isKeyObject: (v) => isOfCrypto(v, 'KeyObject'),
		isCryptoKey: (v) => isOfCrypto(v, 'CryptoKey'),
	};
})
