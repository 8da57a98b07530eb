// What the cases share. K and I are a key and an IV of any length.
var c = require('crypto'), K = (n) => Buffer.from(Array.from({ length: n }, (_, i) => i * 7 + 1)), I = K
var sizes = (a) => { const i = c.getCipherInfo(a); return [i.keyLength, i.ivLength || 0] }
var E = (a, o) => { const [k, i] = sizes(a); return c.createCipheriv(a, K(k), i ? I(i) : null, o) }
var D = (a, o) => { const [k, i] = sizes(a); return c.createDecipheriv(a, K(k), i ? I(i) : null, o) }
var both = (a, n, o, cut = n) => { const x = E(a, o); const p = K(n); const e = Buffer.concat([x.update(p.subarray(0, cut)), x.update(p.subarray(cut)), x.final()]); const y = D(a, o); if (x.getAuthTag && /gcm|ocb|poly/.test(a)) y.setAuthTag(x.getAuthTag()); const d = Buffer.concat([y.update(e.subarray(0, cut)), y.update(e.subarray(cut)), y.final()]); return [e.toString('hex'), d.equals(p), /gcm|ocb|poly/.test(a) ? x.getAuthTag().toString('hex') : ''].join() }
// Every cipher, in lengths around the block size, in one piece and in two.
[0, 1, 15, 16, 17, 32, 100].map((n) => both('aes-128-cbc', n))
[0, 1, 15, 16, 17, 32, 100].map((n) => both('aes-192-cbc', n, {}, n >> 1))
['aes-256-cbc', 'AES-256-CBC', 'aes256', 'aes-128-ecb', 'aes-192-ecb', 'aes-256-ecb', 'AES128', 'aes192'].map((a) => both(a, 40, {}, 20))
['aes-128-ctr', 'aes-192-ctr', 'aes-256-ctr', 'aes-128-ofb', 'aes-192-ofb', 'aes-256-ofb'].map((a) => both(a, 50, {}, 13))
['aes-128-cfb', 'aes-192-cfb', 'aes-256-cfb', 'aes-128-cfb8', 'aes-192-cfb8', 'aes-256-cfb8', 'aes-128-cfb1', 'aes-192-cfb1', 'aes-256-cfb1'].map((a) => both(a, 50, {}, 13))
['des-ede', 'des-ede-cbc', 'des-ede-cfb', 'des-ede-ofb', 'des-ede3', 'des-ede3-cbc', 'des-ede3-cfb', 'des-ede3-ofb', 'des-ede3-cfb8', 'des-ede3-ecb', 'des3', 'DES-EDE3-CBC'].map((a) => both(a, 27, {}, 11))
['aes-128-gcm', 'aes-192-gcm', 'aes-256-gcm', 'id-aes128-GCM', 'id-aes256-gcm'].map((a) => both(a, 50, {}, 13))
[0, 1, 15, 16, 17, 31, 32, 33, 48, 100, 1000].map((n) => both('aes-256-gcm', n))
[1, 15, 16, 17, 31, 32, 33, 48, 100, 999].map((n) => both('aes-128-gcm', 1000, {}, n))
[0, 1, 15, 16, 17, 32, 33, 100].map((n) => both('aes-128-ocb', n, { authTagLength: 16 }, n >> 1))
['aes-192-ocb', 'aes-256-ocb'].map((a) => both(a, 50, { authTagLength: 12 }, 13))
[0, 1, 15, 16, 17, 63, 64, 65, 100].map((n) => both('chacha20-poly1305', n, { authTagLength: 16 }, n >> 1))
both('chacha20', 200, {}, 77)
[1, 8, 11, 12, 13, 16, 17, 60].map((n) => { const x = c.createCipheriv('aes-256-gcm', K(32), I(n)); x.setAAD(K(20)); return x.update('some text', 'utf8', 'hex') + x.final('hex') + x.getAuthTag().toString('hex') })
[1, 7, 8, 12, 15].map((n) => { const x = c.createCipheriv('aes-256-ocb', K(32), I(n), { authTagLength: 16 }); x.setAAD(K(20)); x.setAAD(K(33)); return x.update('some text', 'utf8', 'hex') + x.final('hex') + x.getAuthTag().toString('hex') })
c.createCipheriv('aes-128-gcm', K(16), Buffer.from('000000000000000000000000ffffffff', 'hex')).update(Buffer.alloc(64))
[0, 1, 15, 16, 17, 200].map((n) => { const x = E('aes-128-gcm'); x.setAAD(K(n)); x.update(K(20)); x.final(); return x.getAuthTag() })
[0, 1, 15, 16, 17, 200].map((n) => { const x = E('chacha20-poly1305', { authTagLength: 16 }); x.setAAD(K(n)); x.update(K(20)); x.final(); return x.getAuthTag() })
[0, 1, 14, 16, 30, 70000].map((n) => { const x = E('aes-128-ccm', { authTagLength: 10 }); x.setAAD(K(n), { plaintextLength: 20 }); return [x.update(K(20)), x.final(), x.getAuthTag()] })
[7, 8, 11, 12, 13].map((n) => { const x = c.createCipheriv('aes-256-ccm', K(32), I(n), { authTagLength: 16 }); const e = x.update(K(33)); x.final(); const y = c.createDecipheriv('aes-256-ccm', K(32), I(n), { authTagLength: 16 }); y.setAuthTag(x.getAuthTag()); return [e, x.getAuthTag(), y.update(e).equals(K(33)), y.final()] })
[4, 6, 8, 10, 12, 14, 16].map((n) => { const x = E('aes-192-ccm', { authTagLength: n }); return [x.update('abc'), x.final(), x.getAuthTag()] })
[16, 24, 32, 64].map((n) => { const x = c.createCipheriv('id-aes128-wrap', K(16), Buffer.alloc(8, 0xa6)), e = x.update(K(n)); return [e, x.final(), c.createDecipheriv('aes128-wrap', K(16), Buffer.alloc(8, 0xa6)).update(e).equals(K(n))] })
['id-aes192-wrap', 'id-aes256-wrap', 'aes256-wrap'].map((a) => E(a).update(K(24)))
[1, 5, 7, 8, 9, 15, 16, 20].map((n) => { const iv = Buffer.from('a65959a6', 'hex'); const e = c.createCipheriv('id-aes256-wrap-pad', K(32), iv).update(K(n)); return [e, c.createDecipheriv('id-aes256-wrap-pad', K(32), iv).update(e).equals(K(n))] })
[0, 8, 15].map((n) => { try { E('id-aes128-wrap').update(K(n)) } catch (e) { return e.message } })
D('id-aes128-wrap').update(K(24))
D('id-aes128-wrap-pad').update(K(24))
// Tags and additional data
const x = E('aes-128-gcm', { authTagLength: 4 }); x.final(); x.getAuthTag()
const x = E('chacha20-poly1305', { authTagLength: 8 }); x.update('a'); x.final(); x.getAuthTag()
c.createCipheriv('chacha20-poly1305', K(32), I(12)).final()
E('aes-128-gcm', { authTagLength: 5 })
E('aes-128-gcm', { authTagLength: 17 })
E('aes-128-gcm', { authTagLength: 'x' })
E('aes-128-gcm', { authTagLength: -1 })
E('aes-128-gcm', { authTagLength: 4.5 })
E('aes-128-ccm', { authTagLength: 5 })
E('aes-128-ccm')
E('aes-128-ocb')
E('aes-128-ocb', { authTagLength: 17 })
E('chacha20-poly1305', { authTagLength: 17 })
E('aes-128-cbc', { authTagLength: 5 }).final('hex')
E('aes-128-gcm').getAuthTag()
const x = E('aes-128-cbc'); x.final(); x.getAuthTag()
E('aes-128-cbc').setAAD(K(1))
E('aes-128-gcm').setAAD(5)
E('aes-128-gcm').setAAD()
const x = E('aes-128-gcm'); x.setAAD('é', { encoding: 'latin1' }) === x && (x.final(), x.getAuthTag())
const x = E('aes-128-gcm'); x.setAAD(K(1)); x.setAAD(K(2)); x.final(); x.getAuthTag()
const x = E('aes-128-gcm'); x.update('a'); x.setAAD(K(1))
const x = E('aes-128-gcm'); x.final(); x.setAAD(K(1))
E('aes-128-gcm').setAuthTag
D('aes-128-gcm').getAuthTag
D('aes-128-gcm').setAuthTag(K(3))
D('aes-128-gcm').setAuthTag(5)
D('aes-128-gcm').setAuthTag('xx')
D('aes-128-gcm', { authTagLength: 12 }).setAuthTag(K(16))
D('aes-128-cbc').setAuthTag(K(16))
const x = D('aes-128-gcm'); x.setAuthTag(K(16)); x.setAuthTag(K(16))
const x = D('aes-128-gcm'); x.update('aa', 'hex'); x.final()
const x = D('aes-128-gcm'); x.setAuthTag(K(16)); [x.update('aa', 'hex'), (() => { try { x.final() } catch (e) { return [e.name, e.message, e.code, Object.keys(e)] } })()]
const x = D('aes-128-gcm'); x.setAuthTag('00'.repeat(16), 'hex') === x
const e = E('aes-128-gcm'); const t = e.update('hello', 'utf8', 'hex') + e.final('hex'); const d = D('aes-128-gcm'); d.setAuthTag(e.getAuthTag().subarray(0, 12)); d.update(t, 'hex', 'utf8') + d.final('utf8')
const x = D('chacha20-poly1305', { authTagLength: 16 }); x.update('aa', 'hex'); x.final()
const x = D('chacha20-poly1305'); x.setAuthTag(K(4))
const x = D('aes-128-ocb', { authTagLength: 16 }); x.setAuthTag(K(16)); x.update('aa', 'hex'); x.final()
const x = E('aes-128-ccm', { authTagLength: 16 }); x.setAAD(K(3))
const x = E('aes-128-ccm', { authTagLength: 16 }); x.setAAD(K(3), { plaintextLength: 4 }); x.update('abc')
const x = E('aes-128-ccm', { authTagLength: 16 }); x.setAAD(K(3), { plaintextLength: 'x' })
const x = E('aes-128-ccm', { authTagLength: 16 }); x.update('abc'); x.update('abc')
const x = E('aes-128-ccm', { authTagLength: 16 }); x.final()
const x = E('aes-128-ccm', { authTagLength: 16 }); [x.update(''), x.final(), x.getAuthTag()]
const x = D('aes-128-ccm', { authTagLength: 16 }); x.setAuthTag(K(16)); [x.update('aabb', 'hex').length, (() => { try { x.final() } catch (e) { return [e.name, e.message, e.code] } })()]
c.createCipheriv('aes-128-ccm', K(16), I(13), { authTagLength: 16 }).update(Buffer.alloc(65536))
c.createCipheriv('aes-128-ccm', K(16), I(13), { authTagLength: 16 }).setAAD(K(1), { plaintextLength: 65536 })
// Padding
E('aes-128-cbc').setAutoPadding(false).update(K(16))
const x = E('aes-128-cbc'); x.setAutoPadding(false); [x.update(K(32)), x.final()]
const x = E('aes-128-cbc'); x.setAutoPadding(false); x.update('a'); x.final()
const x = E('aes-128-cbc'); x.setAutoPadding(); x.update('a'); x.final()
const x = D('aes-128-cbc'); x.setAutoPadding(false); [x.update(K(32)), x.final()]
const x = D('aes-128-cbc'); x.setAutoPadding(false); x.update('a'); x.final()
const x = D('aes-128-cbc'); x.update(K(16)); x.final()
const x = D('aes-128-cbc'); x.update(K(15)); x.final()
const x = D('aes-128-cbc'); x.final()
const x = D('aes-128-ecb'); [x.update(K(16)).length, x.update(K(16)).length, x.update(K(1)).length]
try { const x = D('aes-128-cbc'); x.update(K(16)); x.final() } catch (e) { [e['library'], e.reason, e.code, e.message, Object.keys(e)] }
const x = E('aes-128-cbc'); x.final(); x.setAutoPadding(false)
E('aes-128-ctr').setAutoPadding(false).update('abc', 'utf8', 'hex')
// State
const x = E('aes-128-cbc'); x.final(); x.final()
const x = E('aes-128-cbc'); x.final(); x.update('a')
const x = E('aes-128-gcm'); x.final(); x.final()
const x = D('aes-128-cbc'); try { x.final() } catch (e) {} x.final()
// Arguments
c.createCipheriv()
c.createCipheriv(5, K(16), I(16))
c.createCipheriv('nope', K(16), I(16))
c.createCipheriv('des-cbc', K(8), I(8))
c.createCipheriv('rc4', K(16), null)
c.createCipheriv('bf-cbc', K(16), I(8))
c.createCipheriv('aes-128-cbc', K(15), I(16))
c.createCipheriv('aes-128-cbc', K(16), I(15))
c.createCipheriv('aes-128-cbc', K(16), null)
c.createCipheriv('aes-128-cbc', K(16))
c.createCipheriv('aes-128-cbc', K(16), 5)
c.createCipheriv('aes-128-cbc', null, I(16))
c.createCipheriv('aes-128-cbc', 5, I(16))
c.createCipheriv('aes-128-cbc', 'a'.repeat(16), 'b'.repeat(16)).final('hex')
c.createCipheriv('aes-128-cbc', '61'.repeat(16), 'b'.repeat(16), { encoding: 'hex' }).final('hex')
c.createCipheriv('aes-128-cbc', K(16).buffer.slice(0, 16), new DataView(new ArrayBuffer(16))).update(new Uint16Array([1, 2]), null, 'hex')
c.createCipheriv('aes-128-ecb', K(16), I(16))
c.createCipheriv('aes-128-ecb', K(16), Buffer.alloc(0)).final('hex')
c.createCipheriv('aes-128-ecb', K(16), '').final('hex')
c.createCipheriv('aes-128-gcm', K(16), Buffer.alloc(0))
c.createCipheriv('aes-128-gcm', K(16), null)
c.createCipheriv('aes-128-ccm', K(16), I(14), { authTagLength: 16 })
c.createCipheriv('aes-128-ccm', K(16), I(6), { authTagLength: 16 })
c.createCipheriv('aes-128-ocb', K(16), I(16), { authTagLength: 16 })
c.createCipheriv('chacha20-poly1305', K(32), I(13))
c.createCipheriv('chacha20', K(32), I(12))
c.createCipheriv('des-ede3-cbc', K(16), I(8))
E('aes-128-cbc').update()
E('aes-128-cbc').update(5)
E('aes-128-cbc').update(null)
E('aes-128-cbc').update({})
E('aes-128-cbc').update(new ArrayBuffer(1))
E('aes-128-cbc').update('abc', 'hex')
E('aes-128-cbc').update('a', 'utf8', 'nope')
// Text in and out
E('aes-128-ctr').update('éa', 'latin1', 'hex')
E('aes-128-ctr').update('aGVsbG8=', 'base64', 'base64url')
const x = E('aes-128-cbc'); [x.update('0123456789abcdef', 'utf8', 'base64'), x.update('0123456789abcdef', 'utf8', 'base64'), x.final('base64')]
const x = E('aes-128-cbc'); [x.update('0123456789abcdef', 'utf8', 'base64url'), x.update('0123456789abcdef', 'utf8', 'base64url'), x.final('base64url')]
const x = E('aes-128-ctr'); [x.update('abc', 'utf8', 'ucs2').length, x.update('abc', 'utf8', 'utf16le').length, x.update('a', 'utf8', 'utf-16le').length, x.final('ucs2')]
const x = E('aes-128-ctr'); [x.update('abc', 'utf8', 'latin1'), x.update('abc', 'utf8', 'binary'), x.final('binary')]
const x = E('aes-128-ctr'); [x.update('abcdef', 'utf8', 'ascii'), x.final('ascii')]
const e = E('aes-128-ctr'); const t = e.update('h\u00e9\u20ac\ud83d\ude00x'); const d = D('aes-128-ctr'); [...t].map((b) => d.update(Buffer.from([b]), null, 'utf8')).concat(d.final('utf8'))
const e = E('aes-128-ctr'); const t = e.update(Buffer.from('h\u20ac\ud83d\ude00x', 'utf16le')); const d = D('aes-128-ctr'); [...t].map((b) => d.update(Buffer.from([b]), null, 'utf16le')).concat(d.final('utf16le'))
const e = E('aes-128-ctr'); const t = e.update(Buffer.from('61f09f98e2', 'hex')); const d = D('aes-128-ctr'); [...t].map((b) => d.update(Buffer.from([b]), null, 'utf8')).concat(d.final('utf8'))
const x = E('aes-128-cbc'); [x.update('0123456789abcdefg'), x.final('hex')]
const x = E('aes-128-cbc'); [x.update('0123456789abcdefg', 'utf8', 'buffer'), x.final('buffer')]
const x = E('aes-128-cbc'); [x.update('0123456789abcdefg', 'utf8', 'HEX'), x.final('hex')]
// Without an IV
['aes-128-cbc', 'aes-256-cbc', 'aes-192-ecb', 'des-ede3-cbc', 'aes-128-ctr'].map((a) => { const x = c.createCipher(a, 'pass'); return x.update('abc', 'utf8', 'hex') + x.final('hex') })
const x = c.createDecipher('aes-128-cbc', Buffer.from('pw')); x.update('354ad292b1b423235015e542aec07f37', 'hex', 'utf8') + x.final('utf8')
c.createCipher('aes-128-cbc', 5)
c.createCipher('nope', 'x')
c.createCipher()
[c.createCipher('aes-128-cbc', 'x').constructor.name, c.createDecipher('aes-128-cbc', 'x').constructor.name]
// Classes
c.Cipheriv('aes-128-cbc', K(16), I(16)) instanceof c.Cipheriv
new c.Decipheriv('aes-128-cbc', K(16), I(16)) instanceof c.Decipheriv
[E('aes-128-cbc').constructor.name, D('aes-128-cbc').constructor.name, c.Cipher.name, c.Decipher.name]
// What there is
['aes-128-cbc', 'AES-256-GCM', 'aes128', 'aes-192-ecb', 'aes-128-ccm', 'aes-128-ocb', 'id-aes128-wrap', 'aes192-wrap', 'aes-256-wrap', 'chacha20-poly1305', 'chacha20', 'des3', 'des-ede', 'des-ede3', 'aes-128-cfb1', 'aes-256-cfb8', 'aes-192-ofb', 'aes-128-ctr', 'id-aes256-wrap-pad', 'nope', 'aes', 'aes-129-cbc', 'id-aes128-cbc'].map((a) => c.getCipherInfo(a))
[419, 895, 1018, 44, 1].map((n) => c.getCipherInfo(n))
[c.getCipherInfo('aes-128-gcm', { ivLength: 8 }), c.getCipherInfo('aes-128-gcm', { keyLength: 17 }), c.getCipherInfo('aes-128-gcm', { keyLength: 16 }), c.getCipherInfo('aes-128-ccm', { ivLength: 14 }), c.getCipherInfo('aes-128-cbc', { ivLength: 12 }), c.getCipherInfo('chacha20-poly1305', { ivLength: 5 })]
c.getCipherInfo({})
c.getCipherInfo('aes-128-cbc', 5)
c.getCipherInfo('aes-128-cbc', { keyLength: 'x' })
c.getCipherInfo('aes-128-cbc', { ivLength: 'x' })
['aes-128-cbc', 'aes-256-gcm', 'aes-128-ccm', 'chacha20-poly1305', 'id-aes128-wrap', 'des-ede3-cbc', 'des3', 'aes256', 'id-aes128-GCM'].map((n) => c.getCiphers().includes(n))
