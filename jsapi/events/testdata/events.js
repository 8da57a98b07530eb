// EventEmitter and its statics, as Node has them.
globalThis.EE = require('events'); globalThis.util = { inherits(c, s) { Object.setPrototypeOf(c.prototype, s.prototype); } }; 0
[typeof EE, EE.name, EE.length, EE.EventEmitter === EE, EE.usingDomains, EE.defaultMaxListeners, EE.captureRejections]
Object.keys(EE).sort()
Object.keys(EE.prototype)
[EE.captureRejectionSymbol === Symbol.for('nodejs.rejection'), String(EE.errorMonitor), EE.prototype.on === EE.prototype.addListener, EE.prototype.off === EE.prototype.removeListener]
[EE.prototype.on.name, EE.prototype.off.name, EE.prototype.once.name, EE.prototype.emit.name]
const e = new EE(), log = []; e.on('a', function (...args) { log.push(this === e, ...args); }); [e.emit('a', 1, 2, 3, 4), e.emit('b'), log]
const e = new EE(), log = []; e.on('a', () => log.push(1)).prependListener('a', () => log.push(0)).addListener('a', () => log.push(2)); e.emit('a'); log
const e = new EE(), log = []; e.once('a', (x) => log.push(x)); e.emit('a', 1); e.emit('a', 2); [log, e.listenerCount('a'), e.eventNames()]
const e = new EE(), log = []; e.on('a', () => log.push('on')); e.prependOnceListener('a', () => log.push('once')); e.emit('a'); e.emit('a'); log
const e = new EE(), f = () => {}; e.once('a', f); [e.listeners('a')[0] === f, e.rawListeners('a')[0] === f, e.rawListeners('a')[0].listener === f, e.rawListeners('zz')]
const e = new EE(), log = []; e.once('a', () => log.push(1)); const [raw] = e.rawListeners('a'); raw(); raw(); e.emit('a'); log
const e = new EE(), f = () => {}; e.once('a', f); e.removeListener('a', f); [e.listenerCount('a'), e._eventsCount]
const e = new EE(), f = () => {}; e.on('a', f).on('a', f).on('b', f); e.off('a', f); [e.listenerCount('a'), e.listenerCount('b'), e.eventNames(), e._eventsCount]
const e = new EE(), log = []; const g = () => log.push('g'); e.on('a', () => { e.off('a', g); e.on('a', () => log.push('late')); log.push('f'); }); e.on('a', g); e.emit('a'); log
const e = new EE(), log = []; e.on('newListener', (t, l) => log.push(['new', String(t), typeof l, e.listenerCount(t)])); e.on('removeListener', (t, l) => log.push(['rm', String(t), typeof l, e.listenerCount(t)])); const f = () => {}; e.on('a', f); e.once('b', f); e.off('a', f); e.emit('b'); e.on(Symbol('s'), f); e.removeAllListeners(); [log, e.eventNames()]
const e = new EE(), log = []; const f = () => {}; e.on('a', f).on('a', () => {}).once('a', f).on('b', f); e.on('removeListener', (t, l) => log.push(t, l === f)); e.removeAllListeners('a'); [log, e.eventNames()]
const e = new EE(); e.on('a', () => {}).on('b', () => {}); e.removeAllListeners('a'); const one = e.eventNames(); e.removeAllListeners(); [one, e.eventNames(), e._eventsCount]
const e = new EE(), log = []; e.once('newListener', (t) => { if (t === 'a') e.on('a', () => log.push('first')); }); e.on('a', () => log.push('second')); e.emit('a'); log
const e = new EE(), s = Symbol('s'); e.on(s, () => {}).on('a', () => {}).on(5, () => {}); e.eventNames()
const e = new EE(); e.on('__proto__', () => {}); e.on('toString', () => {}); [e.eventNames(), e.emit('hasOwnProperty'), e.emit('__proto__')]
new EE().eventNames()
const e = new EE(), f = () => {}; e.on('a', f).on('a', f).once('a', f).on('a', () => {}); [e.listenerCount('a'), e.listenerCount('a', f), e.listenerCount('a', () => {}), e.listenerCount('x', f), EE.listenerCount(e, 'a'), EE.listenerCount({}, 'x')]
new EE().emit('error')
new EE().emit('error', 5)
new EE().emit('error', 'str')
new EE().emit('error', null)
try { new EE().emit('error', { a: 1 }); } catch (x) { [x.code, x.context, x instanceof Error]; }
new EE().emit('error', Object.assign(new TypeError('mine'), { code: 'MINE' }))
const e = new EE(), log = []; e.on('error', (x) => log.push(x)); [e.emit('error', 1), log]
const e = new EE(), log = []; e.on(EE.errorMonitor, (x) => log.push('mon', x)); e.on('error', (x) => log.push('err', x)); e.emit('error', 1); log
const e = new EE(), log = []; e.on(EE.errorMonitor, (x) => log.push('mon', x)); try { e.emit('error', new Error('x')); } catch (x) { log.push('threw'); } log
new EE().on('x')
new EE().on('x', 5)
new EE().once('x', {})
new EE().prependListener('x', null)
new EE().removeListener('x')
new EE().off('x', 'y')
new EE().setMaxListeners(-1)
new EE().setMaxListeners('x')
new EE().setMaxListeners(NaN)
EE.defaultMaxListeners = -1
EE.defaultMaxListeners = null
EE.defaultMaxListeners = 11; const n = new EE().getMaxListeners(); EE.defaultMaxListeners = 10; n
const e = new EE(); [e.setMaxListeners(3) === e, e.getMaxListeners(), EE.getMaxListeners(e), e.setMaxListeners(Infinity).getMaxListeners(), e.setMaxListeners(0).getMaxListeners()]
EE.setMaxListeners(5, {})
EE.setMaxListeners(-5)
const e = new EE(), t = new EventTarget(); EE.setMaxListeners(7, e, t); [EE.getMaxListeners(e), EE.getMaxListeners(t), EE.getMaxListeners(new EventTarget())]
EE.setMaxListeners(12); const n = EE.defaultMaxListeners; EE.setMaxListeners(10); n
EE.getMaxListeners({})
EE.getEventListeners({}, 'x')
EE.getEventListeners(new EE(), 'x')
const e = new EE(), t = new EventTarget(), f = () => {}; e.once('x', f); t.addEventListener('x', f); [EE.getEventListeners(e, 'x')[0] === f, EE.getEventListeners(t, 'x')[0] === f, EE.getEventListeners(t, 'y')]
new EE({ captureRejections: 5 })
EE.captureRejections = 5
// Subclasses
function Old() { EE.call(this); this.x = 1; } util.inherits(Old, EE); const o = new Old(), p = new Old(), log = []; o.on('a', () => log.push('o')); p.emit('a'); o.emit('a'); [log, o instanceof EE, o._eventsCount]
function NoSuper() {} NoSuper.prototype = Object.create(EE.prototype); const o = new NoSuper(), p = new NoSuper(); o.on('a', () => {}); [o.listenerCount('a'), p.listenerCount('a'), p.emit('a'), p.eventNames(), p.getMaxListeners()]
function Shared() {} Shared.prototype = new EE(); const o = new Shared(), p = new Shared(); EE.call(o); o.on('a', () => {}); [p.listenerCount('a'), o.listenerCount('a')]
class New extends EE { constructor() { super(); this.on('a', () => { this.hit = true; }); } emit(...args) { this.seen = args[0]; return super.emit(...args); } } const n = new New(); n.emit('a'); [n.hit, n.seen, n.constructor.name]
const o = Object.assign({}, EE.prototype); const log = []; o.on('a', () => log.push(1)); o.emit('a'); log
const o = {}; EE.call(o); [Object.keys(o), EE.prototype.emit.call(o, 'x')]
EE().on
const e = EE.prototype; [e._events, e._eventsCount, e._maxListeners]
// Rejections
(async () => { const e = new EE({ captureRejections: true }); const p = new Promise((r) => e.on('error', r)); e.on('a', async () => { throw new RangeError('late'); }); e.emit('a'); return p; })()
(async () => { const e = new EE({ captureRejections: true }); const p = new Promise((r) => { e[Symbol.for('nodejs.rejection')] = (...args) => r(args); }); e.on('a', async () => { throw 'why'; }); e.emit('a', 1, 2); return p; })()
(async () => { const e = new EE({ captureRejections: true }); const p = new Promise((r) => e.on('error', r)); e.on('a', () => ({ get then() { throw new TypeError('getter'); } })); e.emit('a'); return p; })()
// once
(async () => { const e = new EE(); const p = EE.once(e, 'a'); e.emit('a', 1, 2); return [await p, e.listenerCount('a'), e.listenerCount('error')]; })()
(async () => { const e = new EE(); const p = EE.once(e, 'a'); e.emit('error', new RangeError('bad')); await p; })()
(async () => { const e = new EE(); const p = EE.once(e, 'error'); e.emit('error', 5); return p; })()
(async () => { const t = new EventTarget(); const p = EE.once(t, 'a'); t.dispatchEvent(new Event('a')); return (await p).map((e) => e.type); })()
(async () => { const e = new EE(), c = new AbortController(); const p = EE.once(e, 'a', { signal: c.signal }); c.abort('why'); try { await p; } catch (x) { return [x.name, x.code, x.message, x.cause, e.listenerCount('a'), e.listenerCount('error')]; } })()
(async () => { const e = new EE(), c = new AbortController(); const p = EE.once(e, 'a', { signal: c.signal }); e.emit('a', 1); await p; return EE.getEventListeners(c.signal, 'abort').length; })()
EE.once(new EE(), 'x', { signal: AbortSignal.abort('r') })
EE.once(new EE(), 'x', { signal: 5 })
EE.once({}, 'x')
// on
(async () => { const e = new EE(), log = []; const it = EE.on(e, 'a'); e.emit('a', 1); e.emit('a', 2, 3); log.push(await it.next(), await it.next()); const p = it.next(); e.emit('a', 4); log.push(await p, e.listenerCount('a')); log.push(await it.return(), e.listenerCount('a'), e.listenerCount('error'), await it.next()); return log; })()
(async () => { const e = new EE(), log = []; const it = EE.on(e, 'a'); const p = it.next(); e.emit('error', new RangeError('bad')); try { await p; } catch (x) { log.push(x.message); } log.push(await it.next(), e.listenerCount('a')); return log; })()
(async () => { const e = new EE(), log = []; const it = EE.on(e, 'a'); e.emit('a', 1); e.emit('error', new RangeError('bad')); log.push(await it.next()); try { await it.next(); } catch (x) { log.push(x.message); } log.push(await it.next()); return log; })()
(async () => { const e = new EE(), log = []; const it = EE.on(e, 'a', { close: ['end'] }); e.emit('a', 1); e.emit('end'); log.push(await it.next(), await it.next(), e.eventNames()); return log; })()
(async () => { const e = new EE(), c = new AbortController(); const it = EE.on(e, 'a', { signal: c.signal }); const p = it.next(); c.abort('why'); try { await p; } catch (x) { return [x.name, x.code, x.cause, e.eventNames()]; } })()
(async () => { const t = new EventTarget(); const it = EE.on(t, 'a'); t.dispatchEvent(new Event('a')); const { value, done } = await it.next(); await it.return(); return [value[0].type, done]; })()
(async () => { const e = new EE(), log = []; e.pause = () => log.push('pause'); e.resume = () => log.push('resume'); const it = EE.on(e, 'a', { highWaterMark: 2, lowWaterMark: 1 }); for (let i = 0; i < 4; i++) e.emit('a', i); for (let i = 0; i < 4; i++) log.push((await it.next()).value[0]); return log; })()
(async () => { const e = new EE(); const it = EE.on(e, 'a'); let n = 0; for (let i = 0; i < 500; i++) e.emit('a', i); for (let i = 0; i < 500; i++) n += (await it.next()).value[0]; return n; })()
const it = EE.on(new EE(), 'x'); [Object.keys(it), typeof it.throw(new Error('x'))]
EE.on(new EE(), 'x').throw(5)
EE.on(new EE(), 'x').throw()
EE.on({}, 'x')
EE.on(new EE(), 'x', { signal: 5 })
EE.on(new EE(), 'x', { signal: AbortSignal.abort('q') })
EE.on(new EE(), 'x', { highWaterMark: 0 })
EE.on(new EE(), 'x', { highWaterMark: 'a' })
EE.on(new EE(), 'x', { lowWaterMark: 1.5 })
EE.addAbortListener()
EE.addAbortListener(5, () => {})
EE.addAbortListener(AbortSignal.abort())
(async () => { const log = []; const c = new AbortController(); EE.addAbortListener(c.signal, (e) => log.push(e.type)); c.abort(); EE.addAbortListener(c.signal, (...args) => log.push(args.length)); log.push('sync'); await 0; await 0; return log; })()
