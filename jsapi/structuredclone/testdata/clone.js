// Primitives and wrappers
[undefined, null, true, 0, -0, NaN, 1.5, 'a\ud800', 10n].map((v) => structuredClone(v))
[new Boolean(false), new Number(-0), new Number(7), new String('héé'), new String('a\ud800'), Object(10n)].map((v) => structuredClone(v))
const s1 = new Number(1); const s2 = structuredClone([s1, s1]); s2[0] === s2[1] && s2[0] !== s1
Object.keys(structuredClone(Object.assign(new Number(1), { a: 1 })))
// Dates, regular expressions
[new Date(86400000), new Date(NaN)].map((v) => structuredClone(v))
structuredClone(/a\/b/giu)
const r1 = /a/g; r1.lastIndex = 5; structuredClone(r1).lastIndex
structuredClone(new RegExp(''))
// Objects and arrays
structuredClone({ a: 1, b: { c: [1, 2, { d: 3 }] } })
structuredClone([1, , 3])
const a1 = structuredClone([, 1]); [0 in a1, 1 in a1, a1.length]
structuredClone(Object.assign([1, 2], { x: 'y' }))
structuredClone(new Array(5))
structuredClone({ 2: 'b', 1: 'a', z: 0, y: 1 })
structuredClone({ get x() { return 'read' }, set y(v) {} })
structuredClone({ a: 1, get b() { delete this.c; return 2 }, c: 3 })
structuredClone({ get x() { throw new Error('from getter') } })
structuredClone(Object.create({ inherited: 1 }, { hidden: { value: 1 }, shown: { value: 2, enumerable: true } }))
structuredClone({ [Symbol('s')]: 1, a: 1 })
structuredClone(Object.freeze({ a: 1 }))
Object.isFrozen(structuredClone(Object.freeze({ a: 1 })))
const p1 = structuredClone(JSON.parse('{"__proto__": {"x": 1}}')); [Object.keys(p1), p1.x, Object.getPrototypeOf(p1) === Object.prototype]
structuredClone(Object.create(null, { a: { value: 1, enumerable: true } }))
structuredClone(new (class Foo { constructor() { this.a = 1 } get b() { return 2 } })())
structuredClone(new (class Foo { #secret = 1; shown = 2 })())
structuredClone(new (class Tagged { get [Symbol.toStringTag]() { return 'Custom' } constructor() { this.x = 1 } })())
structuredClone(Math)
// Cycles and identity
const c1 = { n: 1 }; c1.self = c1; const c2 = structuredClone(c1); [c2.self === c2, c2 !== c1]
const c3 = []; c3.push(c3, c3); const c4 = structuredClone(c3); [c4[0] === c4, c4[1] === c4, c4.length]
const c5 = { x: 1 }; const c6 = structuredClone({ a: c5, b: c5, m: new Map([[c5, c5]]) }); [c6.a === c6.b, c6.m.get(c6.a) === c6.a]
const c7 = new Map(); c7.set('me', c7); structuredClone(c7).get('me').get('me').size
const c8 = new Set(); c8.add(c8); const c9 = structuredClone(c8); c9.has(c9)
// Map and Set
structuredClone(new Map([[1, 'a'], [{ k: 1 }, new Set([1, [2]])], [NaN, -0]]))
structuredClone(new Set([1, 'a', { b: 1 }]))
structuredClone(Object.assign(new Map(), { extra: 1 })).extra
class M extends Map {}; const m1 = structuredClone(new M([[1, 2]])); [m1.constructor === Map, m1]
const m2 = new Map([[1, { get x() { m2.set(2, 2); return 1 } }]]); structuredClone(m2)
// Errors
structuredClone(new TypeError('bad', { cause: { a: [1] } }))
['Error', 'EvalError', 'RangeError', 'ReferenceError', 'SyntaxError', 'TypeError', 'URIError'].map((n) => { const e = structuredClone(new globalThis[n]('m')); return [e.name, e.message, e instanceof globalThis[n], e.constructor.name] })
const e2 = structuredClone(new AggregateError([1], 'm')); [e2.name, e2.message, e2.errors, e2.constructor.name]
const e3 = structuredClone(Object.assign(new Error('m'), { code: 'E', name: 'Mine' })); [e3.name, e3.code, Object.keys(e3)]
const e4 = new Error('m'); structuredClone(e4).stack === e4.stack
Object.getOwnPropertyNames(structuredClone(new Error()))
Object.getOwnPropertyNames(structuredClone(new Error('m', { cause: undefined })))
class MyError extends RangeError {}; const e5 = structuredClone(new MyError('m')); [e5.constructor.name, e5 instanceof MyError]
structuredClone({ e: new Error('inside') }).e instanceof Error
// Binary
structuredClone(new Uint8Array([1, 2, 3]).buffer)
[Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array].map((T) => structuredClone(new T([1, 2])))
structuredClone(new BigInt64Array([1n, -1n]))
structuredClone(new DataView(new Uint8Array([1, 2, 3, 4]).buffer, 1, 2))
const b1 = new Uint8Array([1, 2, 3, 4]); const b2 = structuredClone(b1.subarray(1, 3)); [b2, b2.byteOffset, b2.buffer.byteLength]
const b3 = new Uint8Array(4); const b4 = structuredClone({ x: b3, y: new Uint16Array(b3.buffer, 2), z: b3.buffer }); b4.y[0] = 0x0201; [b4.x, b4.x.buffer === b4.z, b3]
const b5 = structuredClone(Buffer.from('abc')); [Buffer.isBuffer(b5), b5]
structuredClone(new Uint8Array(0))
// Transfer
const t1 = new Uint8Array([1, 2]).buffer; const t2 = structuredClone(t1, { transfer: [t1] }); [t1.byteLength, t2]
const t3 = new Uint8Array([1, 2]); const t4 = structuredClone({ v: t3, again: t3 }, { transfer: [t3.buffer] }); [t3.byteLength, t4]
const t5 = new ArrayBuffer(1); structuredClone(1, { transfer: new Set([t5]) }); t5.byteLength
const t6 = new ArrayBuffer(1); try { structuredClone(() => 1, { transfer: [t6] }) } catch (e) {} t6.byteLength
const t7 = new ArrayBuffer(1); structuredClone(1, { transfer: [t7, t7] })
const t8 = new ArrayBuffer(1); structuredClone(1, { transfer: [t8] }); structuredClone(t8)
const t9 = new Uint8Array(4); const t10 = t9.subarray(2); structuredClone(1, { transfer: [t9.buffer] }); structuredClone(t10)
const t11 = Buffer.from(new ArrayBuffer(16), 8); structuredClone(1, { transfer: [t11.buffer] }); [t11.length, t11.toString(), Buffer.byteLength(t11)]
structuredClone(1, { transfer: 5 })
structuredClone(1, { transfer: [5] })
structuredClone(1, { transfer: [{}] })
structuredClone(1, { transfer: undefined })
structuredClone(1, { transfer: [] })
// What cannot be cloned
structuredClone()
structuredClone(1, 5)
structuredClone(1, null)
structuredClone(() => 1)
structuredClone(function foo(a) { return a })
structuredClone(class A {})
structuredClone(async () => 1)
structuredClone({ f() {} })
structuredClone(Symbol('s'))
structuredClone(Object(Symbol('s')))
structuredClone(Promise.resolve())
structuredClone(new WeakMap())
structuredClone(new WeakSet())
structuredClone(new Proxy({}, {}))
structuredClone(new Proxy([], {}))
structuredClone((function* () {})())
structuredClone([].values())
structuredClone(new Map().entries())
structuredClone(''[Symbol.iterator]())
structuredClone((function () { return arguments })(1))
structuredClone([1, { deep: new Map([[1, () => 2]]) }])
let deep = {}; for (let i = 0; i < 1e5; i++) deep = { deep }; structuredClone(deep)
structuredClone.name
