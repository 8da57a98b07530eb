// Names, lengths and kinds of all there is
const b = require('buffer'); Object.entries(Object.getOwnPropertyDescriptors(Buffer)).filter(([k]) => k !== 'prototype').map(([k, d]) => k + (d.value && d.value.name) + (d.value && d.value.length) + d.enumerable).sort()
Object.entries(Object.getOwnPropertyDescriptors(Buffer.prototype)).map(([k, d]) => k + (d.value && d.value.name) + (d.value && d.value.length) + d.enumerable + d.configurable).sort()
Object.entries(Object.getOwnPropertyDescriptors(require('buffer'))).map(([k, d]) => k + (typeof d.value === 'function' ? d.value.name + d.value.length : typeof d.get) + d.enumerable + d.writable).sort()
[Buffer.length, require('buffer').SlowBuffer.length, Object.keys(require('buffer')).length]
// Subclasses and foreign prototypes
class B extends Buffer {} new B('ab').constructor.name
function Old(n) { const b = Buffer.alloc(n); Object.setPrototypeOf(b, Old.prototype); return b } Object.setPrototypeOf(Old.prototype, Buffer.prototype); const o = new Old(3); [o instanceof Old, o instanceof Buffer, Buffer.isBuffer(o), o.length, o.toString('hex'), o.slice(1).constructor === Buffer, o.fill(1).readUInt16BE(1)]
const u = new Uint8Array([104, 105, 0, 1]); [Buffer.prototype.readUInt16BE.call(u, 2), Buffer.prototype.slice.call(u, 1).length, Buffer.prototype.indexOf.call(u, 'i')]
const u = new Uint8Array(2); Object.setPrototypeOf(u, Buffer.prototype); [Buffer.isBuffer(u), u.write('ab'), u.toString()]
// Species
const b = Buffer.from([3, 1, 2]); ['map', 'filter'].map((m) => b[m]((x) => x) instanceof Buffer)
[Buffer.from([3, 1, 2]).subarray(1) instanceof Buffer, Buffer.from([1]).toReversed && Buffer.from([1]).toReversed() instanceof Buffer, Buffer.from([3, 1]).sort() instanceof Buffer]
Buffer[Symbol.species].name
[Uint8Array.prototype.slice.call(Buffer.from('abc'), 1) instanceof Buffer, Uint8Array.from(Buffer.from('ab')) instanceof Buffer]
const b = Buffer.from('abc'); const copy = Uint8Array.prototype.slice.call(b, 0); copy[0] = 120; b.toString()
// The same Buffer after others, and after its memory went away
const a = Buffer.from('aaaa'), b = Buffer.from('bbbb'), c = Buffer.from('cccc'); [a.readUInt8(0), b.readUInt8(0), c.readUInt8(0), a.readUInt8(0), b.copy(a), a.toString(), c.readUInt8(3)]
const a = Buffer.from('abcdef').slice(2); [a.slice(1).slice(1, 2).toString(), a.slice(1).byteOffset - a.byteOffset, a.slice(1).buffer === a.buffer, a.slice(9).length]
