// Symbols
[typeof Symbol.asyncIterator, String(Symbol.asyncIterator), String(Symbol.dispose), String(Symbol.asyncDispose)]
Object.getOwnPropertyDescriptor(Symbol, 'asyncIterator').writable
// Strings
['a', 'a\ud83d\ude00', '\ud83d', '\ude00\ud83d', ''].map((s) => s.isWellFormed())
['a\ud83db', '\ude00', '\ud83d\ude00', '\ud83d\ud83d\ude00'].map((s) => s.toWellFormed().split('').map((c) => c.charCodeAt(0).toString(16)).join())
String.prototype.isWellFormed.call(null)
[String.prototype.isWellFormed.length, String.prototype.toWellFormed.name]
// Annex B
(() => { const o = {}; o.__defineGetter__('x', () => 7); o.__defineSetter__('x', function (v) { this.y = v; }); o.x = 3; return [o.x, o.y, typeof o.__lookupGetter__('x'), typeof o.__lookupSetter__('x'), o.__lookupGetter__('z'), Object.keys(o)] })()
({}).__defineGetter__('x', 1)
(() => { class A { get q() { return 1 } } return typeof new A().__lookupGetter__('q') })()
Object.keys(Object.prototype).length
Object.getOwnPropertyDescriptor(Object.prototype, '__defineGetter__').enumerable
(() => { let n = 0; for (const k in {}) n++; return n })()
new Date(Date.UTC(2020, 1, 3)).getYear()
(() => { const d = new Date(2000, 1, 3); d.setYear(95); return d.getFullYear() })()
new Date(0).toGMTString()
// TypedArray.from
[Uint8Array.from('123'), Uint16Array.from('45', (x) => x * 2), Uint8Array.from([1, 2]), Uint8Array.from({ length: 2, 0: 5, 1: 6 }), Uint8Array.from(new Set([9]))].map(String)
Uint8Array.from(null)
// instanceof a Proxy of a function
(() => { class A {} const P = new Proxy(A, {}); return [new P() instanceof P, new A() instanceof P, ({}) instanceof P, 1 instanceof P] })()
(() => { class A {} class B extends A {} const P = new Proxy(A, { get(t, k) { return t[k] } }); return [new B() instanceof P, ({}) instanceof P] })()
(() => { class A { static [Symbol.hasInstance](x) { return x === 4 } } const P = new Proxy(A, {}); return [4 instanceof P, 5 instanceof P] })()
(() => { const seen = []; const P = new Proxy(function f() {}, { get(t, k, r) { seen.push(k === Symbol.hasInstance ? 'hasInstance' : k, this.mark); return Reflect.get(t, k, r) }, mark: 1, has() { return true } }); P.a; 'zz' in P; return seen.concat(P.name, 'zz' in P) })()
(() => { const { proxy, revoke } = Proxy.revocable(function () {}, {}); const a = ({}) instanceof proxy; revoke(); try { ({}) instanceof proxy } catch (e) { return [a, e.name] } })()
(() => { const P = new Proxy(function (a, b) { return a + b }, { apply(t, self, args) { return t(...args) * 2 } }); return [P(1, 2), typeof P, P.length] })()
[typeof Proxy, Proxy.length, Proxy.name, Proxy.prototype, new Proxy({ a: 1 }, {}).a]
new Proxy(1, {})
// texts
Function('return "a-\\u{10000}-\\u{10FFFF}b"')()
new Function('a', 'b = "\\u{1F600}\\u{1F601}"', 'return a + b')('x')
[Function.length, Function.name, (() => {}).constructor === Function, Function('return this')() === globalThis, (function () {}) instanceof Function, Object.getPrototypeOf(Function) === Function.prototype]
(() => { class F extends Function { constructor() { super('return 5') } } return [new F()(), new F() instanceof F] })()
String(new Function('a', 'return a')).replace(/\s+/g, ' ')
// errors
[Error.stackTraceLimit, Error.length, Error.name, new Error('m') instanceof Error, Error('m').message, new Error('x', { cause: 3 }).cause, new TypeError('q') instanceof Error, Object.getPrototypeOf(TypeError) === Error, new Error().constructor === Error]
(() => { const o = {}; Error.captureStackTrace(o); return [typeof o.stack, o.stack.split('\n')[0], Object.keys(o)] })()
(() => { const o = { name: 'N', message: 'm' }; Error.captureStackTrace(o); return o.stack.split('\n')[0] })()
(() => { class MyError extends Error { constructor(m) { super(m); this.name = 'MyError'; Error.captureStackTrace(this, MyError) } } const e = new MyError('z'); return [e.stack.split('\n')[0], e.stack.includes('new MyError'), e instanceof MyError, String(e), Object.keys(e)] })()
(() => { const before = Error.prepareStackTrace; Error.prepareStackTrace = (e, sites) => sites; try { function callSites() { return new Error('q').stack } function outer() { return callSites() } const s = outer(); return [Array.isArray(s), s[0].getFunctionName(), s[1].getFunctionName(), typeof s[0].getLineNumber(), typeof s[0].getFileName(), s[0].isNative(), s[0].isConstructor(), typeof s[0].toString()] } finally { Error.prepareStackTrace = before } })()
(() => { Error.prepareStackTrace = (e, sites) => sites; try { function inner(o) { Error.captureStackTrace(o, inner); return o.stack } function outer() { return inner({}) } return outer()[0].getFunctionName() } finally { delete Error.prepareStackTrace } })()
(() => { const limit = Error.stackTraceLimit; Error.stackTraceLimit = 1; try { function a() { const o = {}; Error.captureStackTrace(o); return o.stack } return a().split('\n').length } finally { Error.stackTraceLimit = limit } })()
(() => { Error.stackTraceLimit = 0; try { const o = {}; Error.captureStackTrace(o); return o.stack } finally { Error.stackTraceLimit = 10 } })()
Error.captureStackTrace(1)
(() => { try { null.x } catch (e) { return [e instanceof TypeError, e.constructor === TypeError, e instanceof Error] } })()
// weak
[new WeakRef(globalThis).deref() === globalThis, String(new WeakRef({})), typeof WeakRef, WeakRef.name]
new WeakRef(1)
WeakRef({})
(() => { const r = new FinalizationRegistry(() => {}); const t = {}; return [r.register({}, 1, t), r.unregister(t), r.unregister(t), String(r)] })()
new FinalizationRegistry()
