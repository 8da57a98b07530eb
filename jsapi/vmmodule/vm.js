(function (host) {
	const { invalidArgType } = host;
	const contexts = new WeakMap(); // each context's scope
	const real = globalThis;
	const hidden = '$guthega$code'; // the one name that is not the context's: what is evaluated in it

	// What the language itself has, as far as it is a name and not an object that a context would have of its own.
	const language = new Set(['Object', 'Function', 'Array', 'Number', 'parseFloat', 'parseInt', 'Infinity', 'NaN', 'undefined', 'Boolean',
		'String', 'Symbol', 'Date', 'Promise', 'RegExp', 'Error', 'AggregateError', 'EvalError', 'RangeError', 'ReferenceError',
		'SyntaxError', 'TypeError', 'URIError', 'JSON', 'Math', 'Intl', 'ArrayBuffer', 'Uint8Array', 'Int8Array', 'Uint16Array',
		'Int16Array', 'Uint32Array', 'Int32Array', 'Float32Array', 'Float64Array', 'Uint8ClampedArray', 'BigUint64Array', 'BigInt64Array',
		'DataView', 'Map', 'BigInt', 'Set', 'WeakMap', 'WeakSet', 'WeakRef', 'FinalizationRegistry', 'Proxy', 'Reflect', 'decodeURI',
		'decodeURIComponent', 'encodeURI', 'encodeURIComponent', 'escape', 'unescape', 'eval', 'isFinite', 'isNaN', 'Iterator']);

	// scopeOf is what code in a context is run with: a scope that has every name, so that nothing is found outside.
	function scopeOf(sandbox) {
		return new Proxy(sandbox, {
			has: (target, name) => name !== hidden,
			get(target, name) {
				if (name === Symbol.unscopables) return undefined;
				if (name in target) return target[name];
				if (name === 'globalThis') return target;
				return language.has(name) ? real[name] : undefined;
			},
		});
	}

	function createContext(sandbox = {}) {
		if (sandbox === null || (typeof sandbox !== 'object' && typeof sandbox !== 'function')) {
			throw invalidArgType('object', 'of type object', sandbox);
		}
		if (!contexts.has(sandbox)) contexts.set(sandbox, scopeOf(sandbox));
		return sandbox;
	}

	function isContext(object) {
		if (object === null || (typeof object !== 'object' && typeof object !== 'function')) {
			throw invalidArgType('object', 'of type object', object);
		}
		return contexts.has(object);
	}

	function checkContext(object) {
		if (object === null || typeof object !== 'object' || !contexts.has(object)) {
			throw invalidArgType('contextifiedObject', 'an vm.Context', object);
		}
	}

	const nameOf = (options) => (typeof options === 'string' ? options : options?.filename) ?? 'evalmachine.<anonymous>';

	class Script {
		#run;
		#code;
		#inContext;
		#name;

		constructor(code, options = {}) {
			if (options === null || (typeof options !== 'object' && typeof options !== 'string')) {
				throw invalidArgType('options', 'of type object', options);
			}
			const name = nameOf(options);
			if (typeof name !== 'string') throw invalidArgType('options.filename', 'of type string', name);
			this.#code = `${code}`;
			this.#name = name;
			this.#run = host.compile(this.#code, name);
			if (options.produceCachedData) this.cachedDataProduced = false;
			if (options.cachedData !== undefined) this.cachedDataRejected = true;
			this.sourceMapURL = /^\/\/[#@] sourceMappingURL=(\S+)/m.exec(this.#code)?.[1];
		}

		runInThisContext() {
			return this.#run();
		}

		runInContext(contextifiedObject) {
			checkContext(contextifiedObject);
			if (this.#inContext === undefined) {
				// A direct eval has a value like a script's. Its functions are put into the context by a declaration, which
				// has no value, before all else: they are hoisted.
				const list = host.functions(this.#code).map((f) => `scope.${f} = ${f}`).join(', ');
				const first = list === '' ? '' : `{ let put = ((scope) => { ${list} })(this); } `;
				const wrapper = `(function (scope, ${hidden}) { with (scope) { return eval(${hidden}) } })`;
				this.#inContext = { run: host.compile(wrapper, this.#name)(), code: first + this.#code };
			}
			const { run, code } = this.#inContext;
			return Reflect.apply(run, contextifiedObject, [contexts.get(contextifiedObject), code]);
		}

		runInNewContext(sandbox) {
			return this.runInContext(createContext(sandbox));
		}

		createCachedData() {
			return host.require('buffer').Buffer.alloc(0);
		}
	}

	function compileFunction(code, params = [], options = {}) {
		if (typeof code !== 'string') throw invalidArgType('code', 'of type string', code);
		if (!Array.isArray(params)) throw invalidArgType('params', 'an instance of Array', params);
		params.forEach((p, i) => {
			if (typeof p !== 'string') throw invalidArgType(`params[${i}]`, 'of type string', p);
		});
		const { contextExtensions = [], parsingContext } = options;
		const scopes = [...contextExtensions];
		if (parsingContext !== undefined) {
			checkContext(parsingContext);
			scopes.unshift(contexts.get(parsingContext));
		}
		const name = options.filename ?? '';
		host.checkFunction(`(function (${params.join(',')}) {${code}\n})`, name);
		const open = scopes.map((_, i) => `with (arguments[${i}]) `).join('');
		return host.compile(`(function () { ${open}return (function (${params.join(',')}) {${code}\n}) })`, name)()(...scopes);
	}

	return {
		Script,
		createContext,
		createScript: (code, options) => new Script(code, options),
		runInContext(code, contextifiedObject, options) {
			checkContext(contextifiedObject);
			return new Script(code, options).runInContext(contextifiedObject);
		},
		runInNewContext: (code, sandbox, options) => new Script(code, options).runInNewContext(sandbox),
		runInThisContext: (code, options) => new Script(code, options).runInThisContext(),
		isContext,
		compileFunction,
		measureMemory: async () => {
			throw host.nodeError('Error', 'ERR_CONTEXT_NOT_INITIALIZED', 'The memory of a context cannot be measured');
		},
		constants: Object.freeze({ __proto__: null, USE_MAIN_CONTEXT_DEFAULT_LOADER: Symbol('vm_dynamic_import_main_context_default') }),
	};
})
