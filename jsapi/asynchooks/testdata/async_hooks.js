// AsyncLocalStorage and AsyncResource, as Node has them.
globalThis.ah = require('async_hooks'); globalThis.ALS = ah.AsyncLocalStorage; globalThis.AR = ah.AsyncResource; globalThis.delay = (ms) => new Promise((r) => setTimeout(r, ms)); 0
Object.keys(ah).sort()
[ALS.name, AR.name, ALS.length, AR.length, typeof ALS.bind, typeof ALS.snapshot, typeof AR.bind]
const a = new ALS(); [a.getStore(), a.run(1, () => a.getStore()), a.getStore()]
const a = new ALS(); a.run(1, (x, y) => [a.getStore(), x, y], 'x', 'y')
const a = new ALS(); a.run(1, () => a.run(2, () => [a.getStore()]).concat(a.getStore()))
const a = new ALS(), b = new ALS(); a.run(1, () => b.run(2, () => [a.getStore(), b.getStore()]))
const a = new ALS(); try { a.run(1, () => { throw new Error('x') }) } catch {} a.getStore()
const a = new ALS(); a.run('s', async () => { await null; const one = a.getStore(); await delay(1); return [one, a.getStore()] })
const a = new ALS(); a.run('s', () => Promise.resolve().then(() => a.getStore()))
const a = new ALS(); const p = a.run('s', () => delay(1)); p.then(() => a.getStore())
const a = new ALS(); const p = delay(1); a.run('s', () => p.then(() => a.getStore()))
const a = new ALS(); a.run('s', () => new Promise((r) => setTimeout(() => r(a.getStore()), 1)))
const a = new ALS(); a.run('s', () => new Promise((r) => setImmediate(() => r(a.getStore()))))
const a = new ALS(); a.run('s', () => new Promise((r) => process.nextTick(() => r(a.getStore()))))
const a = new ALS(); a.run('s', () => new Promise((r) => queueMicrotask(() => r(a.getStore()))))
const a = new ALS(); a.run('s', () => new Promise((r) => { let n = 0; const i = setInterval(() => { if (++n === 3) { clearInterval(i); r(a.getStore()) } }, 1) }))
const a = new ALS(); a.run('s', () => Promise.reject(1).catch(() => a.getStore()))
const a = new ALS(); a.run('s', () => Promise.resolve(1).finally(() => 0).then(() => a.getStore()))
const a = new ALS(); a.run('s', async () => { const r = await Promise.all([1, 2].map(async (i) => a.run(i, async () => { await delay(3 - i); return a.getStore() }))); return [r, a.getStore()] })
const a = new ALS(); Promise.all(['p', 'q', 'r'].map((s, i) => a.run(s, async () => { for (let n = 0; n < 3; n++) { await delay((i + n) % 3); if (a.getStore() !== s) return 'mixed' } return a.getStore() })))
const a = new ALS(); a.run(1, () => { a.enterWith(2); return a.getStore() })
const a = new ALS(); (async () => { a.enterWith('e'); await delay(1); return a.getStore() })()
const a = new ALS(); a.run(1, () => { a.disable(); return a.getStore() })
const a = new ALS(); a.run(1, () => { a.disable(); const x = a.run(2, () => a.getStore()); return [x, a.getStore()] })
const a = new ALS(); a.run(1, () => [a.exit(() => a.getStore()), a.getStore()])
const a = new ALS(); a.run(1, () => a.exit(async () => { await delay(1); return a.getStore() }))
const a = new ALS(); a.exit((x) => [x, a.getStore()], 5)
const a = new ALS(); a.run(undefined, () => a.getStore())
const a = new ALS(); const s = a.run('snap', () => ALS.snapshot()); a.run('other', () => [a.getStore(), s(() => a.getStore()), s((x, y) => x + y, 1, 2), a.getStore()])
const a = new ALS(); const f = a.run('bound', () => ALS.bind(() => a.getStore())); [f(), a.run('x', f)]
const a = new ALS(); const f = a.run('bound', () => AR.bind(function (x, y) { return [a.getStore(), this && this.z, x, y] })); f.call({ z: 1 }, 2, 3)
ALS.bind(5)
AR.bind(5)
const f = AR.bind(function (a, b, c) {}); [f.length, f.name, f.asyncResource instanceof AR, Object.keys(f)]
const f = AR.bind(function () { return this.q }, 'T', { q: 9 }); f.call({ q: 1 })
const a = new ALS(); const r = a.run('made', () => new AR('T')); [r.runInAsyncScope((x) => [a.getStore(), x], null, 7), r.runInAsyncScope(function () { return this }, 'this').toString(), a.run('o', () => r.runInAsyncScope(() => a.getStore()))]
const a = new ALS(); const r = a.run('made', () => new AR('T')); a.run('o', () => { try { r.runInAsyncScope(() => { throw new Error('x') }) } catch {} return a.getStore() })
const a = new ALS(); const r = a.run('made', () => new AR('T')); r.runInAsyncScope(async () => { await delay(1); return a.getStore() })
const a = new ALS(); const r = a.run('made', () => new AR('T')); r.bind((x) => [a.getStore(), x])(3)
const r = new AR('T'); [r.asyncId() > 0, typeof r.triggerAsyncId(), r.emitDestroy() === r, new AR('T').asyncId() > r.asyncId(), new AR('T', { triggerAsyncId: 7 }).triggerAsyncId(), new AR('T', 8).triggerAsyncId()]
const r = new AR('T'); r.runInAsyncScope(() => [ah.executionAsyncId() === r.asyncId(), ah.triggerAsyncId() === r.triggerAsyncId(), ah.executionAsyncResource() === r])
class Mine extends AR { constructor() { super('MINE') } go(f) { return this.runInAsyncScope(f, this) } } new Mine().go(function () { return this instanceof Mine })
new AR()
new AR(5)
new AR('T', { triggerAsyncId: 'x' })
new AR('T').bind(5)
ah.createHook({ init: 5 })
const h = ah.createHook({ init() {} }); [h.enable() === h, h.disable() === h, h.constructor.name]
const log = []; const h = ah.createHook({ init(id, type) { if (type === 'LOGGED') log.push('init') }, before(id) { if (id === globalThis.rid) log.push('before') }, after(id) { if (id === globalThis.rid) log.push('after') } }).enable(); const r = new AR('LOGGED'); globalThis.rid = r.asyncId(); r.runInAsyncScope(() => log.push('run')); h.disable(); r.runInAsyncScope(() => log.push('quiet')); log
typeof ah.executionAsyncId()
const EE = require('events'); const a = new ALS(); const e = a.run('E', () => new EE.EventEmitterAsyncResource({ name: 'Q' })); const log = []; e.on('x', (v) => log.push(a.getStore(), v)); a.run('o', () => e.emit('x', 1)); [log, e.asyncId > 0, e.asyncResource.constructor.name, e instanceof EE, typeof e.triggerAsyncId, e.asyncResource.eventEmitter === e]
const EE = require('events'); const a = new ALS(); const e = new EE(); const log = []; a.run('listen', () => e.on('x', () => log.push(a.getStore()))); a.run('emit', () => e.emit('x')); log
