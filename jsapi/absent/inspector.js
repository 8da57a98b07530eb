(function (host) {
	const EventEmitter = host.require('events');
	const why = 'guthega has no inspector';
	class Session extends EventEmitter {}
	for (const name of ['connect', 'connectToMainThread', 'post']) Session.prototype[name] = host.deny(`Session.${name}`, why);
	Session.prototype.disconnect = function disconnect() {};
	return {
		open: host.deny('open', why), close() {}, url: () => undefined, waitForDebugger: host.deny('waitForDebugger', why),
		console: host.require('console'), Session, Network: {},
	};
})
