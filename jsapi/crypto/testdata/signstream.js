var c = require('crypto'), P = c.generateKeyPairSync('ec', { namedCurve: 'P-256' }); 0
new Promise((r) => { const s = c.createSign('sha256'); s.on('finish', () => { const v = c.createVerify('sha256'); v.on('finish', () => r([v.verify(P.publicKey, s.sign(P.privateKey)), s.writable, s.readable])); v.write('a'); v.end('b'); }); s.write('61', 'hex'); s.end(Buffer.from('b')); })
new Promise((r) => { const s = c.createSign('sha256'); require('stream').Readable.from([Buffer.from('x'), Buffer.from('y')]).pipe(s).on('finish', () => r(c.verify('sha256', Buffer.from('xy'), P.publicKey, s.sign(P.privateKey)))); })
[c.createSign('sha256') instanceof require('stream').Writable, c.createVerify('sha256') instanceof require('stream').Writable, c.createSign('sha256') instanceof require('stream').Readable]
