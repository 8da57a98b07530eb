// TextEncoder
new TextEncoder().encoding
new TextEncoder().encode('héllo €😀')
new TextEncoder().encode('a\ud800')
new TextEncoder().encode()
new TextEncoder().encode(undefined)
new TextEncoder().encode(null)
new TextEncoder().encode(5)
new TextEncoder().encode({ toString() { return 'o' } })
Object.prototype.toString.call(new TextEncoder()) + Object.prototype.toString.call(new TextDecoder())
TextEncoder.name + TextDecoder.name
TextEncoder()
Object.getPrototypeOf(new TextEncoder().encode('a')) === Uint8Array.prototype
const d1 = new Uint8Array(6); [new TextEncoder().encodeInto('aé€😀', d1), d1]
const d2 = new Uint8Array(10); [new TextEncoder().encodeInto('aé€😀', d2), d2]
const d3 = Buffer.alloc(4); [new TextEncoder().encodeInto('\ud800x', d3), d3]
new TextEncoder().encodeInto('a', new Uint8Array(0))
new TextEncoder().encodeInto(5, new Uint8Array(1))
new TextEncoder().encodeInto('a', new Uint16Array(1))
new TextEncoder().encodeInto('a')
Object.keys(TextEncoder.prototype)
Object.keys(TextDecoder.prototype)
class E extends TextEncoder {}; new E().encode('sub')
// TextDecoder: labels
['utf-8', 'UTF8', ' utf-8\n', 'unicode11utf8', 'unicode-1-1-utf-8', 'utf-16', 'utf-16le', 'utf-16be', 'UCS-2', 'unicodefffe', 'latin1', 'ascii', 'iso-8859-1', 'windows-1252', 'cp1252', 'l1', 'iso-8859-2', 'latin2', 'iso-8859-15', 'koi8-r', 'koi', 'macintosh', 'windows-1251', 'cp1251', 'gbk', 'gb2312', 'gb18030', 'big5', 'euc-jp', 'shift_jis', 'sjis', 'iso-2022-jp', 'euc-kr', 'ibm866', 'windows-874', 'x-mac-cyrillic', 'iso-8859-8', 'tis-620'].map((l) => new TextDecoder(l).encoding)
new TextDecoder().encoding
new TextDecoder('nope')
new TextDecoder('')
new TextDecoder('utf-7')
new TextDecoder('utf-32')
new TextDecoder(null)
new TextDecoder('utf-8', 5)
new TextDecoder('utf-8', null).fatal
const o = new TextDecoder('utf-8', { fatal: 1, ignoreBOM: 'x' }); [o.fatal, o.ignoreBOM]
const o2 = new TextDecoder(); [o2.fatal, o2.ignoreBOM]
// UTF-8
new TextDecoder().decode(Buffer.from('héllo €😀'))
new TextDecoder().decode()
new TextDecoder().decode(undefined)
new TextDecoder().decode(new ArrayBuffer(2))
new TextDecoder().decode(new DataView(new Uint8Array([97, 98, 99]).buffer, 1))
new TextDecoder().decode(new Uint16Array([0x6261]))
new TextDecoder().decode('x')
new TextDecoder().decode(null)
new TextDecoder().decode([97])
new TextDecoder().decode(new Uint8Array([0xe2, 0x82, 0x41, 0xff, 0xc0, 0x80, 0xf0, 0x9f]))
new TextDecoder().decode(new Uint8Array([0xef, 0xbb, 0xbf, 0x61, 0xef, 0xbb, 0xbf]))
new TextDecoder('utf-8', { ignoreBOM: true }).decode(new Uint8Array([0xef, 0xbb, 0xbf, 0x61]))
new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array([0xff]))
new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array([0xe2, 0x82]))
new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from('é€😀'))
new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array([0xed, 0xa0, 0x80]))
// UTF-8, streams
const s1 = new TextDecoder(); [0xf0, 0x9f, 0x98, 0x80, 0x61].map((b) => s1.decode(new Uint8Array([b]), { stream: true })).concat(s1.decode())
const s2 = new TextDecoder(); [s2.decode(new Uint8Array([0xe2, 0x82]), { stream: true }), s2.decode(new Uint8Array([0x41]), { stream: true }), s2.decode()]
const s3 = new TextDecoder(); [s3.decode(new Uint8Array([0xe2, 0x82]), { stream: true }), s3.decode(), s3.decode(new Uint8Array([0x41]))]
const s4 = new TextDecoder(); [s4.decode(new Uint8Array([0xef]), { stream: true }), s4.decode(new Uint8Array([0xbb, 0xbf, 0x61]), { stream: true }), s4.decode(new Uint8Array([0xef, 0xbb, 0xbf])), s4.decode(new Uint8Array([0xef, 0xbb, 0xbf, 0x62]))]
const s5 = new TextDecoder('utf-8', { fatal: true }); s5.decode(new Uint8Array([0xe2]), { stream: true }) + s5.decode(new Uint8Array([0x82, 0xac]))
const s6 = new TextDecoder('utf-8', { fatal: true }); s6.decode(new Uint8Array([0xe2]), { stream: true }); s6.decode()
const s7 = new TextDecoder(); [s7.decode(new Uint8Array([0xc3]), { stream: true }), s7.decode(new Uint8Array(0), { stream: true }), s7.decode(new Uint8Array([0xa9]), {})]
// UTF-16
new TextDecoder('utf-16le').decode(Buffer.from('a€😀', 'utf16le'))
new TextDecoder('utf-16be').decode(Buffer.from('a€😀', 'utf16le').swap16())
new TextDecoder('utf-16le').decode(Buffer.from('\ufeffa', 'utf16le'))
new TextDecoder('utf-16le', { ignoreBOM: true }).decode(Buffer.from('\ufeffa', 'utf16le'))
new TextDecoder('utf-16le').decode(Buffer.from('a\ud800b', 'utf16le'))
new TextDecoder('utf-16le').decode(Buffer.from('\udc00b', 'utf16le'))
new TextDecoder('utf-16le').decode(Buffer.from('a\ud800', 'utf16le'))
new TextDecoder('utf-16le').decode(new Uint8Array([97, 0, 98]))
new TextDecoder('utf-16le', { fatal: true }).decode(new Uint8Array([97, 0, 98]))
new TextDecoder('utf-16le', { fatal: true }).decode(Buffer.from('a\ud800b', 'utf16le'))
const t1 = new TextDecoder('utf-16le'); [...Buffer.from('a😀', 'utf16le')].map((b) => t1.decode(new Uint8Array([b]), { stream: true })).join('|') + t1.decode()
// Legacy
new TextDecoder('windows-1251').decode(new Uint8Array([0xcf, 0xf0, 0xe8]))
new TextDecoder('koi8-r').decode(new Uint8Array([0xf0, 0xd2]))
new TextDecoder('iso-8859-2').decode(new Uint8Array([0xb1, 0x41]))
new TextDecoder('shift_jis').decode(new Uint8Array([0x82, 0xa0, 0x61]))
new TextDecoder('euc-jp').decode(new Uint8Array([0xa4, 0xa2]))
new TextDecoder('gbk').decode(new Uint8Array([0xc4, 0xe3, 0xba, 0xc3]))
new TextDecoder('big5').decode(new Uint8Array([0xa7, 0x41]))
new TextDecoder('euc-kr').decode(new Uint8Array([0xb0, 0xa1]))
new TextDecoder('ibm866').decode(new Uint8Array([0x80, 0x81]))
const g = new TextDecoder('gbk'); [g.decode(new Uint8Array([0xc4]), { stream: true }), g.decode(new Uint8Array([0xe3])), g.decode(new Uint8Array([0xba, 0xc3]))]
new TextDecoder('euc-kr', { fatal: true }).decode(new Uint8Array([0xb0]))
new TextDecoder('shift_jis', { fatal: true }).decode(new Uint8Array([0xff]))
new TextDecoder('windows-1253', { fatal: true }).decode(new Uint8Array([0xff]))
[atob('aGk='), btoa('hi')]
