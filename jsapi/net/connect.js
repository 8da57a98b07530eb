// How a net.Socket gets its connection: names looked up, addresses tried in turn.
(function (host, args, { Socket, initHandle, applyOptions }) {
	const { nodeError, invalidArgType, isIP } = host;
	const { normalizeArgs, isNormalized, validatePort, validateString, validateFunction, validateNumber } = args;
	const defaults = { autoSelectFamily: true, attemptTimeout: 250 };

	Socket.prototype.connect = function (...list) {
		const [options, cb] = isNormalized(list) ? list[0] : normalizeArgs(list);
		if (cb !== null) this.once('connect', cb);
		if (this._parent?.connecting) return this;
		if (Object.prototype.hasOwnProperty.call(this, 'write')) delete this.write; // of a connection before
		const path = options.path;
		if (path === undefined || path === null) {
			if (options.port === undefined) {
				throw nodeError('TypeError', 'ERR_MISSING_ARGS', 'The "options" or "port" or "path" argument must be specified');
			}
		} else validateString(path, 'options.path');
		if (this.destroyed) {
			this._handle = null;
			this._peername = undefined;
			this._sockname = null;
		}
		if (!this._handle) {
			this._handle = host.newHandle();
			initHandle(this);
		}
		if (options.noDelay !== undefined) this.setNoDelay(Boolean(options.noDelay));
		if (options.keepAlive) this.setKeepAlive(true, options.keepAliveInitialDelay);
		this._unrefTimer();
		this.connecting = true;
		if (path) {
			attempt(this, { path }, (error) => settle(this, error));
			return this;
		}
		lookupAndConnect(this, options);
		return this;
	};

	// attempt connects the handle. What it throws (a local address that is none) the user gets.
	function attempt(self, { path, address, port, localAddress, localPort }, done) {
		const handle = self._handle;
		const mine = (error) => { if (self._handle === handle && self.connecting) done(error); };
		if (path) handle.connect(path, -1, undefined, 0, mine);
		else handle.connect(address, port, localAddress, localPort || 0, mine);
	}

	function settle(self, error) {
		if (self.destroyed || !self.connecting) return;
		self.connecting = false;
		self._sockname = null;
		if (error) {
			self.destroy(error);
			return;
		}
		self._unrefTimer();
		applyOptions(self);
		self.emit('connect');
		self.emit('ready');
		if (self.readable && !self.isPaused() && self._handle) self.read(0);
	}

	// fail is for what comes to light before there is anything to wait for.
	function fail(self, error) {
		host.tick(() => self.destroy(error));
	}

	function lookupAndConnect(self, options) {
		const { localAddress, localPort } = options;
		const name = options.host || 'localhost';
		let { port } = options;
		if (localAddress && !isIP(localAddress)) {
			throw nodeError('TypeError', 'ERR_INVALID_IP_ADDRESS', `Invalid IP address: ${localAddress}`);
		}
		if (localPort) validateNumber(localPort, 'options.localPort');
		if (port !== undefined) {
			if (typeof port !== 'number' && typeof port !== 'string') {
				throw invalidArgType('options.port', 'one of type number or string', port);
			}
			validatePort(port);
		}
		port |= 0;
		const { autoSelectFamily = defaults.autoSelectFamily, autoSelectFamilyAttemptTimeout: patience = defaults.attemptTimeout } = options;
		if (typeof autoSelectFamily !== 'boolean') throw invalidArgType('options.autoSelectFamily', 'of type boolean', autoSelectFamily);
		const family = isIP(name);
		if (family) {
			host.tick(() => {
				if (self.connecting) one(self, { address: name, port, localAddress, localPort });
			});
			return;
		}
		if (options.lookup !== undefined) validateFunction(options.lookup, 'options.lookup');
		const denied = host.mayConnect(name, port);
		if (denied) {
			fail(self, denied);
			return;
		}
		const dns = host.require('dns');
		const hints = options.hints || 0;
		const wanted = { family: options.family === 'IPv4' ? 4 : options.family === 'IPv6' ? 6 : options.family, hints };
		if (wanted.family !== 4 && wanted.family !== 6 && hints === 0) wanted.hints = dns.ADDRCONFIG;
		self._host = name;
		const lookup = options.lookup || dns.lookup;
		const found = { name, port, localAddress, localPort, patience: Math.max(patience, 10) };
		if (autoSelectFamily && wanted.family !== 4 && wanted.family !== 6 && !localAddress) {
			wanted.all = true;
			lookup(name, wanted, (error, addresses) => several(self, found, error, addresses));
		} else lookup(name, wanted, (error, address, type) => single(self, found, error, address, type));
	}

	// invalid is the error for an answer that is no address.
	function invalid({ name, port }, address, family) {
		if (!isIP(address)) return nodeError('TypeError', 'ERR_INVALID_IP_ADDRESS', `Invalid IP address: ${address}`);
		if (family === 4 || family === 6) return null;
		const e = nodeError('RangeError', 'ERR_INVALID_ADDRESS_FAMILY', `Invalid address family: ${family} ${name}:${port}`);
		e.host = name;
		e.port = port;
		return e;
	}

	function single(self, found, error, address, family) {
		self.emit('lookup', error, address, family, found.name);
		if (!self.connecting) return;
		const problem = error || invalid(found, address, family);
		if (problem) {
			fail(self, problem);
			return;
		}
		self._unrefTimer();
		one(self, { ...found, address });
	}

	function one(self, target) {
		self.emit('connectionAttempt', target.address, target.port, isIP(target.address));
		if (!self.connecting) return;
		attempt(self, target, (error) => {
			if (error) self.emit('connectionAttemptFailed', target.address, target.port, isIP(target.address), error);
			settle(self, error);
		});
	}

	function several(self, found, error, addresses) {
		if (!self.connecting) return;
		if (error) {
			self.emit('lookup', error, undefined, undefined, found.name);
			fail(self, error);
			return;
		}
		if (!Array.isArray(addresses)) addresses = [{ address: addresses, family: isIP(addresses) }]; // a lookup that knows no "all"
		const groups = new Map();
		for (const { address, family } of addresses) {
			self.emit('lookup', error, address, family, found.name);
			if (!self.connecting) return;
			if (invalid(found, address, family)) continue;
			if (!groups.has(family)) groups.set(family, []);
			groups.get(family).push(address);
		}
		const [first, second = []] = [...groups.values()];
		if (first === undefined) {
			const { address, family } = addresses[0] || {};
			fail(self, invalid(found, address, family));
			return;
		}
		const order = [];
		for (let i = 0; i < Math.max(first.length, second.length); i++) {
			if (i < first.length) order.push(first[i]);
			if (i < second.length) order.push(second[i]);
		}
		self._unrefTimer();
		if (order.length === 1) one(self, { ...found, address: order[0] });
		else race(self, found, order, 0, []);
	}

	// race tries one address after the other; each but the last has only a moment.
	function race(self, found, order, i, errors) {
		const address = order[i];
		const { port } = found;
		if (i > 0) {
			const bare = self._handle;
			self._handle = host.newHandle();
			self._handle.setOwner(self);
			bare.close();
		}
		self.emit('connectionAttempt', address, port, isIP(address));
		if (!self.connecting) return;
		let timer = null;
		const next = (error) => {
			errors.push(error);
			if (i + 1 < order.length) race(self, found, order, i + 1, errors);
			else settle(self, aggregate(errors));
		};
		attempt(self, { address, port }, (error) => {
			if (timer) timer.close();
			if (!error) {
				settle(self);
				return;
			}
			self.emit('connectionAttemptFailed', address, port, isIP(address), error);
			if (self.connecting) next(error);
		});
		if (i + 1 < order.length) {
			const handle = self._handle;
			timer = host.require('timers').setTimeout(() => {
				if (!self.connecting || self._handle !== handle) return;
				self.emit('connectionAttemptTimeout', address, port, isIP(address));
				if (self.connecting) next(host.timedOut(address, port));
			}, found.patience);
		}
	}

	function aggregate(errors) {
		if (typeof AggregateError !== 'function') return errors[errors.length - 1];
		const e = new AggregateError(errors);
		e.code = errors[0].code;
		return e;
	}

	function connect(...list) {
		const normal = normalizeArgs(list);
		const [options] = normal;
		const socket = new Socket(options);
		if (options.timeout) socket.setTimeout(options.timeout);
		return socket.connect(normal);
	}

	function setDefaultAutoSelectFamily(value) {
		if (typeof value !== 'boolean') throw invalidArgType('value', 'of type boolean', value);
		defaults.autoSelectFamily = value;
	}

	function setDefaultAutoSelectFamilyAttemptTimeout(value) {
		validateNumber(value, 'value');
		if (!Number.isInteger(value) || value < 1 || value > 0x7fffffff) throw host.outOfRange('value', '>= 1 && <= 2147483647', value);
		defaults.attemptTimeout = Math.max(value, 10);
	}

	return {
		connect, setDefaultAutoSelectFamily, setDefaultAutoSelectFamilyAttemptTimeout,
		getDefaultAutoSelectFamily: () => defaults.autoSelectFamily,
		getDefaultAutoSelectFamilyAttemptTimeout: () => defaults.attemptTimeout,
	};
})
