(function (host) {
	class KeyObject {
		constructor(type, handle) {
			host.construct(this, type, handle);
		}
		static from(key) {
			return host.fromCryptoKey(key);
		}
		get type() {
			return host.type(this);
		}
		equals(otherKeyObject) {
			return host.equals(this, otherKeyObject);
		}
	}
	Object.defineProperty(KeyObject.prototype, Symbol.toStringTag, { value: 'KeyObject', configurable: true });

	class SecretKeyObject extends KeyObject {
		get symmetricKeySize() {
			return host.symmetricKeySize(this);
		}
		export(options) {
			return host.exportSecret(this, options);
		}
	}

	class AsymmetricKeyObject extends KeyObject {
		get asymmetricKeyType() {
			return host.asymmetricKeyType(this);
		}
		get asymmetricKeyDetails() {
			return host.asymmetricKeyDetails(this);
		}
	}

	class PublicKeyObject extends AsymmetricKeyObject {
		export(options) {
			return host.exportPublic(this, options);
		}
	}

	class PrivateKeyObject extends AsymmetricKeyObject {
		export(options) {
			return host.exportPrivate(this, options);
		}
	}

	// As in Web IDL; JavaScript cannot construct one.
	class CryptoKey {
		constructor(made) {
			host.cryptoKey(this, made);
		}
		get type() {
			return host.cryptoKeyField(this, 'type');
		}
		get extractable() {
			return host.cryptoKeyField(this, 'extractable');
		}
		get algorithm() {
			return host.cryptoKeyField(this, 'algorithm');
		}
		get usages() {
			return host.cryptoKeyField(this, 'usages');
		}
	}
	host.finishClass(CryptoKey, ['type', 'extractable', 'algorithm', 'usages']);

	return { KeyObject, CryptoKey, secret: SecretKeyObject, public: PublicKeyObject, private: PrivateKeyObject };
})
