// Event, CustomEvent, EventTarget and DOMException, as Node has them.
const e = new Event('x', { cancelable: true, bubbles: true }); [e.type, e.bubbles, e.cancelable, e.composed, e.defaultPrevented, e.returnValue, e.eventPhase, e.target, e.currentTarget, e.srcElement, e.composedPath(), e.cancelBubble, e.isTrusted, typeof e.timeStamp]
const e = new Event('x', { cancelable: true }); e.preventDefault(); [e.defaultPrevented, e.returnValue]
const e = new Event('x'); e.preventDefault(); [e.defaultPrevented, e.returnValue]
const e = new Event('x'); e.stopPropagation(); e.cancelBubble
const e = new Event('x'); e.cancelBubble = true; e.cancelBubble
const e = new Event('x'); e.initEvent('y', true, true); [e.type, e.bubbles, e.cancelable]
new Event('x').initEvent()
new Event()
new Event('a', 5)
new Event('a', 'b')
new Event('a', [])
new Event('a', null).type
new Event(undefined).type
new Event(null).type
new Event({}).type
new Event('a') instanceof Event
Event('a')
String(new Event('a'))
[Event.NONE, Event.CAPTURING_PHASE, Event.AT_TARGET, Event.BUBBLING_PHASE]
Event.NONE = 5; Event.NONE
[Event.name, Event.length, CustomEvent.name, CustomEvent.length, EventTarget.name, EventTarget.length]
Event.prototype.type
Event.prototype.preventDefault.call({})
Event.prototype.composedPath.call(null)
Object.keys(Event.prototype).sort()
const seen = []; for (const k in new Event('x')) seen.push(k); seen.sort()
class Mine extends Event { constructor() { super('mine', { cancelable: true }); this.extra = 1; } } const m = new Mine(); [m.type, m.extra, m instanceof Event, m.cancelable]
new CustomEvent('q', { detail: 5 }).detail
new CustomEvent('q').detail
new CustomEvent('q', { detail: undefined }).detail
new CustomEvent('q', { detail: null }).detail
new CustomEvent('q', { detail: 0, cancelable: true }).cancelable
new CustomEvent()
String(new CustomEvent('q'))
Object.getPrototypeOf(CustomEvent) === Event
// EventTarget
const t = new EventTarget(), log = []; t.addEventListener('x', function (e) { log.push(this === t, e.target === t, e.currentTarget === t, e.eventPhase, e.composedPath()[0] === t); }); const e = new Event('x'); log.push(t.dispatchEvent(e), e.eventPhase, e.currentTarget, e.target === t, e.composedPath()); log
const t = new EventTarget(); t.addEventListener('x', (e) => e.preventDefault()); [t.dispatchEvent(new Event('x')), t.dispatchEvent(new Event('x', { cancelable: true })), t.dispatchEvent(new Event('y'))]
const t = new EventTarget(), log = []; const o = { handleEvent(e) { log.push(this === o, e.type); } }; t.addEventListener('x', o); t.dispatchEvent(new Event('x')); t.removeEventListener('x', o); t.dispatchEvent(new Event('x')); log
const t = new EventTarget(), log = []; t.addEventListener('x', () => log.push(1), { once: true }); t.addEventListener('x', () => log.push(2)); t.dispatchEvent(new Event('x')); t.dispatchEvent(new Event('x')); log
const t = new EventTarget(), log = []; const f = () => log.push(1); t.addEventListener('x', f); t.addEventListener('x', f); t.addEventListener('x', f, true); t.addEventListener('x', f, { capture: true }); t.dispatchEvent(new Event('x')); t.removeEventListener('x', f); t.dispatchEvent(new Event('x')); t.removeEventListener('x', f, { capture: true }); t.dispatchEvent(new Event('x')); log
const t = new EventTarget(), log = []; t.addEventListener('x', (e) => { log.push(1); e.stopImmediatePropagation(); }); t.addEventListener('x', () => log.push(2)); t.dispatchEvent(new Event('x')); log
const t = new EventTarget(), log = []; t.addEventListener('x', (e) => { log.push(1); e.stopPropagation(); }); t.addEventListener('x', () => log.push(2)); t.dispatchEvent(new Event('x')); log
const t = new EventTarget(), log = []; const g = () => log.push('g'); t.addEventListener('x', () => { t.removeEventListener('x', g); t.addEventListener('x', () => log.push('late')); log.push('f'); }); t.addEventListener('x', g); t.dispatchEvent(new Event('x')); log
const t = new EventTarget(), log = []; t.addEventListener('x', () => { log.push(1); t.dispatchEvent(new Event('y')); }); t.addEventListener('y', () => log.push(2)); t.dispatchEvent(new Event('x')); log
const t = new EventTarget(), e = new Event('x'); let err; t.addEventListener('x', () => { try { t.dispatchEvent(e); } catch (x) { err = x; } }); t.dispatchEvent(e); err
const t = new EventTarget(), log = []; const ac = new AbortController(); t.addEventListener('x', () => log.push(1), { signal: ac.signal }); t.dispatchEvent(new Event('x')); ac.abort(); t.dispatchEvent(new Event('x')); log
const t = new EventTarget(), log = []; t.addEventListener('x', () => log.push(1), { signal: AbortSignal.abort() }); t.dispatchEvent(new Event('x')); log
new EventTarget().addEventListener()
new EventTarget().addEventListener('a')
new EventTarget().addEventListener('a', 5)
new EventTarget().addEventListener('a', 'b')
new EventTarget().addEventListener('a', Symbol('s'))
new EventTarget().addEventListener('a', null)
new EventTarget().addEventListener('a', undefined)
new EventTarget().addEventListener('x', () => {}, { signal: 5 })
new EventTarget().addEventListener('x', () => {}, { signal: null })
new EventTarget().addEventListener('x', () => {}, 5)
new EventTarget().addEventListener('x', () => {}, null)
new EventTarget().removeEventListener('a')
new EventTarget().removeEventListener('a', 5)
new EventTarget().removeEventListener('a', () => {})
new EventTarget().dispatchEvent()
new EventTarget().dispatchEvent({})
new EventTarget().dispatchEvent('x')
EventTarget.prototype.dispatchEvent.call({}, new Event('a'))
EventTarget.prototype.addEventListener.call({}, 'a', () => {})
EventTarget()
String(new EventTarget())
Object.keys(new EventTarget())
Object.keys(EventTarget.prototype)
class T extends EventTarget { constructor() { super(); this.n = 0; this.addEventListener('x', () => this.n++); } } const t = new T(); t.dispatchEvent(new Event('x')); t.n
const t = new EventTarget(), log = []; t.addEventListener(5, () => log.push('five')); t.dispatchEvent(new Event('5')); log
// DOMException
const d = new DOMException('m', 'AbortError'); [d.message, d.name, d.code, String(d), d instanceof Error, d instanceof DOMException, Object.prototype.toString.call(d), d.stack.split('\n')[0]]
const d = new DOMException(); [d.message, d.name, d.code, String(d)]
const d = new DOMException('m', { name: 'DataCloneError', cause: 5 }); [d.name, d.code, d.cause, Object.keys(d)]
const d = new DOMException('m', {}); [d.name, 'cause' in d]
const d = new DOMException(undefined, undefined); [d.message, d.name]
const d = new DOMException(5, null); [d.message, d.name]
['IndexSizeError', 'DOMStringSizeError', 'HierarchyRequestError', 'WrongDocumentError', 'InvalidCharacterError', 'NoDataAllowedError', 'NoModificationAllowedError', 'NotFoundError', 'NotSupportedError', 'InUseAttributeError', 'InvalidStateError', 'SyntaxError', 'InvalidModificationError', 'NamespaceError', 'InvalidAccessError', 'ValidationError', 'TypeMismatchError', 'SecurityError', 'NetworkError', 'AbortError', 'URLMismatchError', 'QuotaExceededError', 'TimeoutError', 'InvalidNodeTypeError', 'DataCloneError', 'EncodingError', 'toString', '__proto__'].map((n) => new DOMException('', n).code)
Object.entries(DOMException)
Object.keys(DOMException.prototype)
DOMException.ABORT_ERR = 1; DOMException.ABORT_ERR
new DOMException('').TIMEOUT_ERR
DOMException.prototype.code
DOMException.prototype.name
DOMException('x')
[DOMException.length, DOMException.name, Object.getOwnPropertyNames(new DOMException('x')).filter((k) => k !== 'stack')]
class D extends DOMException { get code() { return 'mine'; } } const d = new D('m', 'AbortError'); [d.code, d.name, d instanceof DOMException]
