var c = require('crypto'), stream = require('stream')
var all = (s) => new Promise((resolve, reject) => { const parts = []; s.on('data', (d) => parts.push(d)); s.on('end', () => resolve(Buffer.isBuffer(parts[0]) ? Buffer.concat(parts) : parts.join(''))); s.on('error', reject) })
var K = (n) => Buffer.from(Array.from({ length: n }, (_, i) => i * 7 + 1))
// Before any of them was used as a stream
const h = c.createHash('md5'); [String(h), h.hasOwnProperty('pipe'), JSON.stringify(h), 'nothing' in h, h.nothing]
const h = c.createHash('md5'); [typeof h.pipe, typeof h.on, typeof h.read, typeof h._transform, typeof h._flush, 'pipe' in h, h.readable, h.writable]
// Hashes
const h = c.createHash('sha256'); h.write('a'); h.write('ff', 'hex'); h.end(); all(h)
const h = c.createHash('sha256'); h.end('abc'); h.read()
const h = c.createHash('sha256'); h.setEncoding('hex'); h.end('abc'); all(h)
const h = c.createHash('sha256'); h.setEncoding('base64'); h.write('abc'); h.end(); h.read()
const h = c.createHash('sha256', { encoding: 'hex' }); h.end('abc'); h.read()
const h = c.createHash('md5', { highWaterMark: 5 }); [h.readableHighWaterMark, h.writableHighWaterMark]
const h = c.createHash('md5', { defaultEncoding: 'hex' }); h.end('ff'); h.read()
const h = c.createHmac('sha1', 'key'); h.write('da'); h.end(Buffer.from('ta')); all(h)
const h = c.createHmac('sha1', 'key', { encoding: 'hex' }); h.end('data'); all(h)
stream.Readable.from([Buffer.from('a'), Buffer.from('bc')]).pipe(c.createHash('sha1')) instanceof c.Hash
all(stream.Readable.from([Buffer.from('a'), Buffer.from('bc')]).pipe(c.createHash('sha1').setEncoding('hex')))
new Promise((resolve, reject) => { const h = c.createHash('sha1'); stream.pipeline(stream.Readable.from(['a', 'bc']), h, (e) => e ? reject(e) : resolve(h.digest === undefined)) })
new Promise((resolve) => { const h = c.createHash('md5'); h.on('finish', () => resolve('finished ' + h.read().toString('hex'))); h.end('x') })
const h = c.createHash('md5'); h.write('x'); const d = h.digest('hex'); h.end('y'); [d, h.read()]
const h = c.createHash('md5'); h.end('x'); [h.digest('hex'), h.read()]
const h = c.createHash('md5'); h.end('x'); new Promise((resolve) => h.on('finish', () => resolve(h.digest('hex'))))
// Classes
[c.createHash('md5'), c.createHmac('md5', 'k'), c.createCipheriv('aes-128-cbc', K(16), K(16)), c.createDecipheriv('aes-128-cbc', K(16), K(16))].map((s) => [s instanceof stream.Transform, s instanceof stream.Readable, s instanceof stream, s instanceof Error, s instanceof c.Hash])
class Mine extends c.Hash { twice() { return this.digest('hex').repeat(2) } } const m = new Mine('md5'); m.update('a'); [m instanceof Mine, m instanceof c.Hash, m.twice()]
class Mine extends c.Hash {} const m = new Mine('md5'); m.end('a'); m.read()
const h = c.createHash('md5').update('a'); const k = h.copy(); [k.digest('hex'), h.digest('hex')]
// Ciphers
const x = c.createCipheriv('aes-128-cbc', K(16), K(16)); x.write('some'); x.end(' text that is longer than a block'); all(x)
const x = c.createCipheriv('aes-128-cbc', K(16), K(16)); x.setEncoding('hex'); x.write('some'); x.end(' text that is longer than a block'); all(x)
const x = c.createCipheriv('aes-128-cbc', K(16), K(16)); const y = c.createDecipheriv('aes-128-cbc', K(16), K(16)); y.setEncoding('utf8'); const r = all(x.pipe(y)); x.write('h\u00e9llo'); x.end('ff', 'hex'); r
const x = c.createCipheriv('aes-128-gcm', K(16), K(12)); const r = all(x).then((e) => [e, x.getAuthTag()]); x.write(K(20)); x.end(K(10)); r
const y = c.createDecipheriv('aes-128-gcm', K(16), K(12)); y.setAuthTag(K(16)); const r = all(y); y.end('aa', 'hex'); r.catch((e) => [e.message, e.code])
const y = c.createDecipheriv('aes-128-cbc', K(16), K(16)); const r = all(y); y.end(K(16)); r
const x = c.createCipheriv('aes-256-ctr', K(32), K(16)); all(stream.Readable.from([K(100), K(50)]).pipe(x))
new Promise((resolve, reject) => { const out = []; stream.pipeline(stream.Readable.from([K(100), K(50)]), c.createCipheriv('aes-128-cbc', K(16), K(16)), c.createDecipheriv('aes-128-cbc', K(16), K(16)), new stream.Writable({ write(d, e, cb) { out.push(d); cb() } }), (e) => e ? reject(e) : resolve(Buffer.concat(out).equals(Buffer.concat([K(100), K(50)])))) })
c.createCipher('aes-128-cbc', 'pw').end('abc').read()
