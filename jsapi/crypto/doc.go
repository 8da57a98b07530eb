// Package crypto is Node's crypto module and the global crypto of Web Crypto. Each subject has files of its own with a
// define method.
//
//   - hash, hmac, digests, xof: Hash and Hmac. SM3 is not there, nor what OpenSSL 3 has put away (MD4, Whirlpool).
//   - random, compare: random bytes, numbers and UUIDs; timingSafeEqual.
//   - pbkdf2, hkdf, scrypt: keys from passwords; the asynchronous forms run on other goroutines (aside), four at once.
//   - cipher…, gcm, ghash, ccm, ocb, chacha, keywrap: Cipheriv and Decipheriv: AES in the modes ECB, CBC, CTR, CFB, OFB,
//     GCM, CCM, OCB and key wrap, triple DES, ChaCha20 with and without Poly1305. Not there: XTS, ARIA, Camellia, SM4, triple
//     DES key wrap, and what OpenSSL 3 has put away (DES, RC4, Blowfish …); asking for one throws as OpenSSL does.
//   - stream: hashes and ciphers as Transform streams, which they become when first used as one.
//   - key, rsa, ec, dh, sign, x509: keys, key pairs, signatures, key agreement, certificates. Not there: secp256k1 and
//     curves other than NIST's, Ed448, X448, DSA, curves given by their parameters, private keys encrypted by PKCS #5 v1,
//     SPKAC; asking for one throws and says which. RSA keys below 1024 bits can be made and read, but not used.
//   - subtle, web: Web Crypto's subtle and CryptoKey; websym has the symmetric algorithms.
//
// The algorithms are Go's standard library's and golang.org/x/crypto's. Written here is what those have in one piece only,
// or not at all: GCM piece by piece (whose GHASH still is Go's, see ghash.go), CCM, OCB, CFB, OFB, ECB, AES key wrap, PSS without a salt or
// with two hashes, RSA without padding, PKCS #5 v2 around private keys.
// A synchronous derivation with a high cost keeps the VM for as long as it takes, past any time limit, as in Node.
package crypto
