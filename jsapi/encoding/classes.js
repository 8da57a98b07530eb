(function (encode, encodeInto, open) {
	class TextEncoder {
		#brand = true;
		get encoding() { return this.#brand && 'utf-8'; }
		encode(input = '') { return this.#brand && encode(input); }
		encodeInto(src, dest) { return this.#brand && encodeInto(src, dest); }
	}

	class TextDecoder {
		#decoder;
		constructor(label = 'utf-8', options = undefined) { this.#decoder = open(label, options); }
		decode(input = undefined, options = undefined) { return this.#decoder.decode(input, options); }
		get encoding() { return this.#decoder.encoding; }
		get fatal() { return this.#decoder.fatal; }
		get ignoreBOM() { return this.#decoder.ignoreBOM; }
	}

	for (const type of [TextEncoder, TextDecoder]) {
		for (const name of Object.getOwnPropertyNames(type.prototype)) { // Web IDL: a class hides them, an interface does not
			if (name !== 'constructor') Object.defineProperty(type.prototype, name, { enumerable: true });
		}
		Object.defineProperty(type.prototype, Symbol.toStringTag, { value: type.name, configurable: true });
	}
	return { TextEncoder, TextDecoder };
})
