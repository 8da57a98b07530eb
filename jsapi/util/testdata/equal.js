// util.isDeepStrictEqual
globalThis.eq = require('util').isDeepStrictEqual; 0
[eq.name, eq.length, eq(1, 1), eq(1, '1'), eq(0, -0), eq(NaN, NaN), eq(null, undefined), eq('a', 'a'), eq(1n, 1n), eq(Symbol.iterator, Symbol.iterator), eq(Symbol('a'), Symbol('a'))]
[eq({}, {}), eq({ a: 1 }, { a: 1 }), eq({ a: 1 }, { a: '1' }), eq({ a: 1, b: 2 }, { b: 2, a: 1 }), eq({ a: undefined }, {}), eq({ a: undefined }, { b: undefined }), eq({ a: { b: [1, { c: 2 }] } }, { a: { b: [1, { c: 2 }] } }), eq({ a: { b: [1, { c: 2 }] } }, { a: { b: [1, { c: 3 }] } })]
[eq([], {}), eq([1, 2], [1, 2]), eq([1, 2], [2, 1]), eq([1, , 3], [1, undefined, 3]), eq([, 1], [, 1]), eq(Object.assign([1], { x: 1 }), [1]), eq(Object.assign([1], { x: 1 }), Object.assign([1], { x: 1 })), eq([0], [-0]), eq([NaN], [NaN])]
class A {} class B {} [eq(new A(), new A()), eq(new A(), new B()), eq(new A(), {}), eq(Object.create(null), {}), eq(Object.create(null), Object.create(null))]
[eq(new Date(0), new Date(0)), eq(new Date(0), new Date(1)), eq(new Date(NaN), new Date(NaN)), eq(Object.assign(new Date(0), { x: 1 }), new Date(0)), eq(new Date(0), {})]
[eq(/a/g, /a/g), eq(/a/g, /a/i), eq(/a/, /b/), eq(Object.assign(/a/g, { lastIndex: 1 }), /a/g)]
[eq(new Error('a'), new Error('a')), eq(new Error('a'), new Error('b')), eq(new Error('a'), new TypeError('a')), eq(Object.assign(new Error('a'), { code: 1 }), Object.assign(new Error('a'), { code: 2 })), eq(Object.assign(new Error('a'), { name: 'X' }), new Error('a'))]
[eq(new Error('a', { cause: 1 }), new Error('a', { cause: 2 })), eq(new AggregateError([1], 'a'), new AggregateError([2], 'a'))]
[eq(new Set([1, 2]), new Set([2, 1])), eq(new Set([1]), new Set(['1'])), eq(new Set([{ a: 1 }, { b: 2 }]), new Set([{ b: 2 }, { a: 1 }])), eq(new Set([{ a: 1 }, { a: 1 }]), new Set([{ a: 1 }, { b: 1 }])), eq(new Set([[1], 2]), new Set([2, [1]])), eq(new Set([0]), new Set([-0])), eq(new Set([NaN]), new Set([NaN])), eq(new Set([1, {}]), new Set([1, 2]))]
[eq(new Map([[1, 2]]), new Map([[1, 2]])), eq(new Map([[1, 2], [3, 4]]), new Map([[3, 4], [1, 2]])), eq(new Map([[1, 2]]), new Map([[1, 3]])), eq(new Map([[{ a: 1 }, { b: 1 }]]), new Map([[{ a: 1 }, { b: 1 }]])), eq(new Map([[{ a: 1 }, 1], [{ a: 1 }, 2]]), new Map([[{ a: 1 }, 2], [{ a: 1 }, 1]])), eq(new Map([[1, undefined]]), new Map([[2, undefined]])), eq(new Map([['1', 1]]), new Map([[1, 1]])), eq(new Map([[null, 1]]), new Map([[undefined, 1]]))]
[eq(new Map(), new Set()), eq(new Map(), {}), eq(Object.assign(new Map(), { x: 1 }), new Map()), eq(new Map([[1, new Map([[2, new Set([3])]])]]), new Map([[1, new Map([[2, new Set([3])]])]]))]
[eq(new Uint8Array([1, 2]), new Uint8Array([1, 2])), eq(new Uint8Array([1, 2]), new Uint8Array([1, 3])), eq(new Uint8Array([1]), new Int8Array([1])), eq(Buffer.from('ab'), Buffer.from('ab')), eq(Buffer.from('ab'), new Uint8Array([97, 98])), eq(new Float32Array([0]), new Float32Array([-0])), eq(new Float64Array([NaN]), new Float64Array([NaN])), eq(Object.assign(new Uint8Array(1), { x: 1 }), new Uint8Array(1)), eq(new BigInt64Array([1n]), new BigInt64Array([1n]))]
[eq(new ArrayBuffer(2), new ArrayBuffer(2)), eq(new ArrayBuffer(2), new ArrayBuffer(3)), eq(new Uint8Array([1]).buffer, new Uint8Array([2]).buffer), eq(new DataView(new ArrayBuffer(1)), new DataView(new ArrayBuffer(1))), eq(new DataView(new Uint8Array([1]).buffer), new DataView(new ArrayBuffer(1)))]
[eq(Object(1), Object(1)), eq(Object(1), Object(2)), eq(Object(1), 1), eq(Object('ab'), Object('ab')), eq(Object('ab'), Object('ac')), eq(Object(true), Object(false)), eq(Object(1n), Object(1n)), eq(Object(0), Object(-0)), eq(Object.assign(Object('ab'), { x: 1 }), Object('ab')), eq(Object(Symbol.iterator), Object(Symbol.iterator))]
const s = Symbol('s'); [eq({ [s]: 1 }, { [s]: 1 }), eq({ [s]: 1 }, { [s]: 2 }), eq({ [s]: 1 }, {}), eq({}, { [s]: 1 }), eq(Object.defineProperty({}, s, { value: 1 }), {}), eq(Object.defineProperty({}, 'x', { value: 1 }), {})]
const a = { n: 1 }, b = { n: 1 }; a.self = a; b.self = b; eq(a, b)
const a = { n: 1 }, b = { n: 1 }; a.self = b; b.self = a; eq(a, b)
const a = {}, b = {}; a.x = { y: a }; b.x = { y: { x: b } }; eq(a, b)
const a = [1]; a.push(a); const b = [1]; b.push(b); eq(a, b)
const a = [1]; a.push(a); const b = [1]; b.push([1, b]); eq(a, b)
const a = new Map(); a.set('a', a); const b = new Map(); b.set('a', b); eq(a, b)
const a = new Set(); a.add(a); const b = new Set(); b.add(b); eq(a, b)
[eq(() => 1, () => 1), eq(eq, eq), eq(new WeakMap(), new WeakMap()), eq(Promise.resolve(1), Promise.resolve(2)), eq(new Proxy({ a: 1 }, {}), { a: 1 }), eq(new Proxy([1], {}), [1])]
const f = function () { return arguments }; [eq(f(1, 2), f(1, 2)), eq(f(1), [1]), eq(f(1), f(2))]
[eq({ [Symbol.toStringTag]: 'x' }, { [Symbol.toStringTag]: 'y' }), eq({ get a() { return 1 } }, { a: 1 })]
const x = { deep: Array.from({ length: 50 }, (_, i) => ({ i, m: new Map([[i, { i }]]) })) }, y = { deep: Array.from({ length: 50 }, (_, i) => ({ i, m: new Map([[i, { i }]]) })) }; eq(x, y)
