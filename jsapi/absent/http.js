// http and https until there are such: what is looked at when packages are loaded, and no requests.
(function (host, name) {
	const EventEmitter = host.require('events');
	const why = `guthega has no ${name} module yet`;
	const statuses = '100=Continue|101=Switching Protocols|102=Processing|103=Early Hints|200=OK|201=Created|202=Accepted|' +
		'203=Non-Authoritative Information|204=No Content|205=Reset Content|206=Partial Content|207=Multi-Status|208=Already Reported|' +
		"226=IM Used|300=Multiple Choices|301=Moved Permanently|302=Found|303=See Other|304=Not Modified|305=Use Proxy|" +
		'307=Temporary Redirect|308=Permanent Redirect|400=Bad Request|401=Unauthorized|402=Payment Required|403=Forbidden|' +
		'404=Not Found|405=Method Not Allowed|406=Not Acceptable|407=Proxy Authentication Required|408=Request Timeout|409=Conflict|' +
		"410=Gone|411=Length Required|412=Precondition Failed|413=Payload Too Large|414=URI Too Long|415=Unsupported Media Type|" +
		"416=Range Not Satisfiable|417=Expectation Failed|418=I'm a Teapot|421=Misdirected Request|422=Unprocessable Entity|423=Locked|" +
		'424=Failed Dependency|425=Too Early|426=Upgrade Required|428=Precondition Required|429=Too Many Requests|' +
		'431=Request Header Fields Too Large|451=Unavailable For Legal Reasons|500=Internal Server Error|501=Not Implemented|' +
		'502=Bad Gateway|503=Service Unavailable|504=Gateway Timeout|505=HTTP Version Not Supported|506=Variant Also Negotiates|' +
		'507=Insufficient Storage|508=Loop Detected|509=Bandwidth Limit Exceeded|510=Not Extended|511=Network Authentication Required';
	const methods = 'ACL BIND CHECKOUT CONNECT COPY DELETE GET HEAD LINK LOCK M-SEARCH MERGE MKACTIVITY MKCALENDAR MKCOL MOVE NOTIFY ' +
		'OPTIONS PATCH POST PROPFIND PROPPATCH PURGE PUT QUERY REBIND REPORT SEARCH SOURCE SUBSCRIBE TRACE UNBIND UNLINK UNLOCK UNSUBSCRIBE';

	function Agent(options) {
		if (!(this instanceof Agent)) return new Agent(options);
		EventEmitter.call(this);
		this.options = { __proto__: null, ...options };
		this.defaultPort = name === 'https' ? 443 : 80;
		this.protocol = `${name}:`;
		this.requests = {};
		this.sockets = {};
		this.freeSockets = {};
		this.keepAlive = options?.keepAlive ?? false;
		this.maxSockets = options?.maxSockets ?? Infinity;
		this.maxFreeSockets = options?.maxFreeSockets ?? 256;
	}
	Object.setPrototypeOf(Agent.prototype, EventEmitter.prototype);
	Object.setPrototypeOf(Agent, EventEmitter);
	Agent.prototype.destroy = function destroy() {};
	Agent.prototype.createConnection = host.deny('Agent.createConnection', why);
	Agent.prototype.addRequest = host.deny('Agent.addRequest', why);

	const out = { Agent, globalAgent: new Agent({ keepAlive: true }) };
	for (const f of ['request', 'get', 'createServer']) out[f] = host.deny(f, why);
	const classes = name === 'https' ? ['Server'] : ['ClientRequest', 'IncomingMessage', 'OutgoingMessage', 'Server', 'ServerResponse'];
	for (const type of classes) {
		out[type] = function () {
			throw host.denied(type, why);
		};
		Object.defineProperty(out[type], 'name', { value: type });
		Object.setPrototypeOf(out[type].prototype, EventEmitter.prototype);
	}
	if (name === 'https') return out;
	return Object.assign(out, {
		METHODS: methods.split(' '),
		STATUS_CODES: Object.fromEntries(statuses.split('|').map((s) => s.split('='))),
		maxHeaderSize: 16384,
		validateHeaderName() {},
		validateHeaderValue() {},
		setMaxIdleHTTPParsers() {},
	});
})
