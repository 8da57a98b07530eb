// The class
Object.getPrototypeOf(Buffer) === Uint8Array
Object.getPrototypeOf(Buffer.prototype) === Uint8Array.prototype
Buffer.from('a') instanceof Uint8Array && Buffer.from('a') instanceof Buffer
Buffer.from('a').constructor === Buffer
Buffer.name + Buffer.from.name + Buffer.prototype.readUInt8.name + Buffer.prototype.toString.name
Buffer.prototype.readUint8 === Buffer.prototype.readUInt8
Buffer('abc')
new Buffer('abc')
Buffer(3)
new Buffer([1, 2, 3])
Buffer(3, 'utf8')
Object.prototype.toString.call(Buffer.alloc(1))
Buffer.from([1, 2, 3]).map((x) => x * 2)
Buffer.from([1, 2, 3]).filter((x) => x > 1) instanceof Buffer
Buffer.from([3, 1, 2]).sort()
Buffer.of(1, 2, 258, '4', null)
Array.from(Buffer.from('hi').entries())
[...Buffer.from('hi')]
const b = Buffer.from([1, 2, 3]); b[1] = 300; b[7] = 1; [b[1], b[7], b.length]
JSON.stringify({ b: Buffer.from('hé') })
Buffer.from('ab').toJSON()
Buffer.alloc(0).toJSON()
class B extends Buffer {}; new B('ab') instanceof Buffer
Object.keys(Buffer.from('ab'))
Buffer.from('abc').parent.byteLength >= 3
Buffer.prototype.parent
typeof Buffer.poolSize
Buffer.isBuffer(Buffer.alloc(1)) + ' ' + Buffer.isBuffer(new Uint8Array(1)) + ' ' + Buffer.isBuffer('x') + ' ' + Buffer.isBuffer(null) + ' ' + Buffer.isBuffer()
// from
Buffer.from('héllo € 😀')
Buffer.from('héllo € 😀', 'utf-8').toString()
Buffer.from('a\ud800b')
Buffer.from('a\udc00')
Buffer.from('héllo €', 'latin1')
Buffer.from('héllo €', 'BINARY')
Buffer.from('héllo €', 'ascii')
Buffer.from('h€\ud83d', 'ucs2')
Buffer.from('h€', 'UTF-16LE')
Buffer.from('00ff10', 'hex')
Buffer.from('00fF1', 'hex')
Buffer.from('0xff', 'hex')
Buffer.from('abxxcd', 'hex')
Buffer.from('aé', 'hex')
Buffer.from('aGk=', 'base64')
Buffer.from('aGk', 'base64')
Buffer.from('a G\nk =', 'base64')
Buffer.from('YQ==YQ==', 'base64')
Buffer.from('-_-_', 'base64')
['YQ==YQ==','YQ=YQ','Y=Q=','=YQ','YQ=','YQ==Y','YWJj=YWJj','YWJjZA=YWJj','YWJjZA*=YWJj','*YWJjZA==YWJj','YWJj-_','ÿYQ==YQ','€YQ=','YWJ!','Y','YWJjZ!','YR==','YWK=', 'YWJjé==YWJj','YW Jj ZA = = YWJj'].map((s) => Buffer.from(s, 'base64'))
Buffer.from('+/+/', 'base64url')
Buffer.from('a', 'base64')
Buffer.from('aG', 'base64')
Buffer.from('*aGk*', 'base64')
Buffer.from('=', 'base64')
Buffer.from('aGkö', 'base64')
Buffer.from('', 'base64')
Buffer.from('abc', 'nope')
Buffer.from('abc', '')
Buffer.from('abc', null)
Buffer.from('abc', 5)
Buffer.from([1, 256, -1, 1.9, '7', 'x', null, undefined, NaN])
Buffer.from([1, , 3])
Buffer.from({ length: 3, 0: 7, 2: 9 })
Buffer.from({ length: 'x' })
Buffer.from({ length: -1 })
Buffer.from({ length: 0 })
Buffer.from({})
Buffer.from(new String('abc'))
Buffer.from({ valueOf() { return 'v' } })
Buffer.from({ valueOf() { return [1, 2] } })
Buffer.from({ [Symbol.toPrimitive]() { return 'prim' } })
Buffer.from({ [Symbol.toPrimitive](hint) { return hint } }, 'latin1')
Buffer.from({ type: 'Buffer', data: [1, 2] })
Buffer.from(JSON.parse(JSON.stringify(Buffer.from('round'))))
Buffer.from(new Uint16Array([1, 258]))
Buffer.from(new Float64Array([1.5, 300]))
Buffer.from(new DataView(new ArrayBuffer(3)))
Buffer.from(new ArrayBuffer(3))
Buffer.from(new Uint8Array([1, 2, 3, 4]).buffer, 1, 2)
Buffer.from(new Uint8Array([1, 2, 3, 4]).buffer, 1)
Buffer.from(new ArrayBuffer(3), 4)
Buffer.from(new ArrayBuffer(3), 1, 3)
Buffer.from(new ArrayBuffer(3), 'x', -1)
const u = new Uint8Array([1, 2]); const v = Buffer.from(u.buffer); v[0] = 9; u[0]
const u2 = new Uint8Array([1, 2]); const v2 = Buffer.from(u2); v2[0] = 9; u2[0]
Buffer.from(5)
Buffer.from()
Buffer.from(null)
Buffer.from(true)
Buffer.from(10n)
Buffer.from(Symbol('s'))
Buffer.from(() => 1)
Buffer.from(function named() {})
Buffer.from(Object.create(null))
Buffer.from(new (class Foo {})())
Buffer.copyBytesFrom(new Uint16Array([1, 2, 3]), 1, 1)
Buffer.copyBytesFrom(new Uint16Array([1, 2, 3]), 5)
Buffer.copyBytesFrom(new Uint16Array([1, 2, 3]), -1)
Buffer.copyBytesFrom('x')
Buffer.copyBytesFrom(new Uint16Array(0), 1)
// alloc
Buffer.alloc(3)
Buffer.alloc(3.7)
Buffer.alloc(5, 'ab')
Buffer.alloc(5, 'YWI=', 'base64')
Buffer.alloc(3, 7)
Buffer.alloc(3, 257)
Buffer.alloc(3, Buffer.from([1, 2]))
Buffer.alloc(3, '')
Buffer.alloc(3, 'x', 'nope')
Buffer.alloc(3, 'zz', 'hex')
Buffer.alloc(3, new Uint8Array(0))
Buffer.alloc(3, Buffer.alloc(0))
Buffer.alloc(0, 'x')
Buffer.alloc('3')
Buffer.alloc(-1)
Buffer.alloc(NaN)
Buffer.alloc()
Buffer.alloc(2 ** 32 + 1)
Buffer.allocUnsafe(-5)
Buffer.allocUnsafe(5).length + Buffer.allocUnsafeSlow(6).length
Buffer.allocUnsafeSlow('x')
// byteLength, isEncoding, compare, concat
['a', 'é', '€', '😀', '\ud800'].map((s) => Buffer.byteLength(s))
['utf8', 'latin1', 'ascii', 'hex', 'base64', 'base64url', 'ucs2', 'nope', undefined, null].map((e) => Buffer.byteLength('aGk=é', e))
Buffer.byteLength('aGk=', 'base64')
Buffer.byteLength(new ArrayBuffer(5)) + Buffer.byteLength(new Uint16Array(5)) + Buffer.byteLength(new DataView(new ArrayBuffer(5), 1))
Buffer.byteLength(5)
Buffer.byteLength({})
['utf8', 'UTF8', 'utf-8', 'hex', 'Base64', 'base64url', 'latin1', 'binary', 'ascii', 'ucs2', 'ucs-2', 'utf16le', 'UTF-16LE', '', 'utf-16be', 'utf 8', 5, null, undefined].map((e) => Buffer.isEncoding(e))
Buffer.compare(Buffer.from('a'), Buffer.from('b'))
Buffer.compare(Buffer.from('ab'), new Uint8Array([97]))
Buffer.compare('a', Buffer.alloc(1))
Buffer.compare(Buffer.alloc(1), {})
Buffer.concat([Buffer.from('a'), new Uint8Array([98]), Buffer.from('c')])
Buffer.concat([Buffer.from('abc'), Buffer.from('def')], 4)
Buffer.concat([Buffer.from('abc')], 5)
Buffer.concat([])
Buffer.concat([], 5)
Buffer.concat('x')
Buffer.concat()
Buffer.concat([Buffer.alloc(1), 'x'])
Buffer.concat([Buffer.alloc(1)], -1)
Buffer.concat([Buffer.alloc(1)], 1.5)
// toString
Buffer.from('héllo €').toString('utf8', 1, 3)
Buffer.from('hello').toString('utf8', 2)
Buffer.from('hello').toString('utf8', -2)
Buffer.from('hello').toString('utf8', 3, 1)
Buffer.from('hello').toString('utf8', 1.9, 3.9)
Buffer.from('hello').toString('utf8', '1', '3')
Buffer.from('hello').toString('utf8', 0, 100)
Buffer.from('hello').toString('utf8', 9)
Buffer.from('hello').toString('utf8', 0, NaN)
Buffer.from('hello').toString('utf8', 0, null)
Buffer.from('hello').toString(undefined, 1, 2)
Buffer.from('hello').toString('nope')
Buffer.from('hello').toString(null)
Buffer.from('hello').toString('nope', 9)
['utf8', 'latin1', 'ascii', 'hex', 'HEX', 'base64', 'base64url', 'ucs2', 'utf16le', 'binary'].map((e) => Buffer.from('hé€ÿ\x80 😀?').toString(e))
Buffer.from([0xfb, 0xff, 0xfe]).toString('base64') + Buffer.from([0xfb, 0xff]).toString('base64url')
Buffer.from([0xe2, 0x82]).toString()
Buffer.from([0xe2, 0x82, 0x41]).toString()
Buffer.from([0xf0, 0x9f, 0x98]).toString()
Buffer.from([0xff, 0xc0, 0x80, 0xed, 0xa0, 0x80, 0xf4, 0x90, 0x80, 0x80, 0xf5]).toString()
Buffer.from([0xf0, 0x80, 0x80, 0xc3, 0x28, 0xe0, 0x9f, 0xbf, 0xef, 0xbb, 0xbf, 0x61]).toString()
Buffer.from([0xef, 0xbb, 0xbf, 0x61]).toString()
Buffer.from([1, 2, 3]).toString('ucs2')
Buffer.from('abc').toLocaleString('hex')
`${Buffer.from('abc')}` + Buffer.from('def')
Buffer.from('abcdef').utf8Slice(1, 3) + Buffer.from('abcdef').hexSlice() + Buffer.from('abcdef').latin1Slice(4)
Buffer.from('abc').utf8Slice(2, 1)
Buffer.from('abc').utf8Slice(0, 9)
Buffer.from('abc').utf8Slice(-1)
const w0 = Buffer.alloc(4); [w0.utf8Write('xyz', 1), w0.latin1Write('ÿÿ', 3), w0]
const w1 = Buffer.alloc(4); [w1.hexWrite('0102', 1, 1), w1.base64Write('AQI='), w1.ucs2Write('ab', 1), w1.asciiWrite('z', 3), w1]
Buffer.alloc(4).utf8Write('x', 5)
Buffer.alloc(4).utf8Write(5)
// write
const w = Buffer.alloc(5); [w.write('héé'), w]
const w2 = Buffer.alloc(5); [w2.write('ab€'), w2]
const w3 = Buffer.alloc(5); [w3.write('a€€'), w3]
const w4 = Buffer.alloc(5); [w4.write('abc', 3), w4]
const w5 = Buffer.alloc(5); [w5.write('abc', 1, 1), w5]
const w6 = Buffer.alloc(5); [w6.write('abc', 1, 'ucs2'), w6]
const w7 = Buffer.alloc(5); [w7.write('abc', 'latin1'), w7]
const w8 = Buffer.alloc(5); [w8.write('616263', 1, 2, 'hex'), w8]
const w9 = Buffer.alloc(5); [w9.write('aGkgdA==', 0, 4, 'base64'), w9]
Buffer.alloc(5).write('abc', 6)
Buffer.alloc(5).write('abc', -1)
Buffer.alloc(5).write('abc', 1.5)
Buffer.alloc(5).write('abc', 0, 9)
Buffer.alloc(5).write('abc', 0, 2, 'nope')
Buffer.alloc(5).write('abc', null)
Buffer.alloc(5).write(7)
// integers
const r = Buffer.from([0x80, 0x01, 0xff, 0x7f, 0x12, 0xfe, 0x00, 0x9c]); [r.readUInt8(), r.readInt8(0), r.readUInt16LE(0), r.readUInt16BE(0), r.readInt16LE(2), r.readInt16BE(2), r.readUInt32LE(0), r.readUInt32BE(0), r.readInt32LE(4), r.readInt32BE(0)]
const r2 = Buffer.from([0x80, 0x01, 0xff, 0x7f, 0x12, 0xfe, 0x00, 0x9c]); [1, 2, 3, 4, 5, 6].map((n) => [r2.readUIntLE(0, n), r2.readUIntBE(0, n), r2.readIntLE(0, n), r2.readIntBE(0, n)])
const r3 = Buffer.from([0x80, 0x01, 0xff, 0x7f, 0x12, 0xfe, 0x00, 0x9c]); [r3.readBigUInt64LE(), r3.readBigUInt64BE(0), r3.readBigInt64LE(0), r3.readBigInt64BE(0), r3.readBigUint64LE(0)]
Buffer.alloc(4).readUInt8(4)
Buffer.alloc(4).readUInt8(-1)
Buffer.alloc(4).readUInt8(1.5)
Buffer.alloc(4).readUInt8('1')
Buffer.alloc(4).readUInt8(null)
Buffer.alloc(4).readUInt8(NaN)
Buffer.alloc(4).readUInt8(Infinity)
Buffer.alloc(4).readUInt8(undefined)
Buffer.alloc(0).readUInt8()
Buffer.alloc(1).readUInt32LE(0)
Buffer.alloc(4).readUInt32BE(1)
Buffer.alloc(4).readUIntLE(0, 7)
Buffer.alloc(4).readUIntLE(0, 0)
Buffer.alloc(4).readUIntLE(0, 1.5)
Buffer.alloc(4).readUIntLE(0)
Buffer.alloc(4).readUIntLE(0, '2')
Buffer.alloc(4).readIntBE()
Buffer.alloc(4).readIntBE(2, 3)
Buffer.alloc(4).readBigInt64LE(0)
Buffer.alloc(9).readBigInt64LE(2)
const s = Buffer.alloc(16); [s.writeUInt8(255, 0), s.writeInt8(-128, 1), s.writeUInt16LE(0x1234, 2), s.writeUInt16BE(0x1234, 4), s.writeInt16LE(-2, 6), s.writeInt32BE(-2, 8), s.writeUInt32LE(0xdeadbeef, 12), s]
const s2 = Buffer.alloc(12); [s2.writeUIntLE(0x123456789abc, 0, 6), s2.writeIntBE(-0x123456789abc, 6, 6), s2]
const s3 = Buffer.alloc(10); [s3.writeUIntBE(0x123456, 0, 3), s3.writeIntLE(-5, 3, 5), s3.writeUintLE(7, 8, 2), s3]
const s4 = Buffer.alloc(16); [s4.writeBigInt64LE(-5n), s4.writeBigUInt64BE(2n ** 64n - 1n, 8), s4]
const s5 = Buffer.alloc(4); [s5.writeUInt8('7'), s5.writeUInt8(1.9, 1), s5.writeInt16BE(-1.9, 2), s5]
const s6 = Buffer.alloc(4); [s6.writeUInt8(NaN), s6.writeUInt32LE(undefined), s6]
Buffer.alloc(4).writeUInt8(256)
Buffer.alloc(4).writeUInt8(-1)
Buffer.alloc(4).writeInt8(128)
Buffer.alloc(4).writeInt8(1, '0')
Buffer.alloc(4).writeInt8(1000, '0')
Buffer.alloc(4).writeInt16LE(40000)
Buffer.alloc(4).writeUInt32BE(2 ** 32)
Buffer.alloc(4).writeUInt32BE(2 ** 33)
Buffer.alloc(4).writeUInt32BE(-1)
Buffer.alloc(4).writeInt32BE(1e21)
Buffer.alloc(8).writeUIntLE(2 ** 48, 0, 6)
Buffer.alloc(8).writeIntLE(2 ** 39, 0, 5)
Buffer.alloc(8).writeIntLE(-(2 ** 24), 0, 3)
Buffer.alloc(4).writeUInt32LE(1, 1)
Buffer.alloc(4).writeUIntBE(1, 0)
Buffer.alloc(4).writeUIntBE(1, undefined, 2)
Buffer.alloc(8).writeBigInt64LE(2n ** 63n)
Buffer.alloc(8).writeBigUInt64LE(-1n)
Buffer.alloc(8).writeBigUInt64LE(2n ** 64n, 3)
Buffer.alloc(8).writeBigUInt64LE(1)
Buffer.alloc(8).writeBigUInt64LE(1n, 1)
// floats
const f = Buffer.alloc(24); [f.writeFloatLE(1.1), f.writeFloatBE(-0, 4), f.writeDoubleLE(Math.PI, 8), f.writeDoubleBE(NaN, 16), f]
const f2 = Buffer.from('3f9d70a4400921fb54442d18', 'hex'); [f2.readFloatBE(), f2.readFloatLE(0), f2.readDoubleBE(4), f2.readDoubleLE(4)]
const f3 = Buffer.alloc(4); f3.writeFloatLE(1e300); f3.readFloatLE()
Buffer.alloc(4).readDoubleLE()
Buffer.alloc(8).readDoubleLE(1)
Buffer.alloc(8).writeDoubleLE(1, '1')
Buffer.alloc(8).writeFloatBE('2.5')
// fill
Buffer.alloc(5).fill('abc')
Buffer.alloc(5).fill('é')
Buffer.alloc(5).fill('é', 'latin1')
Buffer.alloc(5).fill('0102', 1, 4, 'hex')
Buffer.alloc(5).fill('ab', 2)
Buffer.alloc(5).fill('ab', 2, 'ucs2')
Buffer.alloc(5).fill(0x1ff, 1, 3)
Buffer.alloc(5).fill(Buffer.from([1, 2]), 1)
Buffer.alloc(5).fill(new Uint16Array([258]), 1)
Buffer.alloc(5, 1).fill('')
Buffer.alloc(5, 1).fill()
Buffer.alloc(5, 1).fill(true)
Buffer.alloc(5).fill('a', 3, 1)
Buffer.alloc(5).fill(1, -1)
Buffer.alloc(5).fill(1, 0, 6)
Buffer.alloc(5).fill(1, '1')
Buffer.alloc(5).fill('a', 0, 5, 'nope')
Buffer.alloc(5).fill('a', 0, 5, 7)
Buffer.alloc(5).fill('zz', 'hex')
Buffer.alloc(5).fill(Buffer.alloc(0))
// searching
const h = Buffer.from('this is a buffer'); [h.indexOf('is'), h.indexOf('is', 3), h.indexOf('is', -14), h.indexOf('x'), h.indexOf(''), h.indexOf('', 99), h.indexOf('', 4), h.indexOf(97), h.indexOf(97 + 256), h.indexOf(99.9), h.indexOf(Buffer.from('a buffer')), h.indexOf('a', 'latin1'), h.indexOf('b', undefined), h.indexOf('b', null), h.indexOf('b', {}), h.indexOf('b', -99)]
const l = Buffer.from('this buffer is a buffer'); [l.lastIndexOf('this'), l.lastIndexOf('buffer'), l.lastIndexOf(Buffer.from('buffer')), l.lastIndexOf(97), l.lastIndexOf('yolo'), l.lastIndexOf('buffer', 5), l.lastIndexOf('buffer', 4), l.lastIndexOf('buffer', -1), l.lastIndexOf('buffer', -99), l.lastIndexOf(''), l.lastIndexOf('', 3), l.lastIndexOf('b', undefined), l.lastIndexOf('b', null), l.lastIndexOf('b', NaN), l.lastIndexOf('t', 0), l.lastIndexOf(114, -2)]
const u16 = Buffer.from('\u039a\u0391\u03a3\u03a3\u0395', 'ucs2'); [u16.indexOf('\u03a3', 0, 'ucs2'), u16.indexOf('\u03a3', 6, 'utf16le'), u16.lastIndexOf('\u03a3', 'ucs2'), u16.lastIndexOf('\u03a3', -6, 'ucs2'), u16.indexOf('\u0391', 'ucs2'), u16.indexOf(Buffer.from('\u03a3', 'ucs2'), 0, 'ucs2')]
Buffer.from([0, 1, 0, 2]).indexOf('\u0001', 'ucs2')
Buffer.from('aGk').indexOf('aGs=', 'base64')
Buffer.from([1, 0xab, 3]).indexOf('ab', 'hex')
[Buffer.from('abc').includes('c'), Buffer.from('abc').includes('c', 3), Buffer.from('abc').includes(98), Buffer.from('abc').includes(Buffer.from('bc'))]
Buffer.alloc(0).indexOf('')
Buffer.alloc(0).indexOf('a')
Buffer.alloc(0).lastIndexOf('')
Buffer.from('a').indexOf({})
Buffer.from('a').indexOf(null)
Buffer.from('a').indexOf()
Buffer.from('a').indexOf('a', 0, 'nope')
Buffer.from('a').includes(undefined)
// equals, compare, copy
Buffer.from('a').equals(Buffer.from('a'))
Buffer.from('a').equals(new Uint8Array([98]))
Buffer.from('a').equals('a')
Buffer.from('abc').compare(Buffer.from('abd'))
Buffer.from('abc').compare(Buffer.from('xabcx'), 1, 4)
Buffer.from('abc').compare(Buffer.from('bc'), 0, 2, 1, 3)
Buffer.from('abc').compare(Buffer.from('bc'), 5)
Buffer.from('abc').compare(Buffer.from('bc'), 0, 2, 5)
Buffer.from('abc').compare(Buffer.from('bc'), 0, 3)
Buffer.from('abc').compare(Buffer.from('bc'), -1)
Buffer.from('abc').compare(Buffer.from('bc'), '0')
Buffer.from('abc').compare('x')
const c = Buffer.alloc(5); [Buffer.from('abc').copy(c, 1), c]
const c2 = Buffer.alloc(2); [Buffer.from('abc').copy(c2, 1), c2]
const c3 = Buffer.alloc(5); [Buffer.from('abcdef').copy(c3, 0, 2, 4), c3]
const c4 = Buffer.from('abcdef'); [c4.copy(c4, 2, 0, 4), c4]
const c5 = new Uint8Array(3); [Buffer.from('abc').copy(c5), c5]
[Buffer.from('abc').copy(Buffer.alloc(1), 5), Buffer.from('abc').copy(Buffer.alloc(1), 0, 3), Buffer.from('abc').copy(Buffer.alloc(9), 0, 2, 1), Buffer.from('abc').copy(Buffer.alloc(9), '1', 'x', 99)]
Buffer.from('abc').copy(Buffer.alloc(1), -1)
Buffer.from('abc').copy(Buffer.alloc(1), 0, 4)
Buffer.from('abc').copy(Buffer.alloc(1), 0, 0, -1)
Buffer.from('abc').copy('x')
// views
const p = Buffer.from('abcdef'); const q = p.slice(1, 4); q[0] = 120; [p, q, q.length, q.toString(), q.subarray(1).toString(), q.slice(-2, -1).toString()]
Buffer.from('abcdef').slice(4, 2)
Buffer.from('abcdef').slice('1', '3').toString()
Buffer.from('abcdef').subarray(NaN, 2.9).toString()
Buffer.from('abcdef').subarray(-3).toString()
Buffer.from('abc').subarray() instanceof Buffer
Buffer.from('abc').slice(0, 99).length
Buffer.from([1, 2, 3, 4]).swap16()
Buffer.from([1, 2, 3, 4]).swap32()
Buffer.from([1, 2, 3, 4, 5, 6, 7, 8]).swap64()
Buffer.from([1, 2, 3]).swap16()
Buffer.from([1, 2, 3]).swap32()
Buffer.from([1, 2, 3]).swap64()
Buffer.from('abc').inspect()
Buffer.from('abc')[Symbol.for('nodejs.util.inspect.custom')]()
Buffer.alloc(0).inspect()
Buffer.alloc(51).inspect().slice(-30)
Buffer.alloc(60).inspect().slice(-30)
Buffer.prototype.inspect.call(Buffer.alloc(50)).length
// the module
Object.keys(require('buffer')).filter((k) => !['Blob', 'File', 'resolveObjectURL'].includes(k))
require('buffer').constants
[require('buffer').kMaxLength, require('buffer').kStringMaxLength, require('buffer').INSPECT_MAX_BYTES]
const m = require('buffer'); m.INSPECT_MAX_BYTES = 2; const shown = Buffer.from('abc').inspect(); m.INSPECT_MAX_BYTES = 50; shown
require('buffer').INSPECT_MAX_BYTES = 'x'
require('buffer').SlowBuffer(3).length
require('buffer').SlowBuffer('x')
require('buffer').transcode(Buffer.from('€é😀'), 'utf8', 'latin1')
require('buffer').transcode(Buffer.from('€é'), 'utf8', 'ascii')
require('buffer').transcode(Buffer.from('é'), 'utf8', 'ucs2')
require('buffer').transcode(Buffer.from([0xe9]), 'latin1', 'utf8')
require('buffer').transcode(Buffer.from([0xe9]), 'binary', 'UTF-16LE')
require('buffer').transcode(Buffer.from('a'), 'hex', 'utf8')
require('buffer').transcode(Buffer.from('a'), 'nope', 'utf8')
require('buffer').transcode('a', 'utf8', 'ascii')
require('buffer').transcode(Buffer.alloc(0), 'utf8', 'nope')
[require('buffer').isUtf8(Buffer.from('é')), require('buffer').isUtf8(Buffer.from([0xe9])), require('buffer').isAscii(new ArrayBuffer(2)), require('buffer').isAscii(new Uint8Array([128])), require('buffer').isUtf8(new Uint16Array([0xffff]))]
require('buffer').isUtf8('x')
require('buffer').isAscii({})
[btoa('hé'), btoa(''), btoa(5), btoa(null), btoa('ÿ')]
btoa('€')
btoa()
[atob('aGk='), atob('aGk'), atob(' a G\tk\n'), atob(''), atob('/+8='), atob('ab')]
atob('a')
atob('aGk*')
atob('aGk==')
atob('=')
atob('aGk=aGk=')
atob('é')
atob()
atob(null)
// errors
const e1 = (() => { try { Buffer.alloc('x') } catch (e) { return e } })(); [e1.name, String(e1), e1.stack.split('\n')[0], Object.keys(e1), e1 instanceof TypeError]
const e2 = (() => { try { Buffer.alloc(-1) } catch (e) { return e } })(); [e2.name, `${e2}`, e2 instanceof RangeError, Object.prototype.hasOwnProperty.call(e2, 'name')]
Buffer.alloc("it's")
Buffer.alloc('a very long string, longer than twenty-eight')
Buffer.alloc('line\nbreak')
Buffer.alloc(-0)
Buffer.alloc(2 ** 53)
Buffer.alloc(1e25)
Buffer.alloc(-1.5)
