// The functions of Node's url module around the two classes and the legacy Url.
(function (host, { URL, isURL }, { URLSearchParams }, Url) {
	const { invalidArgType, nodeError } = host;

	// A URL of another implementation will do.
	const looksLikeURL = (o) => isURL(o) || Boolean(o?.href && o.protocol && o.auth === undefined && o.path === undefined);

	function checkOptions(options) {
		if (options && (typeof options !== 'object' || Array.isArray(options))) {
			throw invalidArgType('options', 'of type object', options);
		}
	}

	function urlParse(input, parseQueryString, slashesDenoteHost) {
		if (input instanceof Url) return input;
		const u = new Url();
		u.parse(input, parseQueryString, slashesDenoteHost);
		return u;
	}

	function urlFormat(urlObject, options) {
		if (typeof urlObject === 'string') return urlParse(urlObject).format();
		if (typeof urlObject !== 'object' || urlObject === null) {
			throw invalidArgType('urlObject', 'one of type object or string', urlObject);
		}
		if (!isURL(urlObject)) return Url.prototype.format.call(urlObject);
		checkOptions(options);
		const on = (name, otherwise) => (options?.[name] === undefined || options[name] === null ? otherwise : Boolean(options[name]));
		return host.formatURL(urlObject.href, on('fragment', true), on('unicode', false), on('search', true), on('auth', true));
	}

	function fileURLToPath(path, options) {
		if (typeof path === 'string') path = new URL(path);
		else if (!looksLikeURL(path)) throw invalidArgType('path', 'of type string or an instance of URL', path);
		if (path.protocol !== 'file:') {
			throw nodeError('TypeError', 'ERR_INVALID_URL_SCHEME', 'The URL must be of scheme file');
		}
		const { hostname, pathname } = path;
		if (options?.windows) return windowsPath(hostname, pathname);
		if (hostname !== '') {
			throw nodeError('TypeError', 'ERR_INVALID_FILE_URL_HOST', 'File URL host must be "localhost" or empty on linux');
		}
		if (/%2f/i.test(pathname)) throw badPath('must not include encoded / characters');
		return decodeURIComponent(pathname);
	}

	function badPath(reason) {
		return nodeError('TypeError', 'ERR_INVALID_FILE_URL_PATH', `File URL path ${reason}`);
	}

	function windowsPath(hostname, pathname) {
		if (/%2f|%5c/i.test(pathname)) throw badPath('must not include encoded \\ or / characters');
		const path = decodeURIComponent(pathname.replaceAll('/', '\\'));
		if (hostname !== '') return `\\\\${host.domainToUnicode(hostname)}${path}`;
		if (!/^\\[a-z]:/i.test(path)) throw badPath('must be absolute');
		return path.slice(1);
	}

	function pathToFileURL(path, options) {
		if (typeof path !== 'string') throw invalidArgType('path', 'of type string', path);
		const { posix, win32 } = host.require('path');
		const windows = Boolean(options?.windows);
		if (windows && path.startsWith('\\\\')) {
			const [, , server, share] = path.split('\\');
			if (!share) throw unc(path, 'Missing UNC resource path');
			if (!server) throw unc(path, 'Empty UNC servername');
			const url = new URL(host.fileURL(path.slice(2 + server.length), true));
			url.hostname = host.domainToASCII(server);
			return url;
		}
		let resolved = windows ? win32.resolve(path) : posix.resolve(path);
		const last = path.at(-1);
		// Resolving takes a separator at the end away.
		if (last === '/' && !resolved.endsWith('/') || windows && last === '\\' && !resolved.endsWith('\\')) resolved += last;
		return new URL(host.fileURL(resolved, windows));
	}

	function unc(path, reason) {
		const quoted = `'${path.replaceAll('\\', '\\\\')}'`;
		return nodeError('TypeError', 'ERR_INVALID_ARG_VALUE', `The argument 'path' ${reason}. Received ${quoted}`);
	}

	function urlToHttpOptions(url) {
		const { hostname, pathname, port, username, password, search } = url;
		const options = {
			__proto__: null,
			...url, // what the caller has put there
			protocol: url.protocol,
			hostname: hostname && hostname[0] === '[' ? hostname.slice(1, -1) : hostname,
			hash: url.hash,
			search,
			pathname,
			path: `${pathname || ''}${search || ''}`,
			href: url.href,
		};
		if (port !== '') options.port = Number(port);
		if (username || password) options.auth = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
		return options;
	}

	function domainToASCII(domain) {
		if (arguments.length < 1) throw host.missingArgs('domain');
		return host.domainToASCII(`${domain}`);
	}

	function domainToUnicode(domain) {
		if (arguments.length < 1) throw host.missingArgs('domain');
		return host.domainToUnicode(`${domain}`);
	}

	return {
		Url,
		parse: urlParse,
		resolve: (source, relative) => urlParse(source, false, true).resolve(relative),
		resolveObject: (source, relative) => (source ? urlParse(source, false, true).resolveObject(relative) : relative),
		format: urlFormat,
		URL,
		URLSearchParams,
		domainToASCII,
		domainToUnicode,
		pathToFileURL,
		fileURLToPath,
		urlToHttpOptions,
	};
})
