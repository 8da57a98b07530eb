(function (host) {
	const why = 'a receiver has no terminal';
	class REPLServer {
		constructor() {
			throw host.denied('REPLServer', why);
		}
	}
	class Recoverable extends SyntaxError {
		constructor(err) {
			super();
			this.err = err;
		}
	}
	return {
		start: host.deny('start', why), writer: host.require('internal/inspect').inspect, REPLServer, Recoverable,
		REPL_MODE_SLOPPY: Symbol('repl-sloppy'), REPL_MODE_STRICT: Symbol('repl-strict'), builtinModules: [],
	};
})
