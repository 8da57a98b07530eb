// Secure contexts: what a connection is secured with, checked once.
(function (host) {
	const { nodeError, invalidArgType } = host;
	const versions = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'];
	const defaults = { min: 'TLSv1.2', max: 'TLSv1.3' };

	// A method name of old: SSLv23_method and the like say nothing, TLSv1_2_method names one version.
	const methods = { TLSv1_method: 'TLSv1', TLSv1_1_method: 'TLSv1.1', TLSv1_2_method: 'TLSv1.2', TLSv1_3_method: 'TLSv1.3' };

	function version(name, fallback) {
		if (name === undefined || name === null) return fallback;
		if (!versions.includes(name)) throw nodeError('TypeError', 'ERR_TLS_INVALID_PROTOCOL_VERSION', `${JSON.stringify(name)} is not a valid ${fallback === defaults.min ? 'minimum' : 'maximum'} TLS protocol version`);
		return name;
	}

	function range({ minVersion, maxVersion, secureProtocol }) {
		if (secureProtocol !== undefined && secureProtocol !== null) {
			if (minVersion !== undefined && minVersion !== null || maxVersion !== undefined && maxVersion !== null) {
				throw nodeError('TypeError', 'ERR_TLS_PROTOCOL_VERSION_CONFLICT', 'TLS protocol version conflicts with secureProtocol');
			}
			const plain = secureProtocol.replace(/_(client|server)_method$/, '_method');
			if (methods[plain]) return { min: methods[plain], max: methods[plain] };
			if (!/^(SSLv23|TLS)_method$/.test(plain)) throw nodeError('TypeError', 'ERR_TLS_INVALID_PROTOCOL_METHOD', `Unknown method: ${secureProtocol}`);
			return plain === 'TLS_method' ? { min: 'TLSv1', max: 'TLSv1.3' } : { ...defaults };
		}
		return { min: version(minVersion, defaults.min), max: version(maxVersion, defaults.max) };
	}

	const isBytes = (x) => typeof x === 'string' || ArrayBuffer.isView(x) || x instanceof ArrayBuffer;

	function blob(x, name) {
		if (!isBytes(x)) throw invalidArgType(name, 'of type string or an instance of Buffer, TypedArray, or DataView', x);
		return x;
	}

	const many = (x) => (x === undefined || x === null || x === false ? [] : Array.isArray(x) ? x : [x]);

	function key(k, passphrase) {
		if (k !== null && typeof k === 'object' && !isBytes(k)) {
			if (k.type === 'private' && typeof k.export === 'function') return { pem: k.export({ type: 'pkcs8', format: 'pem' }) };
			if (k.pem !== undefined) return { pem: blob(k.pem, 'options.key'), passphrase: k.passphrase === undefined ? passphrase : k.passphrase };
		}
		return { pem: blob(k, 'options.key'), passphrase };
	}

	class SecureContext {
		constructor(state) { this.context = state; }
	}

	// createSecureContext is also called with all the options of a connection.
	function createSecureContext(options = {}) {
		if (options === null || typeof options !== 'object') throw invalidArgType('options', 'of type object', options);
		const { ca, cert, ciphers, passphrase, pfx } = options;
		if (ciphers !== undefined && ciphers !== null && typeof ciphers !== 'string') throw invalidArgType('options.ciphers', 'of type string', ciphers);
		if (passphrase !== undefined && passphrase !== null && typeof passphrase !== 'string') throw invalidArgType('options.passphrase', 'of type string', passphrase);
		return new SecureContext(host.context({
			ca: ca === undefined || ca === null ? undefined : many(ca).map((x) => blob(x, 'options.ca')),
			cert: many(cert).map((x) => blob(x, 'options.cert')),
			key: many(options.key).map((k) => key(k, passphrase)),
			pfx: many(pfx).map((p) => (p.buf === undefined ? { buf: blob(p, 'options.pfx'), passphrase } : { buf: blob(p.buf, 'options.pfx'), passphrase: p.passphrase || passphrase })),
			ciphers: (ciphers || '').split(/[:, ]/),
			...range(options),
		}));
	}

	return { createSecureContext, SecureContext, defaults };
})
