(function (host) {
	const EventEmitter = host.require('events');
	const why = 'child processes do not exist in guthega';
	const out = {};
	for (const name of ['_forkChild', 'exec', 'execFile', 'execFileSync', 'execSync', 'fork', 'spawn', 'spawnSync']) {
		out[name] = host.deny(name, why);
	}
	out.ChildProcess = function ChildProcess() {
		throw host.denied('ChildProcess', why);
	};
	Object.setPrototypeOf(out.ChildProcess.prototype, EventEmitter.prototype);
	Object.setPrototypeOf(out.ChildProcess, EventEmitter);
	return out;
})
