(function (host) {
	const EventEmitter = host.require('events');
	const why = 'the receiver runs in one of many VMs of one process; the option "vms" says how many';
	function Worker() {
		throw host.denied('Worker', why);
	}
	Object.setPrototypeOf(Worker.prototype, EventEmitter.prototype);
	Object.setPrototypeOf(Worker, EventEmitter);
	const settings = {};
	const setup = (options) => void Object.assign(settings, options);
	return Object.assign(new EventEmitter(), {
		isWorker: false, isMaster: true, isPrimary: true, Worker, workers: {}, settings, SCHED_NONE: 1, SCHED_RR: 2, schedulingPolicy: 2,
		setupPrimary: setup, setupMaster: setup, fork: host.deny('fork', why),
		disconnect(callback) {
			if (typeof callback === 'function') host.require('process').nextTick(callback);
		},
	});
})
