// Keys and certificates made with Node 20 and OpenSSL for these tests only
var c = require('crypto'), K = {}; 0
K.rsa = "-----BEGIN PRIVATE KEY-----\nMIIEvAIBADANBgkqhkiG9w0BAQEFAASCBKYwggSiAgEAAoIBAQDNdFjvUZYw/YAO\njtdctf2jNDAHtQoIFPWfZ/ghgVRPm1zjpeXflqL81ORmmRdUhGBXrMyp8QOOYPo3\nu4DMv/tcd4oN4UDIIWi/h692x26TPxdlQp0YsJARykmkPM9+iHd/hckUd7VtrAWY\n946knXG0oFE1HBx99lQPRbHWj8bABvzvOoFaJNav4nxQe3HOf2flSl7Kh5nAD91N\nXSHi1AE88eUkOQZH1uTKKlHPmXp95IU46ZWQa1bT5+eO/2A9qMoGaYzvrermVKeD\nXkXpRp8WVyqOqVRs0ldoEO2uev52YuJXp6bvZpln/xdegfM/nK0UewdnB+h/JN/y\nUCfMZrT/AgMBAAECggEAWGG7GmRWAEgk7N5MzeCqNilumfoq0RQ3H3ZJ2xv4CXDT\nskh9DUSPY8UvZeVokF6L1VuMBXUdKwQTz6LVAv95Yas408S5Kf6ZQX9cn3OmYShs\nZ46S5vqZV1XWfRT9y7hn8485U5k1jnLIS6f/EFh8gA/RL1Ai/5rWSWWZXawm+xag\n4pC23tehb5JXO82mCK9tKqQC3Rwq3CCmkpGXIZViZ2eufPUPVDM//rXX90jM3mJW\ny2ttwTmulOZwmvScjWYf4wC2VsX83dU/M4KPQAHiFWeYktGUaa9Q1gwXlTOJi0x3\nUYs296aDIDMc6TAVY6dtVx9rpgd34NdEWqqMlDtQ4QKBgQDx6FC13e1vf6sAu1zy\n0pAcFerkh/BQj/cw46vDO/1EeeGgdt3iahjCYho2NyZJyzh4ud1gtP0oZQ/jzPWc\nq9z7g40EzoiiNnTyxjSXL8rpuMWU1mPngv9VGqLNiI427vZSqh8CLj7RmGDYyt9s\nF55lBt5cyFiUoM9AkR8dlc+ZIQKBgQDZbGQEnT3vFY8BmD5tyGKxCug85eSjRtRC\nfNeNFmMgHOQTJY7Jd9iQ1X4dl4/sgbxZ4cN3UxH2WNLVkRe4ciYzI6ugQZ1CAWRy\nrSyixirZ1/CAtV5c3H8kV3lJ7dfVSrind++sr/+D7/qHIGioXaDl++zr4HeMIMZP\nFikttevqHwKBgGeZia9Jmx0MPQz0MOthWAxfKpiyyy2FamTKrE3RjDbeR82z+nSz\n4WSmJPmhBsnFuaqiVvfKqzy4g2SY63ssc1hXz3YGiaeG0PEEB5PUCP+tfRiv9Fs6\n0+T7okuJtvY5ws5GQz9o1MhojNlrkOG2/8PefC6aMq18bSYGwJ+oAB9hAoGAVP7+\nip892v0+jo0Jurkfe76b01K78uh5ihRr34fk8GTa9HE2RKRJUTVkvATICtkc3LZZ\nR4h9+SP4J+00rLJTJKLJMTj1VRxePEZesLNvhQHZzzcX0I2SVo6rp68HNSak0TMd\nyxByfw2Njs2onEkd4Up+8CcsFOerHre3GVuJAlkCgYAEhM6xePjryS7V/adg726B\nZsEwdgfyYQ7GQCimAuUN/b1aR/XGhJH6zgqIAs6fwJ0FQU63hnYN0QvKXH8k3tub\nsrEasLrs3kfjMRySWwAqaS2DxGbGj7UzA18g01XJFJsBTMCLyBB6Ao8L/9+g+Fnw\nqjWMSFsV6ZJ7X8MtPEu4pA==\n-----END PRIVATE KEY-----\n"; 0
K.ec256 = "-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgdhvpDOOCxdFDbS5h\nQnZ1b8p2JOXwRZBXFjC4SxPSq/ShRANCAAQdGm2s8riC4HClIUc2kXQYL1fudvJK\nA3Khp5yMEVKllSNGE7sXTV93XByVnQS6TLWO9l/OgK27Q8HjzDj1h77+\n-----END PRIVATE KEY-----\n"; 0
K.ec384 = "-----BEGIN PRIVATE KEY-----\nMIG2AgEAMBAGByqGSM49AgEGBSuBBAAiBIGeMIGbAgEBBDC4FDgymKHAQWsrDc5N\nOHXb1XW+K8b32Ygg3ey8v2rd7tCFBwIK6Exy8OS6S7tNyLqhZANiAARgph80VpL1\n7l5UhEO97/tlQI4C29lZ0EMaGFXRutBAWdHjik7+qwIpKW6MqW2VHiqnUJ700o6k\nuU8hM4I28XHCcQx5NpExDsF4yHT6sHhOQGiOVI/KUKROdCt01z24J34=\n-----END PRIVATE KEY-----\n"; 0
K.ecOther = "-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgipb/wphn5r9DzYiH\nL2x0UxBf2MQSOm6vNFDsTsLWdtuhRANCAATxUMZCqIb+Z5FJ0B939LHhW5XtoEuH\n5oX6hwe8MyuD064F1kOdzOW/Gk3WuSIFGKF3or1JbWw6u6BdMZQtX+C3\n-----END PRIVATE KEY-----\n"; 0
K.x = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VuBCIEIMC7KJcV76cPwTzHytuArC3DH7SDuTZzqjgjuMAYmJ5o\n-----END PRIVATE KEY-----\n"; 0
K.xOther = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VuBCIEINgwbSSce2qrMsnDjKkYHd83tilsO7L7ceGmS2wUHGxY\n-----END PRIVATE KEY-----\n"; 0
K.pss = "-----BEGIN PRIVATE KEY-----\nMIIEugIBADALBgkqhkiG9w0BAQoEggSmMIIEogIBAAKCAQEAoLFMz0bn9xEqE1jj\nITicWeICvlvDgmG9IxE+mfCUPMvVkK3jKF88O+josX6STy7cFDgG53wg8R7nEByt\ner+h6Xr/E7X6uVUHciH5z4eKaBgTdE1MsPJTt6ed8C1cggxx+43DXVxiXbp0qoUL\nDscaTMXv0pxWzwhmqnTrO/c4Z7pA3Wj5BI99peD+utul5Uqs2qiAO1CQ2INraR6K\ntcYpVz2Ol5NZNZynQ0flrCxm1qajcgn+oNrojLcJEoEk2utHOwbKaeLOwQhEAtcw\nBKb1WK35T2R1FL7zgRz94iy3Fn8wrz59hB8dhQClywsPq3CBcUJEPbsmSPFe4R6F\n+uxNnQIDAQABAoIBAAXiyKX0+m0lz007HcKrQKrYKPKRCOW/L77XlFvuIHfjnXR5\nsg7aAipNmyxZLwHAfSYucS5McSZz09HWwxHyb/tN2ob9zOu57hZjoTNVSyAJ9bh2\nVl9K2P8qoBHaj39h9lDY/fVu+1lkiX5vdhq590AlpeWofVODAsOumakuIn5GGNOP\nsindEU53fZOQlbEJQB6874kTfesnyxQZepliwPio2UozpQhTkw73crjqA6Tc1DjB\nHfY+hrUOzvopLZvp4Z5NfPamqCTWk54b3Te9Q3H5sgNpqsHr0VoorBA/A9OnNFQI\nmC4LjS3uqFi007x16nSLeFwxNQcetMrgPDLbai8CgYEA2EbQb4B/U+whNjaqh96F\nKvTi6LArAB96/bRjLTMrv/AyCNmdvhXrWbSObpPuDYQNi2hdnKN3ZyRdASJOi+mj\nI54WbxETU8Bj4AG2g3WFO3CBp9mqbfXeW2OOF8fQzzl3T/hC0hUC4YbSfOZVURrq\nI9aG9gHeOXq/AHWL/gk6BocCgYEAvjT14WJyC2Guty5Fx2sTqUAlpkJb5rdALbsS\nNLuscytzL6ywoqUzNUqhnCsYKfxTVuVTJtEh7KExBcFdOfdBQdO+Jvg7KPCs36OM\nkDvl016WN6PwFBGJ6puAsQCz4S4ha86c8lZzZGmx/vF9H1BPBrGCGdqmPwv45ZVS\nHB3jb7sCgYAEV8evtYDZCpDQKeDawZki96/mxELYyckKdyjWq4RhYk1e6B/GxWHo\ndzu09Lt/AfvTpNDcaFvpck17zFiPbq2b9Xy11j3xHJfk06P6l82JGAVCfZhyhNFm\nPGWKDLUgtCK1NGMDHPDl3nMzltx3uHajKZekMP1pYhGbzMB25XCI2QKBgHYBvZr7\nzO2qyQ71Mm2qzSPwnGsuOH5HqxW0PnNhDHjXuDsX1O7Tt5WUm/eb9P33gm0jEhe/\nIGEDELsVYJWaBW6lxA/BalLYHykQ+yBxSQF+aYxTtZt91icsGwe1++P1Dt8n7M+d\nOzJNMRWPFaXb2Wu5rZIEyafL8bvejHbNRFIJAoGADsAANzZX4iHc5va6RaNWfWd2\nf6VM0hggSZeExZZOLpMgqPa4RIXsJniqd9IKHj4IHbO2V5Q+KWxrxaTaeib5fvxA\noAxH2G6C4L4nimUqwVgRgQyjNamuSbOC8pv2iEEwG/tN1R6ao5rGeds10VJnATDK\n1ObCbvMXODvuWgPyXTM=\n-----END PRIVATE KEY-----\n"; 0
K.dh = "-----BEGIN PRIVATE KEY-----\nMIIBPgIBADCCARcGCSqGSIb3DQEDATCCAQgCggEBAP//////////yQ/aoiFowjTE\nxmKLgNwc0SkCTgiKZ8x0Agu+pjsTmyJRSgh5jjQE3e+VGbPNOkMbMCsKbfJfFDdP\n4TVtbVHCReSFtXZiXn7G9ExC6aY37WsL/1y29Aa37e44a/taiZ+lrp8kEXxLH+ZJ\nKGZR7ORbPcIAfLihY78FmNpINhxV05ppFj+o/STPX4NlXSPco62WHGLzViCFUrue\n1SkHcJaWbWcMNU5KvJgE8XRsCMoYIXwykF5GLjbOO+OedywYDoYDmyeDouwHoo+1\nxV3wb0xSyd4ry/aVWBcYOZVJfOqVauUV0iYYmPoFEBVyjlqKrKpo//////////8C\nAQIEHgIcdE5+shxk9Vk2AAPef2G1tkjoTcH8LDvoHWlZdQ==\n-----END PRIVATE KEY-----\n"; 0
K.dhOther = "-----BEGIN PRIVATE KEY-----\nMIIBPwIBADCCARcGCSqGSIb3DQEDATCCAQgCggEBAP//////////yQ/aoiFowjTE\nxmKLgNwc0SkCTgiKZ8x0Agu+pjsTmyJRSgh5jjQE3e+VGbPNOkMbMCsKbfJfFDdP\n4TVtbVHCReSFtXZiXn7G9ExC6aY37WsL/1y29Aa37e44a/taiZ+lrp8kEXxLH+ZJ\nKGZR7ORbPcIAfLihY78FmNpINhxV05ppFj+o/STPX4NlXSPco62WHGLzViCFUrue\n1SkHcJaWbWcMNU5KvJgE8XRsCMoYIXwykF5GLjbOO+OedywYDoYDmyeDouwHoo+1\nxV3wb0xSyd4ry/aVWBcYOZVJfOqVauUV0iYYmPoFEBVyjlqKrKpo//////////8C\nAQIEHwIdAOMP2IpOuqquGZE8go3SJy62Tc6FDs6s1oih/dc=\n-----END PRIVATE KEY-----\n"; 0
// ECDH
['secp224r1', 'prime256v1', 'secp384r1', 'secp521r1', 'P-256', 'zz'].map((n) => { try { return c.createECDH(n).generateKeys().length } catch (e) { return [e.code, e.message] } })
c.createECDH(5)
var e1 = c.createECDH('prime256v1'), e2 = c.ECDH('prime256v1'); 0
e1.getPublicKey()
e1.getPrivateKey()
e1.computeSecret(Buffer.alloc(65))
e1.setPrivateKey(Buffer.alloc(32))
e1.setPrivateKey(Buffer.alloc(40, 255))
[e1.setPrivateKey('01', 'hex') === e1, e2.setPrivateKey(Buffer.from([2])) instanceof c.ECDH]
[e1.getPublicKey('hex'), e1.getPublicKey('hex', 'compressed'), e1.getPublicKey('hex', 'hybrid'), e1.getPublicKey(null, 'uncompressed').length, e1.getPrivateKey('hex'), e1.getPublicKey().length]
e1.getPublicKey('hex', 'zz')
e1.getPublicKey('zz')
e1.computeSecret(Buffer.alloc(65))
e1.computeSecret(5)
[e1.computeSecret(e2.getPublicKey(null, 'compressed')), e1.computeSecret(e2.getPublicKey('base64'), 'base64', 'hex'), e2.computeSecret(e1.getPublicKey('hex', 'hybrid'), 'hex', 'base64')]
const e3 = c.createECDH('prime256v1'); e3.setPublicKey(e1.getPublicKey()); e3.getPublicKey('hex')
c.createECDH('prime256v1').setPublicKey(Buffer.alloc(3))
[c.ECDH.convertKey(e1.getPublicKey(), 'prime256v1', null, 'hex', 'compressed'), c.ECDH.convertKey(e1.getPublicKey('hex', 'compressed'), 'prime256v1', 'hex', 'hex')]
c.ECDH.convertKey('aa', 'prime256v1', 'hex')
c.ECDH.convertKey('aa', 'zz', 'hex')
c.ECDH.convertKey(5, 'prime256v1')
// DiffieHellman
['modp1', 'modp2', 'modp5', 'modp14', 'modp15', 'modp16', 'modp17', 'modp18', 'MODP2', 'zz'].map((n) => { try { const g = c.getDiffieHellman(n); return [g.getPrime().length, g.getGenerator('hex'), g.verifyError, c.createHash('sha1').update(g.getPrime()).digest('hex')] } catch (e) { return [e.code, e.message] } })
c.getDiffieHellman(5)
var p5 = c.getDiffieHellman('modp5').getPrime(); 0
const d1 = c.createDiffieHellman(p5); [d1.getGenerator('hex'), d1.verifyError, d1.getPrime().equals(p5), d1 instanceof c.DiffieHellman]
[['02', 'hex'], [5], [Buffer.from([5])]].map((g) => c.createDiffieHellman(p5, ...g).getGenerator('hex'))
c.createDiffieHellman(p5.toString('hex'), 'hex').getPrime('hex') === p5.toString('hex')
c.createDiffieHellman(p5.toString('base64'), 'base64', '03', 'hex').getGenerator()
c.createDiffieHellman(256)
const d2 = c.createDiffieHellman(512); [d2.getPrime().length, d2.getGenerator('hex'), d2.verifyError]
c.createDiffieHellman(p5, 1)
c.createDiffieHellman({})
c.createDiffieHellman()
c.createDiffieHellman(p5).getPublicKey()
c.createDiffieHellman(p5).getPrivateKey()
const a1 = c.createDiffieHellman(p5), b1 = c.createDiffieHellman(p5); a1.setPrivateKey('05', 'hex'); b1.setPrivateKey('07', 'hex'); a1.generateKeys(); [b1.generateKeys('hex'), a1.computeSecret(b1.getPublicKey()), b1.computeSecret(a1.getPublicKey('hex'), 'hex', 'base64'), a1.getPrivateKey()]
const a2 = c.createDiffieHellman(p5); a2.setPrivateKey('05', 'hex'); a2.getPublicKey('hex')
c.createDiffieHellman(p5).computeSecret(Buffer.from([5]))
const a3 = c.createDiffieHellman(p5); a3.generateKeys(); a3.computeSecret(Buffer.from([1]))
const a4 = c.createDiffieHellman(p5); a4.setPublicKey('05', 'hex'); a4.getPublicKey('hex')
[c.getDiffieHellman('modp14') instanceof c.DiffieHellmanGroup, c.createDiffieHellmanGroup === c.getDiffieHellman, c.DiffieHellman(p5).verifyError, Object.getOwnPropertyNames(c.DiffieHellmanGroup.prototype), Object.getOwnPropertyNames(c.DiffieHellman.prototype)]
const g1 = c.getDiffieHellman('modp14'), g2 = c.getDiffieHellman('modp14'); [g1.generateKeys().length, [28, 29].includes(g1.getPrivateKey().length), g1.computeSecret(g2.generateKeys()).equals(g2.computeSecret(g1.getPublicKey()))]
// diffieHellman
['x', 'ec', 'dh'].map((n) => c.diffieHellman({ privateKey: c.createPrivateKey(n === 'ec' ? K.ec256 : n === 'x' ? K.x : K.dh), publicKey: c.createPublicKey(n === 'ec' ? K.ecOther : n === 'x' ? K.xOther : K.dhOther) }))
c.diffieHellman({ privateKey: c.createPrivateKey(K.x), publicKey: c.createPublicKey(K.ec256) })
c.diffieHellman({ privateKey: c.createPrivateKey(K.ec384), publicKey: c.createPublicKey(K.ec256) })
c.diffieHellman({ privateKey: c.createPrivateKey(K.rsa), publicKey: c.createPublicKey(K.rsa) })
c.diffieHellman()
c.diffieHellman({})
c.diffieHellman({ privateKey: c.createPublicKey(K.x), publicKey: c.createPublicKey(K.x) })
c.diffieHellman({ privateKey: c.createPrivateKey(K.x), publicKey: c.createPrivateKey(K.x) }).length
c.diffieHellman({ privateKey: c.createPrivateKey(K.x), publicKey: c.createSecretKey('a') })
// generateKeyPair
c.generateKeyPairSync()
c.generateKeyPairSync('zz')
c.generateKeyPairSync('rsa')
c.generateKeyPairSync('rsa', {})
c.generateKeyPairSync('rsa', { modulusLength: '1' })
[c.generateKeyPairSync('rsa', { modulusLength: 512, publicExponent: 3 }), c.generateKeyPairSync('rsa', { modulusLength: 1024 })].map((p) => [Object.keys(p), p.publicKey.asymmetricKeyDetails, p.privateKey.type, p.publicKey.equals(c.createPublicKey(p.privateKey))])
const k1 = c.generateKeyPairSync('rsa', { modulusLength: 1024, publicKeyEncoding: { type: 'pkcs1', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' } }); [k1.publicKey.slice(0, 30), k1.privateKey.slice(0, 37), c.createPrivateKey({ key: k1.privateKey, passphrase: 'x' }).type]
const k2 = c.generateKeyPairSync('ec', { namedCurve: 'P-256', publicKeyEncoding: { type: 'spki', format: 'der' }, privateKeyEncoding: { type: 'sec1', format: 'der' } }); [k2.publicKey.length, k2.privateKey.length]
const k3 = c.generateKeyPairSync('ec', { namedCurve: 'secp384r1', publicKeyEncoding: { format: 'jwk' }, privateKeyEncoding: { format: 'jwk' } }); [Object.keys(k3.publicKey), Object.keys(k3.privateKey), k3.publicKey.crv]
c.generateKeyPairSync('ec', { namedCurve: 'P-256', publicKeyEncoding: { type: 'spki' } })
c.generateKeyPairSync('ec', { namedCurve: 'P-256', publicKeyEncoding: { type: 'zz', format: 'pem' } })
c.generateKeyPairSync('ec', { namedCurve: 'P-256', publicKeyEncoding: 5 })
c.generateKeyPairSync('ec', { namedCurve: 'P-256', privateKeyEncoding: { type: 'pkcs1', format: 'pem' } })
c.generateKeyPairSync('ec', { namedCurve: 'P-256', privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc' } })
c.generateKeyPairSync('ec')
c.generateKeyPairSync('ec', {})
c.generateKeyPairSync('ec', { namedCurve: 'zz' })
c.generateKeyPairSync('ec', { namedCurve: 'P-256', paramEncoding: 'zz' })
['ed25519', 'x25519'].map((n) => c.generateKeyPairSync(n)).map((p) => [p.publicKey.asymmetricKeyType, p.privateKey.asymmetricKeyDetails])
c.generateKeyPairSync('rsa-pss', { modulusLength: 512, hashAlgorithm: 'sha256', saltLength: -1 })
[{ hashAlgorithm: 'sha256' }, {}, { saltLength: 10 }, { hashAlgorithm: 'SHA512', mgf1HashAlgorithm: 'sha1', saltLength: 5 }].map((o) => c.generateKeyPairSync('rsa-pss', { modulusLength: 1024, ...o }).publicKey.asymmetricKeyDetails)
c.generateKeyPairSync('rsa-pss', { modulusLength: 1024, hashAlgorithm: 'zz' })
c.generateKeyPairSync('dh', {})
c.generateKeyPairSync('dh', { group: 'zz' })
c.generateKeyPairSync('dh', { prime: p5, generator: 2 }).publicKey.asymmetricKeyType
c.generateKeyPairSync('dh', { prime: p5, group: 'modp14' })
c.generateKeyPairSync('dh', { group: 'modp14' }).privateKey.asymmetricKeyType
c.generateKeyPair('ed25519')
new Promise((r) => { const x = c.generateKeyPair('ed25519', (...a) => r([x, a.length, a[0], a[1].type, a[2].type])) })
new Promise((r) => c.generateKeyPair('rsa', { modulusLength: 1024, publicKeyEncoding: { type: 'spki', format: 'pem' } }, (...a) => r([a.length, a[0], a[1].slice(0, 26), a[2].type])))
new Promise((r) => c.generateKeyPair('rsa', { modulusLength: 256 }, (...a) => r([a.length, a[0] instanceof Error])))
c.generateKeyPair[Symbol.for('nodejs.util.promisify.custom')] === undefined || c.generateKeyPair[Symbol.for('nodejs.util.promisify.custom')]('ed25519').then(Object.keys).then((k) => k.length === 2)
// generateKey, primes
[c.generateKeySync('aes', { length: 256 }).symmetricKeySize, c.generateKeySync('hmac', { length: 257 }).symmetricKeySize]
new Promise((r) => c.generateKey('aes', { length: 128 }, (...a) => r([a.length, a[0], a[1].symmetricKeySize])))
c.generateKeySync('aes', { length: 5 })
c.generateKeySync('hmac', { length: 5 })
c.generateKeySync('zz', { length: 5 })
c.generateKeySync('aes')
c.generateKey('aes', { length: 128 })
const q1 = c.generatePrimeSync(32); [q1.constructor.name, q1.byteLength, c.checkPrimeSync(q1)]
[typeof c.generatePrimeSync(32, { bigint: true }), c.checkPrimeSync(c.generatePrimeSync(64, { safe: true })), c.generatePrimeSync(32, { add: 12n, rem: 11n, bigint: true }) % 12n, c.generatePrimeSync(32, { add: Buffer.from([12]), bigint: true }) % 12n]
c.generatePrimeSync(0)
c.generatePrimeSync('x')
c.generatePrimeSync(8, { add: 5 })
c.generatePrimeSync(8, { add: 512n })
c.generatePrimeSync(8, { add: 12n, rem: 13n })
c.generatePrimeSync(8, { safe: 5 })
[3n, 4n, Buffer.from([7]), new Uint8Array([1]), 2n ** 127n - 1n].map((x) => c.checkPrimeSync(x))
c.checkPrimeSync(5)
c.checkPrimeSync(-1n)
c.checkPrimeSync(3n, { checks: -1 })
c.checkPrime(3n)
new Promise((r) => c.checkPrime(7n, (...a) => r(a)))
new Promise((r) => c.generatePrime(16, { bigint: true }, (...a) => r([a[0], typeof a[1]])))
// The rest
[c.fips, c.getFips(), c.secureHeapUsed(), c.setFips(false)]
c.setEngine('zz')
c.setEngine(5)
