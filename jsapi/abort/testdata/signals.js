// AbortController and AbortSignal, as Node has them.
const c = new AbortController(); [c.signal === c.signal, c.signal.aborted, c.signal.reason, c.signal.onabort, c.signal.throwIfAborted()]
const c = new AbortController(); c.abort(); [c.signal.aborted, c.signal.reason, c.signal.reason.message, c.signal.reason.code]
const c = new AbortController(); c.abort('why'); c.abort('again'); c.signal.reason
const c = new AbortController(); c.abort(null); c.signal.reason
const c = new AbortController(); c.abort(undefined); c.signal.reason.name
const c = new AbortController(); c.abort(); c.signal.throwIfAborted()
const c = new AbortController(); c.abort(new RangeError('mine')); try { c.signal.throwIfAborted(); } catch (e) { [e === c.signal.reason, e.name]; }
const c = new AbortController(), log = []; c.signal.onabort = function (e) { log.push('on', e.type, e.isTrusted, this === c.signal, e.target === c.signal, e.bubbles, e.cancelable, c.signal.aborted); }; c.signal.addEventListener('abort', () => log.push('listener')); c.abort(); c.abort(); log
const c = new AbortController(), log = []; c.signal.onabort = () => log.push(1); c.signal.onabort = () => log.push(2); c.signal.addEventListener('abort', () => log.push(3)); c.signal.onabort = () => log.push(4); c.abort(); log
const c = new AbortController(), log = []; c.signal.onabort = () => log.push(1); c.signal.onabort = null; c.abort(); [log, c.signal.onabort]
const c = new AbortController(); const f = () => {}; c.signal.onabort = f; c.signal.onabort === f
const c = new AbortController(), log = []; c.signal.addEventListener('abort', () => log.push(1), { once: true }); c.signal.dispatchEvent(new Event('abort')); c.abort(); [log, c.signal.aborted]
const c = new AbortController(), log = []; const f = () => log.push(1); c.signal.addEventListener('abort', f); c.signal.removeEventListener('abort', f); c.abort(); log
const s = AbortSignal.abort(); [s.aborted, s.reason]
AbortSignal.abort('r').reason
AbortSignal.abort(undefined).reason.message
const s = AbortSignal.abort(), log = []; s.addEventListener('abort', () => log.push(1)); s.onabort = () => log.push(2); log
new AbortSignal()
AbortSignal()
AbortController()
AbortSignal.prototype.aborted
AbortSignal.prototype.throwIfAborted.call({})
Object.getOwnPropertyDescriptor(AbortSignal.prototype, 'reason').get.call(new EventTarget())
Object.getOwnPropertyDescriptor(AbortSignal.prototype, 'aborted').get.call(5)
try { AbortController.prototype.signal; } catch (e) { e.name; }
[AbortSignal.name, AbortSignal.length, AbortController.name, AbortController.length]
[String(new AbortController()), String(AbortSignal.abort())]
[Object.keys(AbortController.prototype), Object.keys(AbortSignal.prototype), Object.keys(new AbortController().signal), Object.keys(new AbortController())]
const s = new AbortController().signal; [s instanceof AbortSignal, s instanceof EventTarget, s.constructor.name, Object.getPrototypeOf(AbortSignal) === EventTarget]
class C extends AbortController { constructor() { super(); this.x = 1; } } const c = new C(); c.abort(); [c.x, c.signal.aborted]
// timeout
AbortSignal.timeout(-1)
AbortSignal.timeout('x')
AbortSignal.timeout()
AbortSignal.timeout(1.5)
AbortSignal.timeout(NaN)
AbortSignal.timeout(2 ** 32)
AbortSignal.timeout(1e6).aborted
// any
AbortSignal.any([1])
AbortSignal.any(1)
AbortSignal.any()
AbortSignal.any([new AbortController().signal, null])
AbortSignal.any([new EventTarget()])
AbortSignal.any([]).aborted
AbortSignal.any([AbortSignal.abort('a'), AbortSignal.abort('b')]).reason
const a = new AbortController(), b = new AbortController(); const s = AbortSignal.any([a.signal, b.signal]); const before = s.aborted; b.abort('b'); a.abort('a'); [before, s.aborted, s.reason]
const a = new AbortController(), b = new AbortController(); const s = AbortSignal.any([AbortSignal.any([a.signal]), AbortSignal.any([b.signal, a.signal])]); const log = []; s.addEventListener('abort', (e) => log.push(s.reason, e.isTrusted)); a.abort('a'); b.abort('b'); [log, s.reason]
const a = new AbortController(); const s = AbortSignal.any([a.signal]); const log = []; a.signal.addEventListener('abort', () => log.push('source')); s.addEventListener('abort', () => log.push('any')); a.abort(); log
const a = new AbortController(); const s = AbortSignal.any([a.signal]); const log = []; const f = () => log.push(1); s.addEventListener('abort', f); s.removeEventListener('abort', f); a.abort(7); [log, s.aborted, s.reason]
const a = new AbortController(); const s = AbortSignal.any([a.signal, a.signal]); const log = []; s.onabort = () => log.push(1); a.abort(); log
const a = new AbortController(); const s1 = AbortSignal.any([a.signal]), s2 = AbortSignal.any([a.signal]); const log = []; s1.addEventListener('abort', () => log.push('s1')); s2.addEventListener('abort', () => log.push('s2')); a.abort(); log
const a = new AbortController(); const s = AbortSignal.any([a.signal]); a.abort('late'); const log = []; s.addEventListener('abort', () => log.push(1)); [s.aborted, s.reason, log]
