(function (host) {
	const kInspect = Symbol.for('nodejs.util.inspect.custom');
	const pieceSize = 65536; // of a stream

	// A type with characters that a MIME type cannot have is none.
	function mime(type) {
		const text = `${type}`;
		return /[^\x20-\x7e]/.test(text) ? '' : text.toLowerCase();
	}

	function inspect(self, name, shown, depth, options, show) {
		if (depth < 0) return self;
		return `${name} ${show(shown, { ...options, depth: options.depth === null ? null : options.depth - 1 })}`;
	}

	const fromData = {}; // as the sources: the data is there already

	class Blob {
		#data;
		#type = '';

		constructor(sources = [], options = undefined) {
			if (sources === fromData) { // a slice
				this.#data = options.data;
				this.#type = options.type;
				return;
			}
			if (sources === null || typeof sources !== 'object' || typeof sources[Symbol.iterator] !== 'function') {
				throw host.invalidArgType('sources', 'a sequence', sources);
			}
			if (options !== undefined && options !== null && typeof options !== 'object' && typeof options !== 'function') {
				throw host.invalidArgType('options', 'a dictionary', options);
			}
			const { type = '', endings = 'transparent' } = options || {};
			if (`${endings}` !== 'transparent' && `${endings}` !== 'native') {
				throw host.nodeError('TypeError', 'ERR_INVALID_ARG_VALUE',
					`The property 'options.endings' is invalid. Received '${endings}'`);
			}
			const parts = Array.from(sources, (part) => isBlob(part) ? part.#data : part);
			this.#data = host.join(parts, `${endings}` === 'native');
			this.#type = mime(type);
		}

		get size() { return host.size(Blob.#of(this)); }

		get type() {
			Blob.#of(this);
			return this.#type;
		}

		slice(start = 0, end = host.size(Blob.#of(this)), type = '') {
			const data = Blob.#of(this);
			const size = host.size(data);
			const bound = (n) => {
				n = Math.trunc(n) || 0;
				return n < 0 ? Math.max(size + n, 0) : Math.min(n, size);
			};
			const from = bound(start);
			return new Blob(fromData, { data: host.slice(data, from, Math.max(from, bound(end))), type: mime(type) });
		}

		async arrayBuffer() {
			const data = Blob.#of(this);
			return host.arrayBuffer(data, 0, host.size(data));
		}

		async bytes() { return new Uint8Array(await this.arrayBuffer()); }

		async text() { return host.text(Blob.#of(this)); }

		stream() {
			const data = Blob.#of(this);
			const size = host.size(data);
			const { ReadableStream } = host.require('stream/web');
			let at = 0;
			return new ReadableStream({
				type: 'bytes',
				pull(controller) {
					if (at === size) {
						controller.close();
						if (controller.byobRequest) controller.byobRequest.respond(0);
						return;
					}
					const end = Math.min(at + pieceSize, size);
					controller.enqueue(new Uint8Array(host.arrayBuffer(data, at, end)));
					at = end;
				},
			}, { highWaterMark: 0 });
		}

		[kInspect](depth, options, show) {
			return inspect(this, 'Blob', { size: this.size, type: this.type }, depth, options, show);
		}

		static #of(blob) {
			if (!isBlob(blob)) throw host.invalidThis('Blob');
			return blob.#data;
		}

		static isBlob(value) {
			try {
				return value.#data !== undefined;
			} catch {
				return false;
			}
		}
	}

	const { isBlob } = Blob;
	delete Blob.isBlob;
	Object.defineProperty(Blob.prototype, 'bytes', { enumerable: false });
	host.finishClass(Blob, ['size', 'type', 'slice', 'stream', 'text', 'arrayBuffer']);

	class File extends Blob {
		#name;
		#lastModified;

		constructor(fileBits, fileName, options = undefined) {
			if (arguments.length < 2) throw host.missingArgs('fileBits', 'fileName');
			super(fileBits, options);
			const { lastModified } = options || {};
			this.#lastModified = lastModified === undefined ? Date.now() : +lastModified || 0;
			this.#name = host.wellFormed(fileName);
		}

		get name() { return this.#name; }

		get lastModified() { return this.#lastModified; }

		[kInspect](depth, options, show) {
			const { size, type, name, lastModified } = this;
			return inspect(this, 'File', { size, type, name, lastModified }, depth, options, show);
		}
	}

	host.finishClass(File, ['name', 'lastModified']);

	const urls = new Map();
	const prefix = 'blob:nodedata:';

	return {
		Blob,
		File,
		isBlob,
		createObjectURL(blob) {
			if (!isBlob(blob)) throw host.invalidArgType('obj', 'an instance of Blob', blob);
			const id = prefix + host.require('crypto').randomUUID();
			urls.set(id, blob);
			return id;
		},
		revokeObjectURL(url) { urls.delete(`${url}`); },
		resolveObjectURL(url) {
			const blob = urls.get(`${url}`);
			return blob && blob.slice(0, blob.size, blob.type);
		},
	};
})
