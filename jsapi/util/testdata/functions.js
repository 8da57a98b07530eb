// util's functions about functions, as Node has them.
globalThis.u = require('util'); 0
[u === require("sys"), typeof u.types, u.promisify.custom === Symbol.for('nodejs.util.promisify.custom'), u.inspect.custom === Symbol.for('nodejs.util.inspect.custom'), u.debug === u.debuglog]
['callbackify','debug','debuglog','deprecate','format','styleText','formatWithOptions','getSystemErrorMap','getSystemErrorName','inherits','inspect','isArray','isBoolean','isBuffer','isDeepStrictEqual','isNull','isNullOrUndefined','isNumber','isString','isSymbol','isUndefined','isRegExp','isObject','isDate','isError','isFunction','isPrimitive','log','promisify','stripVTControlCharacters','toUSVString','aborted','parseArgs','TextDecoder','TextEncoder','_extend','_errnoException','_exceptionWithHostPort'].filter((k) => typeof u[k] !== 'function')
['promisify','callbackify','inherits','deprecate','debuglog','isDeepStrictEqual','parseArgs','_extend','aborted','stripVTControlCharacters','toUSVString','styleText'].map((k) => u[k].name)
u.promisify((a, b, cb) => cb(null, a + b))(1, 2)
u.promisify((cb) => cb(new TypeError('no')))()
u.promisify((cb) => cb('plain'))()
u.promisify((cb) => cb(null, 1, 2))()
u.promisify((cb) => cb())()
u.promisify(function (cb) { cb(null, this.x) }).call({ x: 7 })
u.promisify(() => { throw Object.assign(new Error('sync'), { shown: true }) })()
u.promisify()
u.promisify(5)
u.promisify({ [u.promisify.custom]: 1 })
const f = () => 1; f[u.promisify.custom] = 5; u.promisify(f)
const f = () => 1, p = () => Promise.resolve('custom'); f[u.promisify.custom] = p; [u.promisify(f) === p, u.promisify(f)()]
const f = (cb) => cb(null, 1); f.extra = 'e'; const p = u.promisify(f); [p.extra, p.name, p.length, u.promisify(p) === p, Object.getPrototypeOf(p) === Object.getPrototypeOf(f)]
u.promisify(setTimeout)(1, 'v')
u.promisify(setImmediate)('w')
class A { constructor() { this.v = 3 } m(cb) { cb(null, this.v) } } A.prototype.m = u.promisify(A.prototype.m); new A().m()
new Promise((r) => u.callbackify(async (a) => a * 2)(4, (...args) => r(args)))
new Promise((r) => u.callbackify(async () => { throw new RangeError('bad') })((...args) => r(args)))
new Promise((r) => u.callbackify(() => Promise.reject(null))((e) => r([e.code, e.message, e.reason, e.name])))
new Promise((r) => u.callbackify(function () { return Promise.resolve(this.x) }).call({ x: 5 }, function (...args) { r([this.x, ...args]) }))
u.callbackify(async () => 1)()
u.callbackify(async () => 1)('x')
u.callbackify('x')
const f = u.callbackify(async function named(a, b) {}); [f.name, f.length]
function Old() {} function Base() {} Base.prototype.hi = () => 'hi'; u.inherits(Old, Base); [new Old().hi(), Old.super_ === Base, new Old() instanceof Base, Object.keys(Old), new Old().constructor === Old]
u.inherits(null, function () {})
u.inherits(function () {}, null)
u.inherits(function () {}, {})
u.inherits(function () {}, () => 1)
class D { constructor(x) { this.x = x } static s() { return 's' } } process.noDeprecation = true; const f = u.deprecate(D, 'm'); new f(1); process.noDeprecation = false; f === D
class D { constructor(x) { this.x = x } static s() { return 's' } get y() { return this.x + 1 } } const W = u.deprecate(D, 'm', 'DEP_X'); const w = new W(2); [w.x, w.y, W.s(), w instanceof D, w instanceof W, W.prototype === D.prototype, W.name, W.length]
u.deprecate(() => 1, 'm', 5)
const f = u.deprecate(function (a) { return [this.z, a] }, 'm2', 'DEP_Y'); f.call({ z: 1 }, 2)
const d = u.debuglog('nothing'); [d('x'), d.enabled, d.name]
[u._extend({ a: 1 }, { b: 2 }), u._extend({ a: 1 }, null), u._extend({ a: 1 }, 'x')]
[u.getSystemErrorName(-2), u.getSystemErrorName(-13), u.getSystemErrorName(-111), u.getSystemErrorName(-104), u.getSystemErrorName(-4095), u.getSystemErrorName(-98765)]
u.getSystemErrorName(2)
u.getSystemErrorName('x')
[u.getSystemErrorMap() instanceof Map, u.getSystemErrorMap().get(-2), u.getSystemErrorMap().get(-111), u.getSystemErrorMap().get(-110)[0], u.getSystemErrorMap().get(-98)]
const e = u._errnoException(-2, 'open', 'a.txt'); [e.message, e.code, e.errno, e.syscall, e.name, Object.keys(e)]
const e = u._exceptionWithHostPort(-111, 'connect', '127.0.0.1', 80); [e.message, e.code, e.errno, e.syscall, e.address, e.port]
const e = u._exceptionWithHostPort(-111, 'connect', '/tmp/x', -1, 'local'); [e.message, e.port]
['isArray','isBoolean','isBuffer','isNull','isNullOrUndefined','isNumber','isString','isSymbol','isUndefined','isRegExp','isObject','isDate','isError','isFunction','isPrimitive'].map((k) => [[], true, Buffer.alloc(1), null, undefined, 1, 's', Symbol('x'), /x/, {}, new Date(), new Error('x'), () => 1, 1n, Object.create(Error.prototype)].map((v) => +u[k](v)).join(''))
const c = new AbortController(); const p = u.aborted(c.signal, {}); c.abort(); p
u.aborted(AbortSignal.abort(), {})
u.aborted(5, {})
u.aborted({}, {})
u.aborted(new AbortController().signal, null)
new u.TextDecoder().decode(new u.TextEncoder().encode('héé'))
[u.inspect({ a: { b: { c: { d: 1 } } } }), u.format('%s %d %j %o %%', 'a', 1, { b: 1 }, [1]), u.formatWithOptions({ colors: true }, '%s %O', 'x', { a: 1 })]
Object.keys(u.inspect).sort()
Object.keys(u.inspect.colors).map((k) => k + u.inspect.colors[k])
['grey', 'blackBright', 'bgGrey', 'faint', 'conceal', 'swapColors', 'crossedOut', 'doubleUnderline'].map((k) => u.inspect.colors[k])
Object.entries(u.inspect.styles)
