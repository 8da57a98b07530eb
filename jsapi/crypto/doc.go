// Package crypto is Node's crypto module, as far as it goes now: random bytes, numbers and UUIDs, hashes and HMACs,
// timingSafeEqual, and of Web Crypto getRandomValues, randomUUID and subtle.digest. Each subject has a file of its own
// with a define method, which is where ciphers, keys and signatures will come in.
//
// All of it is Go's standard library; nothing is invented here. Hash and Hmac are not yet streams.
package crypto
