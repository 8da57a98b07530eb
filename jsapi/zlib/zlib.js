// Makes the module: the checks of options, the calls that do all at once, and what leads to the classes, which are made
// when one is first touched.
(function (host, constants) {
	const MAX_OUTPUT = 2 ** 32; // buffer.kMaxLength
	const {
		DEFLATE, INFLATE, GZIP, GUNZIP, DEFLATERAW, INFLATERAW, UNZIP, BROTLI_DECODE, BROTLI_ENCODE,
		Z_NO_FLUSH, Z_SYNC_FLUSH, Z_FULL_FLUSH, Z_FINISH, Z_BLOCK,
		BROTLI_OPERATION_PROCESS, BROTLI_OPERATION_FLUSH, BROTLI_OPERATION_FINISH, BROTLI_OPERATION_EMIT_METADATA,
	} = constants;
	const modes = {
		Deflate: DEFLATE, Inflate: INFLATE, Gzip: GZIP, Gunzip: GUNZIP, DeflateRaw: DEFLATERAW, InflateRaw: INFLATERAW,
		Unzip: UNZIP, BrotliCompress: BROTLI_ENCODE, BrotliDecompress: BROTLI_DECODE,
	};
	const isBrotli = (mode) => mode === BROTLI_ENCODE || mode === BROTLI_DECODE;

	const isBytes = (v) => ArrayBuffer.isView(v) ||
		typeof v === 'object' && v !== null && Object.prototype.toString.call(v) === '[object ArrayBuffer]';

	// Is number there, and finite? NaN is as good as undefined.
	function given(number, name) {
		if (number === undefined || Number.isNaN(number)) return false;
		if (Number.isFinite(number)) return true;
		if (typeof number !== 'number') throw host.invalidArgType(name, 'of type number', number);
		throw host.outOfRange(name, 'a finite number', number);
	}

	function within(number, name, low, high, otherwise) {
		if (!given(number, name)) return otherwise;
		if (number < low || number > high) throw host.outOfRange(name, `>= ${low} and <= ${high}`, number);
		return number;
	}

	// What all streams have.
	function common(options, mode) {
		const brotli = isBrotli(mode);
		const [first, last, end] = brotli ?
			[BROTLI_OPERATION_PROCESS, BROTLI_OPERATION_EMIT_METADATA, BROTLI_OPERATION_FINISH] : [Z_NO_FLUSH, Z_BLOCK, Z_FINISH];
		const full = brotli ? BROTLI_OPERATION_FLUSH : Z_FULL_FLUSH;
		if (!options) return { chunkSize: 16384, flush: first, finishFlush: end, full, max: MAX_OUTPUT };
		let { chunkSize } = options;
		if (!given(chunkSize, 'options.chunkSize')) chunkSize = 16384;
		else if (chunkSize < 64) throw host.outOfRange('options.chunkSize', '>= 64', chunkSize);
		return {
			chunkSize,
			flush: within(options.flush, 'options.flush', first, last, first),
			finishFlush: within(options.finishFlush, 'options.finishFlush', first, last, end),
			full,
			max: within(options.maxOutputLength, 'options.maxOutputLength', 1, MAX_OUTPUT, MAX_OUTPUT),
		};
	}

	function settings(options, mode) {
		return isBrotli(mode) ? { params: brotliParams(options) } : zlibSettings(options || {}, mode);
	}

	function zlibSettings(options, mode) {
		let { windowBits, dictionary } = options;
		if (!windowBits && (mode === INFLATE || mode === GUNZIP || mode === UNZIP)) windowBits = 0; // what the header says
		else windowBits = within(windowBits, 'options.windowBits', mode === GZIP ? 9 : 8, 15, 15);
		const level = within(options.level, 'options.level', -1, 9, -1);
		within(options.memLevel, 'options.memLevel', 1, 9, 8);
		const strategy = within(options.strategy, 'options.strategy', 0, 4, 0);
		if (dictionary !== undefined && !isBytes(dictionary)) {
			throw host.invalidArgType('options.dictionary', 'an instance of Buffer, TypedArray, DataView, or ArrayBuffer', dictionary);
		}
		return { windowBits, level, strategy, dictionary };
	}

	function brotliParams(options) {
		const params = {};
		if (!options || !options.params) return params;
		for (const [key, value] of Object.entries(options.params)) {
			if (Number.isNaN(+key) || +key < 0 || +key > constants.BROTLI_PARAM_NDIRECT) {
				throw host.nodeError('RangeError', 'ERR_BROTLI_INVALID_PARAM', `${key} is not a valid Brotli parameter`);
			}
			if (typeof value !== 'number' && typeof value !== 'boolean') {
				throw host.invalidArgType('options.params[key]', 'of type number', value);
			}
			params[key] = +value;
		}
		return params;
	}

	// The flush as Go knows it: brotli's operations are counted otherwise.
	const goFlush = (flush, mode) => isBrotli(mode) ? [Z_NO_FLUSH, Z_SYNC_FLUSH, Z_FINISH, Z_SYNC_FLUSH][flush] : flush;

	const exports = {};
	let made;
	const classes = () => made || (made = host.classes({ modes, common, settings, goFlush, isBrotli, within, tick: host.tick }));

	// With options.info, the result has the stream that could have done it.
	function result(output, input, options, name) {
		if (!options || !options.info) return output;
		const engine = new (classes()[name])(options);
		engine.bytesWritten = typeof input === 'string' ? host.require('buffer').Buffer.byteLength(input) : input.byteLength;
		engine.close();
		return { buffer: output, engine };
	}

	function atOnce(name) {
		const mode = modes[name];
		return (buffer, options) => {
			if (typeof buffer !== 'string' && !isBytes(buffer)) {
				throw host.invalidArgType('buffer',
					'of type string or an instance of Buffer, TypedArray, DataView, or ArrayBuffer', buffer);
			}
			const set = settings(options, mode);
			const { finishFlush, max } = common(options, mode);
			return result(host.whole(mode, set, goFlush(finishFlush, mode), max, buffer), buffer, options, name);
		};
	}

	function aside(name) {
		const mode = modes[name];
		return (buffer, options, callback) => {
			if (typeof options === 'function') [callback, options] = [options, {}];
			const set = settings(options, mode);
			const { finishFlush, max } = common(options, mode);
			if (typeof callback !== 'function') throw host.invalidArgType('callback', 'of type function', callback);
			if (buffer === undefined || buffer === null) buffer = '';
			if (typeof buffer !== 'string' && !isBytes(buffer)) {
				throw host.invalidArgType('chunk', 'of type string or an instance of Buffer, TypedArray, or DataView', buffer);
			}
			host.wholeAside(mode, set, goFlush(finishFlush, mode), max, buffer, (error, output) => {
				if (error) callback(error);
				else callback(null, result(output, buffer, options, name));
			});
		};
	}

	exports.crc32 = function crc32(data, value = 0) {
		if (typeof data !== 'string' && !ArrayBuffer.isView(data)) {
			throw host.invalidArgType('data', 'of type string or an instance of Buffer, TypedArray, or DataView', data);
		}
		if (typeof value !== 'number') throw host.invalidArgType('value', 'of type number', value);
		if (!Number.isInteger(value)) throw host.outOfRange('value', 'an integer', value);
		if (value < 0 || value > 0xffffffff) throw host.outOfRange('value', '>= 0 && <= 4294967295', value);
		return host.crc32(data, value);
	};
	for (const name of Object.keys(modes)) {
		Object.defineProperty(exports, name, {
			get: () => classes()[name],
			set(value) { Object.defineProperty(exports, name, { value, writable: true, enumerable: true, configurable: true }); },
			enumerable: true,
			configurable: true,
		});
	}
	for (const name of ['Deflate', 'Gzip', 'DeflateRaw', 'Unzip', 'Inflate', 'Gunzip', 'InflateRaw', 'BrotliCompress', 'BrotliDecompress']) {
		const method = name[0].toLowerCase() + name.slice(1);
		exports[method] = aside(name);
		exports[`${method}Sync`] = atOnce(name);
	}
	const fixed = (name, value) => Object.defineProperty(exports, name, { value, enumerable: true });
	for (const name of Object.keys(modes)) {
		fixed(`create${name}`, (options) => new (classes()[name])(options));
	}
	fixed('constants', constants);
	const names = ['Z_OK', 'Z_STREAM_END', 'Z_NEED_DICT', 'Z_ERRNO', 'Z_STREAM_ERROR', 'Z_DATA_ERROR', 'Z_MEM_ERROR', 'Z_BUF_ERROR',
		'Z_VERSION_ERROR'];
	const codes = {};
	for (const name of names) codes[name] = constants[name];
	for (const name of names) codes[constants[name]] = name;
	fixed('codes', Object.freeze(codes));
	return exports;
})
