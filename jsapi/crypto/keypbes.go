package crypto

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/des" //nolint:gosec // keys of old are encrypted with it
	"crypto/x509/pkix"
	"encoding/asn1"

	"golang.org/x/crypto/scrypt"
)

// PKCS #5 v2 (RFC 8018) and what keys are found encrypted with.
const (
	oidPBES2  = "1.2.840.113549.1.5.13"
	oidPBKDF2 = "1.2.840.113549.1.5.12"
	oidScrypt = "1.3.6.1.4.1.11591.4.11"
	// pbesIterations is OpenSSL's number for keys that it encrypts.
	pbesIterations = 2048
	// maxIterations is 50 times what is advised for new keys, and some seconds. OpenSSL has no limit; but here nothing could
	// stop the VM that has been given a key that asks for hours.
	maxIterations = 30_000_000
	// maxScryptMemory is the most memory that a key may ask for, as in OpenSSL.
	maxScryptMemory = 32 << 20
)

// encryptedPKCS8 is EncryptedPrivateKeyInfo (RFC 5208).
type encryptedPKCS8 struct {
	Algorithm pkix.AlgorithmIdentifier
	Data      []byte
}

type pbes2 struct{ KDF, Scheme pkix.AlgorithmIdentifier }

type pbkdf2Parameters struct {
	Salt       []byte
	Iterations int
	KeyLength  int                      `asn1:"optional"`
	PRF        pkix.AlgorithmIdentifier `asn1:"optional"`
}

type scryptParameters struct {
	Salt      []byte
	N, R, P   int
	KeyLength int `asn1:"optional"`
}

// pbesCipher is a block cipher in CBC mode.
type pbesCipher struct {
	name, oid string
	key       int
	block     func([]byte) (cipher.Block, error)
}

func pbesCiphers() []pbesCipher {
	return []pbesCipher{
		{"aes-128-cbc", "2.16.840.1.101.3.4.1.2", 16, aes.NewCipher},
		{"aes-192-cbc", "2.16.840.1.101.3.4.1.22", 24, aes.NewCipher},
		{"aes-256-cbc", "2.16.840.1.101.3.4.1.42", 32, aes.NewCipher},
		{"des-ede3-cbc", "1.2.840.113549.3.7", 24, des.NewTripleDESCipher},
	}
}

// pbesPRF is the hash of a pseudorandom function, "" for one we have not.
func pbesPRF(oid asn1.ObjectIdentifier) string {
	switch oid.String() {
	case "1.2.840.113549.2.7", "":
		return "sha1"
	case "1.2.840.113549.2.8":
		return "sha224"
	case "1.2.840.113549.2.9":
		return "sha256"
	case "1.2.840.113549.2.10":
		return "sha384"
	case "1.2.840.113549.2.11":
		return "sha512"
	}
	return ""
}

func isEncryptedPKCS8(der []byte) bool {
	var info encryptedPKCS8
	_, err := asn1.Unmarshal(der, &info)
	return err == nil
}

// parseEncryptedPKCS8 decrypts and parses a private key.
func parseEncryptedPKCS8(der []byte, e encoded) (*key, error) {
	var info encryptedPKCS8
	if _, err := asn1.Unmarshal(der, &info); err != nil {
		return nil, undecodable()
	}
	if !e.encrypted {
		return nil, noPassphrase()
	}
	var scheme pbes2
	if info.Algorithm.Algorithm.String() != oidPBES2 {
		return nil, notSupported("a private key encrypted otherwise than by PKCS #5 v2")
	}
	if _, err := asn1.Unmarshal(info.Algorithm.Parameters.FullBytes, &scheme); err != nil {
		return nil, undecodable()
	}
	var iv []byte
	if _, err := asn1.Unmarshal(scheme.Scheme.Parameters.FullBytes, &iv); err != nil {
		return nil, undecodable()
	}
	for _, c := range pbesCiphers() {
		if c.oid != scheme.Scheme.Algorithm.String() {
			continue
		}
		secret, err := pbesKey(scheme.KDF, e.passphrase, c.key)
		if err != nil {
			return nil, err
		}
		plain, err := decryptCBC(c, secret, iv, info.Data)
		if err != nil {
			return nil, err
		}
		return parsePKCS8(plain)
	}
	return nil, notSupported("the cipher " + scheme.Scheme.Algorithm.String() + " of a private key")
}

// pbesKey derives the key of a passphrase.
func pbesKey(kdf pkix.AlgorithmIdentifier, passphrase []byte, length int) ([]byte, error) {
	switch kdf.Algorithm.String() {
	case oidPBKDF2:
		var p pbkdf2Parameters
		if _, err := asn1.Unmarshal(kdf.Parameters.FullBytes, &p); err != nil || p.Iterations < 1 || p.Iterations > maxIterations {
			return nil, undecodable()
		}
		prf := pbesPRF(p.PRF.Algorithm)
		if prf == "" {
			return nil, notSupported("the pseudorandom function of an encrypted private key")
		}
		return pbkdf2Key(prf, string(passphrase), p.Salt, p.Iterations, length), nil
	case oidScrypt:
		var p scryptParameters
		if _, err := asn1.Unmarshal(kdf.Parameters.FullBytes, &p); err != nil {
			return nil, undecodable()
		}
		if p.N < 1 || p.R < 1 || p.P < 1 || p.N > maxScryptMemory/128/p.R || p.P > maxScryptMemory/128/p.R {
			return nil, undecodable()
		}
		secret, err := scrypt.Key(passphrase, p.Salt, p.N, p.R, p.P, length)
		if err != nil {
			return nil, undecodable()
		}
		return secret, nil
	}
	return nil, notSupported("the key derivation " + kdf.Algorithm.String() + " of a private key")
}

func decryptCBC(c pbesCipher, secret, iv, data []byte) ([]byte, error) {
	block, err := c.block(secret)
	if err != nil {
		return nil, badDecrypt()
	}
	size := block.BlockSize()
	if len(iv) != size || len(data) == 0 || len(data)%size != 0 {
		return nil, badDecrypt()
	}
	plain := make([]byte, len(data))
	cipher.NewCBCDecrypter(block, iv).CryptBlocks(plain, data)
	padding := int(plain[len(plain)-1])
	if padding == 0 || padding > size {
		return nil, badDecrypt()
	}
	for _, b := range plain[len(plain)-padding:] {
		if int(b) != padding {
			return nil, badDecrypt()
		}
	}
	return plain[:len(plain)-padding], nil
}

// encryptPKCS8 encrypts PKCS #8 as OpenSSL does: PBKDF2 with HMAC-SHA-256, and a cipher by name.
func encryptPKCS8(der []byte, c pbesCipher, passphrase []byte) ([]byte, error) {
	salt := make([]byte, 8)
	fill(salt)
	block, err := c.block(pbkdf2Key("sha256", string(passphrase), salt, pbesIterations, c.key))
	if err != nil {
		return nil, err
	}
	iv := make([]byte, block.BlockSize())
	fill(iv)
	padding := block.BlockSize() - len(der)%block.BlockSize()
	data := append([]byte{}, der...)
	for range padding {
		data = append(data, byte(padding))
	}
	cipher.NewCBCEncrypter(block, iv).CryptBlocks(data, data)
	kdf, err := algorithm(oidPBKDF2, pbkdf2Parameters{Salt: salt, Iterations: pbesIterations,
		PRF: pkix.AlgorithmIdentifier{Algorithm: oid("1.2.840.113549.2.9"), Parameters: asn1.NullRawValue}})
	if err != nil {
		return nil, err
	}
	scheme, err := algorithm(c.oid, iv)
	if err != nil {
		return nil, err
	}
	whole, err := algorithm(oidPBES2, pbes2{kdf, scheme})
	if err != nil {
		return nil, err
	}
	return asn1.Marshal(encryptedPKCS8{whole, data})
}
