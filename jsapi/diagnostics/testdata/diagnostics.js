// diagnostics_channel, as Node has it.
globalThis.dc = require('diagnostics_channel'); globalThis.watch = (t) => { const log = []; const h = {}; for (const e of ['start', 'end', 'asyncStart', 'asyncEnd', 'error']) h[e] = (m, name) => log.push(e + ' ' + name.split(':').pop() + ' ' + JSON.stringify({ ...m, error: m.error && m.error.message })); t.subscribe(h); return { log, h } }; 0
Object.keys(dc).sort()
const c = dc.channel('a'); [dc.channel('a') === c, c instanceof dc.Channel, c.name, c.hasSubscribers, dc.hasSubscribers('a'), dc.hasSubscribers('never')]
const c = dc.channel('b'), log = []; const f = (m, n) => log.push(m, n); c.subscribe(f); c.publish(1); dc.subscribe('b', f); c.publish(2); [log, c.hasSubscribers, c.unsubscribe(f), dc.unsubscribe('b', f), dc.unsubscribe('b', f), c.hasSubscribers, dc.hasSubscribers('b')]
const s = Symbol('x'); [String(dc.channel(s).name), dc.channel(s) === dc.channel(s)]
dc.channel(5)
dc.subscribe('x', 5)
dc.channel('x').subscribe()
const c = dc.channel('round'), log = []; const g = () => log.push('g'); c.subscribe(() => { log.push('f'); c.unsubscribe(g) }); c.subscribe(g); c.publish(); c.publish(); log
const fake = { run(v, f) { fake.v = v; try { return f() } finally { fake.v = undefined } } }; const c = dc.channel('stores'); c.bindStore(fake, (d) => d.x * 2); const r = c.runStores({ x: 2 }, function (a) { return [fake.v, this.t, a] }, { t: 1 }, 'arg'); [r, c.hasSubscribers, c.unbindStore(fake), c.unbindStore(fake), c.hasSubscribers]
const t = dc.tracingChannel('sync'); const { log } = watch(t); [t.traceSync((a) => a + 1, { id: 1 }, null, 4), log]
const t = dc.tracingChannel('syncthrow'); const { log } = watch(t); try { t.traceSync(() => { throw new Error('bad') }, { id: 1 }) } catch {} log
const t = dc.tracingChannel('promise'); const { log } = watch(t); t.tracePromise(async (a) => a * 2, { id: 1 }, null, 4).then((v) => [v, log])
const t = dc.tracingChannel('reject'); const { log } = watch(t); t.tracePromise(async () => { throw new Error('no') }, { id: 1 }).catch(() => log)
const t = dc.tracingChannel('callback'); const { log } = watch(t); new Promise((r) => t.traceCallback((x, cb) => Promise.resolve().then(() => cb(null, x + 1)), -1, { id: 1 }, null, 4, (e, v) => Promise.resolve().then(() => r([v, log]))))
const t = dc.tracingChannel('callbackerr'); const { log } = watch(t); new Promise((r) => t.traceCallback((cb, y) => Promise.resolve().then(() => cb(new Error('cb'))), 0, { id: 1 }, null, (e) => Promise.resolve().then(() => r([e.message, log])), 'y'))
const t = dc.tracingChannel('badcallback'); t.subscribe({ start() {} }); t.traceCallback(() => 1, -1, {}, null, 5)
const t = dc.tracingChannel('names'); [t.start.name, t.end.name, t.asyncStart.name, t.asyncEnd.name, t.error.name, Object.keys(t)]
const t = dc.tracingChannel('unsub'); const { log, h } = watch(t); [t.hasSubscribers, t.unsubscribe(h), t.hasSubscribers, t.traceSync(() => 1), log]
const cs = { start: dc.channel('p1'), end: dc.channel('p2'), asyncStart: dc.channel('p3'), asyncEnd: dc.channel('p4'), error: dc.channel('p5') }; dc.tracingChannel(cs).start === cs.start
dc.tracingChannel({ start: 1 })
dc.tracingChannel(5)
