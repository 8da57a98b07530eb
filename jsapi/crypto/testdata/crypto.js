// Hashes
const c0 = require('crypto'); ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'sha512-224', 'sha512-256', 'sha3-224', 'sha3-256', 'sha3-384', 'sha3-512', 'md5-sha1', 'shake128', 'shake256'].map((a) => c0.createHash(a).update('héllo').digest('hex'))
['MD5', 'SHA256', 'sha-256', 'SHA2-256', 'RSA-SHA256', 'sha256WithRSAEncryption', 'RSA-SHA1', 'SHA-1', 'SHA-512/256', 'SHAKE-128', 'RSA-SHA512/224', 'Sha3-256'].map((a) => require('crypto').createHash(a).update('').digest('base64'))
require('crypto').createHash('sha256').update('a').update(Buffer.from('b')).update(new Uint16Array([1])).update(new DataView(new ArrayBuffer(3), 1)).digest('hex')
require('crypto').createHash('sha1').update('é', 'latin1').update('00ff', 'hex').update('aGk=', 'base64').update('x', 'nope').update('y', 5).digest('base64url')
require('crypto').createHash('md5').update('a').digest()
require('crypto').createHash('md5').update('a').digest('buffer')
require('crypto').createHash('md5').update('a').digest('nope')
require('crypto').createHash('md5').update('a').digest('latin1')
require('crypto').createHash('md5').update('a').digest(null)
const h1 = require('crypto').createHash('sha256').update('a'); const h2 = h1.copy(); [h1.update('b').digest('hex') === h2.digest('hex'), h2 instanceof require('crypto').Hash]
const h3 = require('crypto').createHash('shake256', { outputLength: 5 }).update('a'); [h3.copy().digest('hex'), h3.copy({ outputLength: 3 }).digest('hex'), h3.digest('hex')]
require('crypto').createHash('shake128', { outputLength: 0 }).digest('hex')
require('crypto').createHash('sha256', { outputLength: 32 }).digest('hex')
require('crypto').createHash('sha256', { outputLength: '32' })
require('crypto').createHash('sha256', { outputLength: -1 })
require('crypto').createHash('nope')
require('crypto').createHash('sha256', { outputLength: 5 })
require('crypto').createHash()
require('crypto').createHash(5)
require('crypto').createHash('md5').update()
require('crypto').createHash('md5').update(5)
require('crypto').createHash('md5').update({})
require('crypto').createHash('md5').update(null)
require('crypto').createHash('md5').update(new ArrayBuffer(1))
require('crypto').createHash('md5').update('abc', 'hex')
const h4 = require('crypto').createHash('md5'); h4.digest(); h4.digest()
const h5 = require('crypto').createHash('md5'); h5.digest(); h5.update('a')
const h6 = require('crypto').createHash('md5'); h6.digest(); h6.copy()
const u1 = require('crypto').createHash('md5'); u1.update('x') === u1
require('crypto').Hash('md5').update('a').digest('hex')
new (require('crypto').Hash)('md5').update('a').digest('hex')
require('crypto').createHash('md5').constructor.name
require('crypto').hash('sha1', 'abc')
require('crypto').hash('sha1', Buffer.from('abc'), 'base64')
require('crypto').hash('sha1', 'abc', 'buffer')
require('crypto').hash('sha1', 'abc', 'nope')
require('crypto').hash('sha1', 5)
require('crypto').hash(5, 'x')
const known = require('crypto').getHashes(); ['md5', 'sha1', 'sha256', 'sha3-512', 'RSA-SHA256', 'shake128', 'md4'].map((n) => known.includes(n))
require('crypto').getHashes().every((n) => typeof n === 'string')
// Hmac
['md5', 'sha1', 'sha256', 'sha512', 'SHA384'].map((a) => require('crypto').createHmac(a, 'key').update('data').digest('hex'))
require('crypto').createHmac('sha256', Buffer.alloc(200, 1)).update('a').update(Buffer.from('b')).digest('base64')
require('crypto').createHmac('sha256', new ArrayBuffer(4)).update('').digest('hex')
require('crypto').createHmac('sha256', '6b6579', { encoding: 'hex' }).update('data').digest('hex')
require('crypto').createHmac('sha256', '').update('data').digest('hex')
const m1 = require('crypto').createHmac('md5', 'k'); m1.digest(); [m1.digest('hex'), m1.digest(), m1.digest('buffer')]
const m2 = require('crypto').createHmac('md5', 'k'); m2.digest(); m2.update('a')
require('crypto').createHmac('nope', 'k')
require('crypto').createHmac(5, 'k')
require('crypto').createHmac('md5')
require('crypto').createHmac('md5', null)
require('crypto').createHmac('md5', 5)
require('crypto').createHmac('md5', 'k').update(5)
require('crypto').Hmac('md5', 'k').update('a').digest('hex')
// Random
require('crypto').randomBytes(8).length
require('crypto').randomBytes(0)
require('crypto').randomBytes(2.9).length
require('crypto').randomBytes(8).equals(require('crypto').randomBytes(8))
Buffer.isBuffer(require('crypto').randomBytes(1))
require('crypto').randomBytes()
require('crypto').randomBytes('8')
require('crypto').randomBytes(-1)
require('crypto').randomBytes(NaN)
require('crypto').randomBytes(2 ** 31)
require('crypto').randomBytes(1, 'x')
require('crypto').randomBytes(1, null)
new Promise((resolve) => { let sync = true; const r = require('crypto').randomBytes(4, (...a) => resolve([a[0], a[1].length, a.length, sync])); sync = r === undefined ? false : 'returned' })
const f1 = Buffer.alloc(8); const f2 = require('crypto').randomFillSync(f1, 6); [f1 === f2, f1.slice(0, 6), f1.length]
const f3 = new Uint32Array(4); require('crypto').randomFillSync(f3, 1, 1); [f3[0], f3[2], f3[3]]
require('crypto').randomFillSync(new ArrayBuffer(4)).byteLength
require('crypto').randomFillSync(new DataView(new ArrayBuffer(4))).byteLength
require('crypto').randomFillSync('x')
require('crypto').randomFillSync(Buffer.alloc(4), 5)
require('crypto').randomFillSync(Buffer.alloc(4), '1')
require('crypto').randomFillSync(Buffer.alloc(4), 1, 4)
require('crypto').randomFillSync(Buffer.alloc(4), 1, -1)
require('crypto').randomFillSync(Buffer.alloc(4), 0, 'x')
new Promise((resolve) => require('crypto').randomFill(new Uint8Array(3), (...a) => resolve([a[0], a[1].length])))
new Promise((resolve) => require('crypto').randomFill(Buffer.alloc(3), 1, (...a) => resolve([a[0], a[1][0]])))
new Promise((resolve) => require('crypto').randomFill(Buffer.alloc(3), 1, 1, (...a) => resolve([a[0], a[1][0], a[1][2]])))
require('crypto').randomFill(Buffer.alloc(3))
require('crypto').randomFill('x', () => {})
Array.from({ length: 200 }, () => require('crypto').randomInt(3)).every((n) => n >= 0 && n < 3)
Array.from({ length: 200 }, () => require('crypto').randomInt(-2, 2)).every((n) => n >= -2 && n < 2)
new Promise((resolve) => require('crypto').randomInt(5, 6, (...a) => resolve(a)))
require('crypto').randomInt(0)
require('crypto').randomInt(5, 5)
require('crypto').randomInt('5')
require('crypto').randomInt(1.5)
require('crypto').randomInt(0, 'x')
require('crypto').randomInt(2 ** 48)
require('crypto').randomInt(-5, 2 ** 48)
require('crypto').randomInt(0, 5, 'x')
/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(require('crypto').randomUUID())
require('crypto').randomUUID({ disableEntropyCache: true }).length
require('crypto').randomUUID('x')
require('crypto').randomUUID(null)
require('crypto').randomUUID([])
require('crypto').randomUUID({ disableEntropyCache: 1 })
// timingSafeEqual
require('crypto').timingSafeEqual(Buffer.from('a'), new Uint8Array([97]))
require('crypto').timingSafeEqual(Buffer.from('a'), Buffer.from('b'))
require('crypto').timingSafeEqual(new Uint16Array([1]), new DataView(new Uint8Array([1, 0]).buffer))
require('crypto').timingSafeEqual(Buffer.from('a'), Buffer.from('bb'))
require('crypto').timingSafeEqual('a', Buffer.from('bb'))
require('crypto').timingSafeEqual(Buffer.from('a'), 5)
// Web Crypto
crypto === require('crypto').webcrypto
Object.prototype.toString.call(crypto) + Object.prototype.toString.call(crypto.subtle)
crypto.constructor.name
new crypto.constructor()
crypto.subtle === require('crypto').subtle
const g1 = new Uint8Array(4); crypto.getRandomValues(g1) === g1
crypto.getRandomValues(new BigUint64Array(1)).length
crypto.getRandomValues(Buffer.alloc(65536)).length
crypto.getRandomValues(new Uint8Array(65537))
crypto.getRandomValues(new Float32Array(1))
crypto.getRandomValues(new DataView(new ArrayBuffer(1)))
crypto.getRandomValues([])
crypto.getRandomValues('x')
require('crypto').getRandomValues(new Uint8Array(2)).length
crypto.randomUUID().length
crypto.subtle.digest('SHA-256', Buffer.from('abc'))
Promise.all(['sha-1', 'SHA-384', { name: 'SHA-512' }].map((a) => crypto.subtle.digest(a, Buffer.from('abc'))))
crypto.subtle.digest('SHA-256', new ArrayBuffer(300000))
crypto.subtle.digest('SHA-256', new DataView(new ArrayBuffer(4), 2))
crypto.subtle.digest('MD5', new ArrayBuffer(1))
crypto.subtle.digest('SHA-256', 'x')
crypto.subtle.digest('SHA-256')
// Older and newer hashes
['blake2b512', 'BLAKE2b512', 'blake2s256', 'ripemd160', 'rmd160', 'ripemd', 'RSA-RIPEMD160', 'ripemd160WithRSA', 'ssl3-md5', 'RSA-SHA1-2', 'id-rsassa-pkcs1-v1_5-with-sha3-256'].map((a) => require('crypto').createHash(a).update('abc').digest('hex'))
['md4', 'whirlpool', 'mdc2'].map((a) => { try { require('crypto').createHash(a) } catch (e) { return [e.name, e.message, e.code] } })
['blake2b512', 'blake2s256', 'ripemd160', 'sha3-256', 'md5-sha1', 'sha512'].map((a) => { const h = require('crypto').createHash(a).update('x'.repeat(70)); const k = h.copy().update('y'); return [h.digest('hex'), k.digest('hex')] })
['blake2b512', 'ripemd160', 'sha3-256', 'sha512-256', 'md5-sha1'].map((a) => require('crypto').createHmac(a, 'key').update('data').digest('hex'))
[require('crypto').pseudoRandomBytes(4).length, require('crypto').pseudoRandomBytes.name, Object.keys(require('crypto')).includes('prng')]
// Constants and the like
Object.keys(require('crypto').constants).filter((k) => k !== 'OPENSSL_VERSION_NUMBER').sort().map((k) => k + ' ' + require('crypto').constants[k])
'use strict'; require('crypto').constants.RSA_NO_PADDING = 5; require('crypto').constants.RSA_NO_PADDING
[require('crypto').getFips(), require('crypto').secureHeapUsed(), require('crypto').setFips(false)]
['prime256v1', 'secp384r1', 'secp521r1'].every((n) => require('crypto').getCurves().includes(n))
