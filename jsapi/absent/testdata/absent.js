// What Node has under these names.
globalThis.names = (m) => Object.keys(require(m)).sort().join(' '); 0
['worker_threads', 'cluster', 'child_process', 'http2', 'inspector', 'v8', 'trace_events', 'wasi', 'domain'].map(names)
const w = require('worker_threads'); [w.isMainThread, w.threadId, w.parentPort, w.workerData, w.resourceLimits, w.SHARE_ENV]
const w = require('worker_threads'); w.setEnvironmentData('a', 1); [w.getEnvironmentData('a'), w.getEnvironmentData('b')]
const c = require('cluster'); [c.isMaster, c.isPrimary, c.isWorker, c.workers, c.settings, c.SCHED_RR, c.SCHED_NONE, c.schedulingPolicy, typeof c.on, typeof c.fork]
require('http2').constants
const { constants: c } = require('http2'); [c.HTTP2_HEADER_PATH, c.HTTP2_HEADER_CONTENT_TYPE, c.HTTP2_METHOD_GET, c.HTTP_STATUS_OK, c.NGHTTP2_CANCEL]
require('http2').getDefaultSettings()
String(require('http2').sensitiveHeaders)
const h = require('v8').getHeapStatistics(); [Object.keys(h), Object.values(h).every((n) => typeof n === 'number' && n >= 0), h.heap_size_limit > h.used_heap_size]
Object.keys(require('v8').getHeapSpaceStatistics()[0])
Object.keys(require('v8').getHeapCodeStatistics())
require('inspector').url()
const t = require('trace_events').createTracing({ categories: ['a', 'b'] }); [t.enabled, t.categories]
require('trace_events').createTracing({})
const d = require('domain').create(); d.run((a, b) => [a, b, require('domain').active === d], 1, 2)
const d = require('domain').create(), EE = require('events'), log = []; const e = new EE(); d.add(e); d.on('error', (x) => log.push(x.message)); e.emit('error', new Error('from e')); d.intercept(() => log.push('no'))(new Error('given')); d.intercept((x) => log.push(x))(null, 'yes'); log
const d = require('domain').create(); d.bind(function (x) { return [this.y, x] }).call({ y: 1 }, 2)
const { ChildProcess } = require('child_process'); [typeof ChildProcess, ChildProcess.prototype instanceof require('events')]
