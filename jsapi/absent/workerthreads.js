(function (host) {
	const EventEmitter = host.require('events');
	const why = 'worker threads do not exist in guthega';
	class Worker extends EventEmitter {
		constructor() {
			throw host.denied('Worker', why);
		}
	}
	const data = new Map();
	const out = {
		isMainThread: true,
		markAsUntransferable() {},
		moveMessagePortToContext: host.deny('moveMessagePortToContext', why),
		receiveMessageOnPort: host.deny('receiveMessageOnPort', 'messages come by the event "message"'),
		resourceLimits: {},
		postMessageToThread: host.deny('postMessageToThread', why),
		threadId: 0,
		SHARE_ENV: Symbol.for('nodejs.worker_threads.SHARE_ENV'),
		Worker,
		parentPort: null,
		workerData: null,
		setEnvironmentData(key, value) {
			if (value === undefined) data.delete(key);
			else data.set(key, value);
		},
		getEnvironmentData: (key) => data.get(key),
	};
	for (const name of ['MessagePort', 'MessageChannel', 'BroadcastChannel']) { // the globals, where there are such
		Object.defineProperty(out, name, { get: () => globalThis[name], enumerable: true, configurable: true });
	}
	return out;
})
