// timers/promises, as Node has it.
globalThis.tp = require('timers/promises'); globalThis.take = async (it, n) => { const out = []; while (out.length < n) { const r = await it.next(); if (r.done) break; out.push(r.value) } return out }; 0
[require('timers').promises === tp, Object.keys(tp), Object.getOwnPropertyNames(Object.getPrototypeOf(tp.scheduler))]
tp.setTimeout(1, 'v')
tp.setImmediate('w')
tp.scheduler.wait(1)
tp.scheduler.yield()
tp.setTimeout(1, 0, { ref: 5 })
tp.setTimeout(1, 0, 5)
tp.scheduler.wait(1, { signal: AbortSignal.abort() })
const it = tp.setInterval(1, 'i'); take(it, 3).then(async (l) => [l, await it.return('r'), await it.next()])
const it = tp.setInterval(1, 'i'); take(it, 1).then(() => it.throw(new RangeError('x')))
const it = tp.setInterval(1); it.return(5)
tp.setInterval(1, 'v', { signal: 5 }).next()
tp.setInterval(1, 'v', { ref: 5 }).next()
tp.setInterval(1, 'v', 5).next()
tp.setInterval(1, 'v', { signal: AbortSignal.abort() }).next()
const c = new AbortController(); const it = tp.setInterval(1, 'v', { signal: c.signal }); take(it, 2).then((l) => { const p = it.next(); c.abort(); return p.then((r) => [l, r], (e) => [l, e.name, e.code, e.cause && e.cause.name]) }).then(async (r) => [r, await it.next()])
const it = tp.setInterval(1, 'v'); [it[Symbol.asyncIterator]() === it, typeof it.next]
new (Object.getPrototypeOf(tp.scheduler).constructor)()
