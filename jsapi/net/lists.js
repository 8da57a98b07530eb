// net.SocketAddress and net.BlockList.
(function (host, { validatePort, validateString }) {
	const { invalidArgType, nodeError, isIP } = host;

	function familyOf(family, name = 'options.family') {
		const f = typeof family === 'string' ? family.toLowerCase() : family;
		if (f === 'ipv4' || f === 4) return 'ipv4';
		if (f === 'ipv6' || f === 6) return 'ipv6';
		throw nodeError('TypeError', 'ERR_INVALID_ARG_VALUE', `The ${name.includes('.') ? 'property' : 'argument'} '${name}' is invalid. Received ${host.inspect(family)}`);
	}

	class SocketAddress {
		#address; #port; #family; #flowlabel;
		constructor(options = {}) {
			if (options === null || typeof options !== 'object') throw invalidArgType('options', 'of type object', options);
			const family = familyOf(options.family === undefined ? 'ipv4' : options.family);
			const { address = family === 'ipv4' ? '127.0.0.1' : '::', port = 0, flowlabel = 0 } = options;
			validateString(address, 'options.address');
			validatePort(port, 'options.port');
			if (isIP(address) !== (family === 'ipv4' ? 4 : 6)) throw nodeError('Error', 'ERR_INVALID_ADDRESS', 'Invalid socket address');
			this.#address = host.canonicalIP(address);
			this.#port = port | 0;
			this.#family = family;
			this.#flowlabel = flowlabel;
		}
		static isSocketAddress(v) { return typeof v === 'object' && v !== null && #address in v; }
		get address() { return this.#address; }
		get port() { return this.#port; }
		get family() { return this.#family; }
		get flowlabel() { return this.#flowlabel; }
		toJSON() { return { address: this.address, port: this.port, family: this.family, flowlabel: this.flowlabel }; }
	}

	const text = (a, family, name) => {
		if (SocketAddress.isSocketAddress(a)) return a.address;
		validateString(a, name);
		if (isIP(a) !== (familyOf(family, 'family') === 'ipv4' ? 4 : 6)) throw nodeError('Error', 'ERR_INVALID_ADDRESS', 'Invalid socket address');
		return a;
	};
	const label = (a) => (isIP(a) === 4 ? 'IPv4' : 'IPv6');

	class BlockList {
		#rules = []; // {from, to, shown}: hexadecimal, of the same length within a family
		static isBlockList(v) { return typeof v === 'object' && v !== null && #rules in v; }
		addAddress(address, family = 'ipv4') {
			const a = text(address, family, 'address');
			const key = host.addressKey(a);
			this.#rules.unshift({ from: key, to: key, shown: `Address: ${label(a)} ${host.canonicalIP(a)}` });
		}
		addRange(start, end, family = 'ipv4') {
			const [a, b] = [text(start, family, 'start'), text(end, family, 'end')];
			const [from, to] = [host.addressKey(a), host.addressKey(b)];
			if (from > to) {
				throw nodeError('TypeError', 'ERR_INVALID_ARG_VALUE', `The argument 'start' must come before end. Received SocketAddress { address: '${a}', port: 0, family: '${label(a).toLowerCase()}', flowlabel: 0 }`);
			}
			this.#rules.unshift({ from, to, shown: `Range: ${label(a)} ${host.canonicalIP(a)}-${host.canonicalIP(b)}` });
		}
		addSubnet(net, prefix, family = 'ipv4') {
			const a = text(net, family, 'net');
			const bits = isIP(a) === 4 ? 32 : 128;
			if (typeof prefix !== 'number') throw invalidArgType('prefix', 'of type number', prefix);
			if (!(Number.isInteger(prefix) && prefix >= 0 && prefix <= bits)) throw host.outOfRange('prefix', `>= 0 && <= ${bits}`, prefix);
			const [from, to] = host.subnetKeys(a, prefix);
			this.#rules.unshift({ from, to, shown: `Subnet: ${label(a)} ${host.canonicalIP(a)}/${prefix}` });
		}
		check(address, family = 'ipv4') {
			let key;
			try {
				key = host.addressKey(text(address, family, 'address'));
			} catch (e) {
				if (e.code === 'ERR_INVALID_ADDRESS') return false;
				throw e;
			}
			return this.#rules.some(({ from, to }) => from.length === key.length && from <= key && key <= to);
		}
		get rules() { return this.#rules.map((r) => r.shown); }
	}

	return { SocketAddress, BlockList };
})
