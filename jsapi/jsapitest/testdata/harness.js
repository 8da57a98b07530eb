// What the harness itself shows, so that a golden file of another package can be trusted.
-0
10n
'a\ud800\u00e9"'
undefined
Promise.resolve([1, , 3])
Promise.reject(new TypeError('engines word this differently'))
null.x
new Map([[1, new Set(['a'])]])
const o = { a: 1 }; o.self = o; o
new Uint16Array([1, 258])
new DataView(new ArrayBuffer(4), 1, 2)
Object.create(null)
new Date(0)
/a/g
new Error('x', { cause: 1 })
Object.assign(new RangeError('coded'), { code: 'E' })
