(function (host) {
	// Legacy codes (Web IDL, "DOMException names"); names without one have code 0.
	const codes = {
		__proto__: null,
		IndexSizeError: 1, HierarchyRequestError: 3, WrongDocumentError: 4, InvalidCharacterError: 5,
		NoModificationAllowedError: 7, NotFoundError: 8, NotSupportedError: 9, InUseAttributeError: 10,
		InvalidStateError: 11, SyntaxError: 12, InvalidModificationError: 13, NamespaceError: 14,
		InvalidAccessError: 15, TypeMismatchError: 17, SecurityError: 18, NetworkError: 19, AbortError: 20,
		URLMismatchError: 21, QuotaExceededError: 22, TimeoutError: 23, InvalidNodeTypeError: 24, DataCloneError: 25,
	};
	const constants = [
		'INDEX_SIZE_ERR', 'DOMSTRING_SIZE_ERR', 'HIERARCHY_REQUEST_ERR', 'WRONG_DOCUMENT_ERR', 'INVALID_CHARACTER_ERR',
		'NO_DATA_ALLOWED_ERR', 'NO_MODIFICATION_ALLOWED_ERR', 'NOT_FOUND_ERR', 'NOT_SUPPORTED_ERR', 'INUSE_ATTRIBUTE_ERR',
		'INVALID_STATE_ERR', 'SYNTAX_ERR', 'INVALID_MODIFICATION_ERR', 'NAMESPACE_ERR', 'INVALID_ACCESS_ERR',
		'VALIDATION_ERR', 'TYPE_MISMATCH_ERR', 'SECURITY_ERR', 'NETWORK_ERR', 'ABORT_ERR', 'URL_MISMATCH_ERR',
		'QUOTA_EXCEEDED_ERR', 'TIMEOUT_ERR', 'INVALID_NODE_TYPE_ERR', 'DATA_CLONE_ERR',
	];

	// It extends Error for the stack; message and name are accessors, so that the stack, which is written when it is
	// first read, names them.
	class DOMException extends Error {
		#message;
		#name;
		constructor(message = '', options = 'Error') {
			super();
			this.#message = `${message}`;
			if (typeof options !== 'object' || options === null) {
				this.#name = `${options}`;
				return;
			}
			this.#name = `${options.name}`;
			if ('cause' in options) {
				Object.defineProperty(this, 'cause', { value: options.cause, configurable: true, writable: true });
			}
		}
		static #check(o) {
			if (!(#name in o)) {
				throw host.nodeError('TypeError', 'ERR_INVALID_THIS', 'Value of "this" must be of DOMException');
			}
		}
		get name() {
			DOMException.#check(this);
			return this.#name;
		}
		get message() {
			DOMException.#check(this);
			return this.#message;
		}
		get code() {
			DOMException.#check(this);
			return codes[this.#name] ?? 0;
		}
	}
	const properties = {};
	constants.forEach((name, i) => {
		properties[name] = { value: i + 1, enumerable: true };
	});
	Object.defineProperties(DOMException, properties);
	Object.defineProperties(DOMException.prototype, properties);
	host.finishClass(DOMException, ['name', 'message', 'code']);
	return DOMException;
})
