package crypto

import (
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha3"
	"crypto/sha512"
	"hash"
	"strings"

	"golang.org/x/crypto/blake2b"
	"golang.org/x/crypto/blake2s"
	"golang.org/x/crypto/ripemd160" //nolint:staticcheck // old, but Node has it and Bitcoin's addresses need it
)

// hashNames are what getHashes lists: every hash we have, by OpenSSL's names.
func hashNames() []string {
	return strings.Fields(`RSA-MD5 RSA-RIPEMD160 RSA-SHA1 RSA-SHA1-2 RSA-SHA224 RSA-SHA256 RSA-SHA3-224 RSA-SHA3-256
		RSA-SHA3-384 RSA-SHA3-512 RSA-SHA384 RSA-SHA512 RSA-SHA512/224 RSA-SHA512/256 blake2b512 blake2s256
		id-rsassa-pkcs1-v1_5-with-sha3-224 id-rsassa-pkcs1-v1_5-with-sha3-256 id-rsassa-pkcs1-v1_5-with-sha3-384
		id-rsassa-pkcs1-v1_5-with-sha3-512 md5 md5-sha1 md5WithRSAEncryption ripemd ripemd160 ripemd160WithRSA rmd160
		sha1 sha1WithRSAEncryption sha224 sha224WithRSAEncryption sha256 sha256WithRSAEncryption sha3-224 sha3-256
		sha3-384 sha3-512 sha384 sha384WithRSAEncryption sha512 sha512-224 sha512-224WithRSAEncryption sha512-256
		sha512-256WithRSAEncryption sha512WithRSAEncryption shake128 shake256 ssl3-md5 ssl3-sha1`)
}

// hashName is the one of OpenSSL's names for a hash, in lower case, by which newHash knows it.
func hashName(name string) string {
	name = strings.ToLower(name)
	for _, prefix := range []string{"rsa-", "id-rsassa-pkcs1-v1_5-with-", "ssl3-"} {
		name = strings.TrimPrefix(name, prefix)
	}
	return strings.TrimSuffix(strings.TrimSuffix(name, "encryption"), "withrsa")
}

// newHash finds a hash by any of OpenSSL's names for it, in any case; nil when there is none.
func newHash(name string) func() hash.Hash {
	switch hashName(name) {
	case "md5":
		return md5.New
	case "sha1", "sha-1", "sha1-2":
		return sha1.New
	case "sha224", "sha-224", "sha2-224":
		return sha256.New224
	case "sha256", "sha-256", "sha2-256":
		return sha256.New
	case "sha384", "sha-384", "sha2-384":
		return sha512.New384
	case "sha512", "sha-512", "sha2-512":
		return sha512.New
	case "sha512-224", "sha512/224", "sha-512/224", "sha2-512/224":
		return sha512.New512_224
	case "sha512-256", "sha512/256", "sha-512/256", "sha2-512/256":
		return sha512.New512_256
	}
	return newerHash(hashName(name))
}

// newFixedHash is newHash but for the hashes without a length of their own, on which nothing can be built.
func newFixedHash(name string) func() hash.Hash {
	if strings.HasPrefix(hashName(name), "shake") {
		return nil
	}
	return newHash(name)
}

// newerHash is newHash for what came after SHA-2 or never was much used.
func newerHash(name string) func() hash.Hash {
	switch name {
	case "sha3-224":
		return func() hash.Hash { return sha3.New224() }
	case "sha3-256":
		return func() hash.Hash { return sha3.New256() }
	case "sha3-384":
		return func() hash.Hash { return sha3.New384() }
	case "sha3-512":
		return func() hash.Hash { return sha3.New512() }
	case "shake128", "shake-128":
		return func() hash.Hash { return newXOF(sha3.NewSHAKE128()) }
	case "shake256", "shake-256":
		return func() hash.Hash { return newXOF(sha3.NewSHAKE256()) }
	case "blake2b512", "blake2b-512":
		return func() hash.Hash { return keyless(blake2b.New512(nil)) }
	case "blake2s256", "blake2s-256":
		return func() hash.Hash { return keyless(blake2s.New256(nil)) }
	case "ripemd", "ripemd160", "ripemd-160", "rmd160":
		return ripemd160.New
	case "md5-sha1":
		return newPair
	}
	return nil
}

// keyless drops an error that only a key can be the cause of.
func keyless(h hash.Hash, _ error) hash.Hash { return h }

// isLegacyHash names the hashes that OpenSSL 3 knows but has put away, and SM3, which Node has and we have not.
func isLegacyHash(name string) bool {
	switch hashName(name) {
	case "md4", "mdc2", "whirlpool", "sm3":
		return true
	}
	return false
}
