(function (host) {
	// Reading each time what cannot change would parse the certificate's names again and again.
	class X509Certificate {
		#handle;
		#read = {};
		constructor(buffer) {
			this.#handle = host.parse(buffer);
		}
		#get(name) {
			if (!(name in this.#read)) this.#read[name] = host.get(this.#handle, name);
			return this.#read[name];
		}
		[Symbol.for('nodejs.util.inspect.custom')](depth, options, inspect) {
			if (depth < 0 || !inspect) return this;
			return `X509Certificate ${inspect({
				subject: this.subject,
				subjectAltName: this.subjectAltName,
				issuer: this.issuer,
				infoAccess: this.infoAccess,
				validFrom: this.validFrom,
				validTo: this.validTo,
				fingerprint: this.fingerprint,
				fingerprint256: this.fingerprint256,
				fingerprint512: this.fingerprint512,
				keyUsage: this.keyUsage,
				serialNumber: this.serialNumber,
			}, { ...options, depth: options.depth == null ? null : options.depth - 1 })}`;
		}
		get subject() { return this.#get('subject'); }
		get subjectAltName() { return this.#get('subjectAltName'); }
		get issuer() { return this.#get('issuer'); }
		get issuerCertificate() { return undefined; }
		get infoAccess() { return this.#get('infoAccess'); }
		get validFrom() { return this.#get('validFrom'); }
		get validTo() { return this.#get('validTo'); }
		get fingerprint() { return this.#get('fingerprint'); }
		get fingerprint256() { return this.#get('fingerprint256'); }
		get fingerprint512() { return this.#get('fingerprint512'); }
		get keyUsage() { return this.#get('keyUsage'); }
		get serialNumber() { return this.#get('serialNumber'); }
		get raw() { return this.#get('raw'); }
		get publicKey() { return this.#get('publicKey'); }
		toString() { return this.#get('pem'); }
		toJSON() { return this.toString(); }
		get ca() { return this.#get('ca'); }
		checkHost(name, options) { return host.checkHost(this.#handle, name, options); }
		checkEmail(email, options) { return host.checkEmail(this.#handle, email, options); }
		checkIP(ip) { return host.checkIP(this.#handle, ip); }
		checkIssued(otherCert) {
			if (typeof otherCert !== 'object' || otherCert === null || !(#handle in otherCert)) {
				throw host.invalidArgType('otherCert', 'an instance of X509Certificate', otherCert);
			}
			return host.checkIssued(this.#handle, otherCert.#handle);
		}
		checkPrivateKey(pkey) { return host.checkPrivateKey(this.#handle, pkey); }
		verify(pkey) { return host.verify(this.#handle, pkey); }
		toLegacyObject() { return this.#get('legacy'); }
	}
	return X509Certificate;
})
