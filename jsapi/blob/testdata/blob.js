[Blob.name, Blob.length, File.name, File.length, Object.getPrototypeOf(File) === Blob]
Object.keys(Object.getOwnPropertyDescriptors(Blob.prototype)).sort()
Object.entries(Object.getOwnPropertyDescriptors(Blob.prototype)).filter(([k, d]) => d.enumerable).map(([k]) => k).sort()
Object.prototype.toString.call(new Blob()) + Object.prototype.toString.call(new File([], 'a'))
require('util').inspect(new Blob(['a'], { type: 'T/X' }))
require('util').inspect({ b: new Blob(['a']), f: new File(['a'], 'n', { lastModified: 5 }) })
new Blob().size
new Blob('x')
new Blob(5)
new Blob(null)
Blob()
new Blob(['a', 5, {}, null, undefined, new Uint16Array([1, 2]), new ArrayBuffer(3), new DataView(new ArrayBuffer(2))]).size
new Blob(new Set(['ab'])).size
new Blob([new Blob(['x']), new File(['yz'], 'q')]).text()
new Blob([], 5)
new Blob([], null).size
['TeXT/Plain', 'aé', 5, null].map((type) => new Blob([], { type }).type)
new Blob([], { endings: 'x' })
new Blob(['a\nb\r\nc\rd'], { endings: 'native' }).text()
new Blob([Symbol()])
new Blob(['abcdef']).slice(1, 3).text()
new Blob(['abcdef'], { type: 'x' }).slice(-3).type
new Blob(['abcdef'], { type: 'x' }).slice(1, 2, 'Y').type
new Blob(['abc']).slice(2, 1).size
new Blob(['abc']).slice().text()
new File(['a'], 'n').slice(0, 1).constructor.name
new Blob(['héllo']).arrayBuffer()
new Blob(['\uFEFFa']).text()
new Blob([new Uint8Array([0xff, 65])]).text()
new Blob(['ab']).bytes()
const b = new Uint8Array([1, 2]); const blob = new Blob([b]); b[0] = 9; blob.arrayBuffer()
Blob.prototype.size
Blob.prototype.text.call({})
Blob.prototype.slice.call({})
new File()
new File(['a'])
new File(['a'], 5).name
new File(['a'], 'a', { lastModified: 'x' }).lastModified
new File(['a'], 'a', { lastModified: 7.9 }).lastModified
typeof new File(['a'], 'a').lastModified
new File(['a'], 'a', 5)
new File('a', 'b')
new File(['a'], '\ud800').name
File.prototype.name
new Blob(['x'.repeat(100000)]).stream().getReader().read().then(({ value, done }) => [value.length > 0, value.constructor.name, done])
(async () => { const r = new Blob(['x'.repeat(200000)]).stream().getReader(); let n = 0; for (;;) { const { value, done } = await r.read(); if (done) return n; n += value.length } })()
new Blob([]).stream().getReader().read()
