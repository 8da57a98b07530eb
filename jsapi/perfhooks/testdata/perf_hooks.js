// perf_hooks, as Node has it.
globalThis.ph = require('perf_hooks'); globalThis.perf = ph.performance; globalThis.clear = () => { perf.clearMarks(); perf.clearMeasures() }; 0
Object.keys(ph).sort()
ph.constants
[Object.prototype.toString.call(perf), perf.constructor.name, perf instanceof EventTarget, typeof perf.now(), perf.now() >= 0, perf.timeOrigin > 1.6e12, perf.timeOrigin <= Date.now() + 1000]
const a = perf.now(), b = perf.now(); b >= a
Object.getOwnPropertyNames(ph.Performance.prototype).filter((n) => !/^on/.test(n)).sort()
[Object.keys(perf.toJSON()), Object.keys(JSON.parse(JSON.stringify(perf)))]
const m = perf.mark('a'); [m.name, m.entryType, m.duration, m.detail, m.startTime > 0, m.constructor.name, m instanceof ph.PerformanceEntry, Object.keys(m.toJSON()), Object.prototype.toString.call(m)]
const m = perf.mark('b', { startTime: 5, detail: { x: [1] } }); clear(); JSON.stringify(m)
clear(); perf.mark('a', { startTime: 10 }); perf.mark('b', { startTime: 30 }); const r = [perf.measure('m1', 'a', 'b'), perf.measure('m2', { start: 0.001 }).duration > 0, perf.measure('m3', { start: 5, end: 9, detail: 'd' }), perf.measure('m4', { start: 'a', duration: 7 }), perf.measure('m5', { end: 'b', duration: 7 }), perf.measure('m6').startTime, perf.measure('m7', { start: 'a', end: 'b' })]; clear(); JSON.stringify(r)
clear(); perf.mark('z', { startTime: 3 }); perf.mark('y', { startTime: 1 }); perf.measure('z', { start: 2, end: 4 }); const r = [perf.getEntries().map((e) => e.name + e.entryType), perf.getEntriesByName('z').length, perf.getEntriesByName('z', 'mark').length, perf.getEntriesByType('measure').length, perf.getEntriesByType('x').length]; perf.clearMarks('z'); r.push(perf.getEntriesByName('z').length); clear(); r.push(perf.getEntries().length); r
perf.measure('m', 'unset')
perf.measure(5)
perf.measure('m', {detail: 1})
perf.measure('m', { start: 1, end: 2, duration: 3 })
perf.measure('m', { start: 1 }, 'x')
perf.mark()
perf.mark('x', { startTime: -1 })
perf.mark('x', { startTime: 'x' })
new ph.PerformanceEntry()
new ph.PerformanceMark('direct', { startTime: 1 }).toJSON()
[...ph.PerformanceObserver.supportedEntryTypes]
new Promise((r) => { clear(); const o = new ph.PerformanceObserver((list, self) => { r([list.getEntries().map((e) => e.name), list.getEntriesByName('a').length, list.getEntriesByType('measure').length, list.constructor.name, self === o]); o.disconnect() }); o.observe({ entryTypes: ['mark', 'measure'] }); perf.mark('a', { startTime: 2 }); perf.mark('b', { startTime: 1 }); perf.measure('c', 'b', 'a') })
new Promise((r) => { clear(); perf.mark('early'); const o = new ph.PerformanceObserver((list) => { r(list.getEntries().map((e) => e.name)); o.disconnect() }); o.observe({ type: 'mark', buffered: true }) })
clear(); const o = new ph.PerformanceObserver(() => {}); o.observe({ type: 'mark' }); perf.mark('t'); const r = o.takeRecords().map((e) => e.name); o.disconnect(); r
new ph.PerformanceObserver(5)
new ph.PerformanceObserver(() => {}).observe()
new ph.PerformanceObserver(() => {}).observe({ entryTypes: 5 })
const f = perf.timerify(function add(a, b) { return a + b }); [f(1, 2), f.name, f.length]
new Promise((r) => { const o = new ph.PerformanceObserver((list) => { const [e] = list.getEntries(); r([e.name, e.entryType, e.duration >= 0, e[0], e.detail]); o.disconnect() }); o.observe({ entryTypes: ['function'] }); perf.timerify(function named(x) { return x })(5) })
perf.timerify(async (x) => x * 2)(4)
class K { constructor(x) { this.x = x } } const T = perf.timerify(K); [new T(3).x, new T(1) instanceof K]
perf.timerify(5)
[perf.eventLoopUtilization(), perf.eventLoopUtilization({ idle: 0, active: 0, utilization: 0 })].map((u) => [Object.keys(u), u.utilization >= 0])
[perf.nodeTiming.name, perf.nodeTiming.entryType, typeof perf.nodeTiming.duration]
const h = ph.createHistogram(); [h.count, h.min, h.max, h.mean, h.stddev, h.exceeds, h.percentiles, h.minBigInt]
const h = ph.createHistogram(); for (let i = 1; i <= 100; i++) h.record(i); [h.count, h.min, h.max, h.mean, Math.round(h.stddev), h.percentile(50), h.percentile(99), h.percentile(100), h.countBigInt]
const h = ph.createHistogram(); h.record(5); const g = ph.createHistogram(); g.record(7); h.add(g); const r = [h.count, h.max]; h.reset(); [r, h.count, h.max]
ph.createHistogram().record(0)
ph.createHistogram().record('x')
ph.createHistogram().percentile(0)
const h = ph.monitorEventLoopDelay({ resolution: 1 }); [h.enable(), h.enable(), h.disable(), h.disable(), h.count]
ph.monitorEventLoopDelay({ resolution: 0 })
ph.monitorEventLoopDelay(5)
