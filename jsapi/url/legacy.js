// Node's legacy Url. Parsing and formatting are Go's; resolving works on whatever properties the two objects have.
(function (host) {
	function Url() {
		this.protocol = null;
		this.slashes = null;
		this.auth = null;
		this.host = null;
		this.port = null;
		this.hostname = null;
		this.hash = null;
		this.search = null;
		this.query = null;
		this.pathname = null;
		this.path = null;
		this.href = null;
	}

	Url.prototype.parse = function parse(url, parseQueryString, slashesDenoteHost) {
		if (typeof url !== 'string') throw host.invalidArgType('url', 'of type string', url);
		host.legacyParse(this, url, Boolean(parseQueryString), Boolean(slashesDenoteHost));
		return this;
	};

	Url.prototype.format = function format() {
		return host.legacyFormat(this);
	};

	Url.prototype.parseHost = function parseHost() {
		const port = /:[0-9]*$/.exec(this.host)?.[0];
		let name = this.host;
		if (port) {
			if (port !== ':') this.port = port.slice(1);
			name = name.slice(0, -port.length);
		}
		if (name) this.hostname = name;
	};

	Url.prototype.resolve = function resolve(relative) {
		const other = relative instanceof Url ? relative : new Url().parse(relative, false, true);
		return this.resolveObject(other).format();
	};

	const isSlashed = (protocol) => /^(?:https?|ftp|gopher|file|wss?):?$/.test(protocol);
	const isHostless = (protocol) => /^javascript:?$/.test(protocol);
	const given = (value) => value !== null && value !== undefined;

	Url.prototype.resolveObject = function resolveObject(relative) {
		if (typeof relative === 'string') relative = new Url().parse(relative, false, true);
		const result = Object.assign(new Url(), this);
		result.hash = relative.hash;
		if (relative.href === '') return done(result);
		if (relative.slashes && !relative.protocol) {
			const { protocol } = result;
			Object.assign(result, relative, { protocol });
			if (isSlashed(protocol) && result.hostname && !result.pathname) result.path = result.pathname = '/';
			return done(result);
		}
		if (relative.protocol && relative.protocol !== result.protocol) return otherProtocol(result, relative);
		return samePlace(result, relative);
	};

	function done(result) {
		result.href = result.format();
		return result;
	}

	// setPath keeps what http.request reads in step.
	function setPath(result) {
		if (result.pathname !== null || result.search !== null) {
			result.path = (result.pathname || '') + (result.search || '');
		}
	}

	function otherProtocol(result, relative) {
		if (!isSlashed(relative.protocol)) return done(Object.assign(result, relative));
		result.protocol = relative.protocol;
		result.pathname = relative.pathname;
		if (!relative.host && !/^file:?$/.test(relative.protocol) && !isHostless(relative.protocol)) {
			// There must be a host, so the first part of the path that is not empty is it.
			const parts = (relative.pathname || '').split('/');
			while (parts.length > 0 && !(relative.host = parts.shift()));
			relative.host ||= '';
			relative.hostname ||= '';
			if (parts[0] !== '') parts.unshift('');
			if (parts.length < 2) parts.unshift('');
			result.pathname = parts.join('/');
		}
		result.search = relative.search;
		result.query = relative.query;
		result.host = relative.host || '';
		result.auth = relative.auth;
		result.hostname = relative.hostname || relative.host;
		result.port = relative.port;
		if (result.pathname || result.search) setPath(result);
		result.slashes ||= relative.slashes;
		return done(result);
	}

	// hostFromPath moves the first part of a path to the host, where a protocol without slashes keeps it.
	function hostFromPath(result, part) {
		result.hostname = result.host = part;
		const user = part && part.indexOf('@') > 0 ? part.split('@') : undefined;
		if (user) {
			result.auth = user[0];
			result.host = result.hostname = user[1];
		}
	}

	function prependHost(path, name) {
		if (path[0] === '') path[0] = name;
		else path.unshift(name);
	}

	function samePlace(result, relative) {
		const fromRoot = (u) => Boolean(u.pathname && u.pathname[0] === '/');
		const relativeIsAbsolute = Boolean(relative.host) || fromRoot(relative);
		let absolute = relativeIsAbsolute || fromRoot(result) || Boolean(result.host && relative.pathname);
		const keepsNoDots = absolute;
		let path = result.pathname ? result.pathname.split('/') : [];
		const more = relative.pathname ? relative.pathname.split('/') : [];
		const hostInPath = Boolean(result.protocol) && !isSlashed(result.protocol);
		if (hostInPath) {
			result.hostname = '';
			result.port = null;
			if (result.host) prependHost(path, result.host);
			result.host = '';
			if (relative.protocol) {
				relative.hostname = null;
				relative.port = null;
				result.auth = null;
				if (relative.host) prependHost(more, relative.host);
				relative.host = null;
			}
			absolute &&= more[0] === '' || path[0] === '';
		}

		if (relativeIsAbsolute) {
			if (relative.host || relative.host === '') {
				if (result.host !== relative.host) result.auth = null;
				result.host = relative.host;
				result.port = relative.port;
			}
			if (relative.hostname || relative.hostname === '') {
				if (result.hostname !== relative.hostname) result.auth = null;
				result.hostname = relative.hostname;
			}
			path = more;
		} else if (more.length > 0) {
			path.pop();
			path = path.concat(more);
		} else if (given(relative.search)) {
			if (hostInPath) hostFromPath(result, path.shift());
			result.search = relative.search;
			result.query = relative.query;
			setPath(result);
			return done(result);
		}
		if (relativeIsAbsolute || more.length > 0) {
			result.search = relative.search;
			result.query = relative.query;
		}
		if (path.length === 0) {
			result.pathname = null;
			result.path = result.search ? `/${result.search}` : null;
			return done(result);
		}

		const last = path.at(-1);
		const endsInSlash = last === '' ||
			(last === '.' || last === '..') && Boolean(result.host || relative.host || path.length > 1);
		path = withoutDots(path, !absolute && !keepsNoDots);
		if (absolute && path[0] !== '' && (!path[0] || path[0][0] !== '/')) path.unshift('');
		if (endsInSlash && !path.join('/').endsWith('/')) path.push('');
		const startsAtRoot = path[0] === '' || Boolean(path[0] && path[0][0] === '/');
		if (hostInPath) hostFromPath(result, startsAtRoot || path.length === 0 ? '' : path.shift());
		absolute ||= Boolean(result.host && path.length > 0);
		if (absolute && !startsAtRoot) path.unshift('');
		if (path.length === 0) {
			result.pathname = null;
			result.path = null;
		} else {
			result.pathname = path.join('/');
		}
		setPath(result);
		result.auth = relative.auth || result.auth;
		result.slashes ||= relative.slashes;
		return done(result);
	}

	// withoutDots takes "." and ".." out of a path, from its end; ".." above the start stay if keep is set.
	function withoutDots(path, keep) {
		const out = [];
		let up = 0;
		for (const part of path.reverse()) {
			if (part === '.') continue;
			if (part === '..') up++;
			else if (up > 0) up--;
			else out.push(part);
		}
		while (keep && up-- > 0) out.push('..');
		return out.reverse();
	}

	return Url;
})
