package crypto

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
)

// The paddings, numbered as OpenSSL does.
const (
	paddingPKCS1 = 1
	paddingNone  = 3
	paddingOAEP  = 4
	paddingX931  = 5
	paddingPSS   = 6
)

// Salt lengths that are words, as OpenSSL numbers them.
const (
	saltDigest = -1
	saltAuto   = -2 // the most there is room for when signing, whatever there is when verifying
	saltMax    = -3
)

// digestInfo is a hash with its name, as PKCS #1 signs it (RFC 8017, section 9.2).
type digestInfo struct {
	Algorithm pkix.AlgorithmIdentifier
	Digest    []byte
}

// pkcs1Digest is what is signed for a digest.
func pkcs1Digest(name string, digest []byte) ([]byte, error) {
	if hashName(name) == "md5-sha1" { // TLS 1.0's, which signs it bare
		return digest, nil
	}
	canonical := canonicalHash(name)
	if canonical == "" {
		return nil, digestNotAllowed()
	}
	return asn1.Marshal(digestInfo{
		pkix.AlgorithmIdentifier{Algorithm: oid(hashOIDs()[canonical]), Parameters: asn1.NullRawValue}, digest})
}

func digestNotAllowed() error {
	return &opensslFailure{"1C8000AE", "Provider routines", "digest not allowed", "ERR_OSSL_DIGEST_NOT_ALLOWED"}
}

func illegalPadding() error {
	return &opensslFailure{"1C8000A5", "Provider routines", "illegal or unsupported padding mode",
		"ERR_OSSL_ILLEGAL_OR_UNSUPPORTED_PADDING_MODE"}
}

// stdHash is a hash as the standard library numbers it, 0 if it does not.
func stdHash(name string) crypto.Hash {
	return map[string]crypto.Hash{
		"md5": crypto.MD5, "sha1": crypto.SHA1, "sha224": crypto.SHA224, "sha256": crypto.SHA256, "sha384": crypto.SHA384,
		"sha512": crypto.SHA512, "sha512-224": crypto.SHA512_224, "sha512-256": crypto.SHA512_256, "sha3-224": crypto.SHA3_224,
		"sha3-256": crypto.SHA3_256, "sha3-384": crypto.SHA3_384, "sha3-512": crypto.SHA3_512,
	}[canonicalHash(name)]
}

// rsaPadding settles the padding of a signature, and for PSS the salt length and the mask's hash.
func rsaPadding(k *key, name string, o signOptions, signing bool) (padding, salt int, mgf1 string, err error) {
	padding, salt, mgf1 = o.padding, saltAuto, name
	if padding == 0 {
		padding = paddingPKCS1
		if k.name == "rsa-pss" {
			padding = paddingPSS
		}
	}
	if o.saltLength != nil {
		salt = *o.saltLength
	}
	switch {
	case padding == paddingPSS && canonicalHash(name) == "":
		return 0, 0, "", digestNotAllowed()
	case padding == paddingPSS && salt < saltMax:
		return 0, 0, "", invalidSalt()
	case padding == paddingPSS && k.pss != nil:
		if o.padding == 0 && o.saltLength == nil {
			salt = k.pss.saltLength
		}
		return padding, salt, k.pss.mgf1, k.pss.check(name, salt, signing)
	case padding == paddingNone:
		return 0, 0, "", &opensslFailure{"1C8000A8", "Provider routines", "invalid padding mode", "ERR_OSSL_INVALID_PADDING_MODE"}
	case padding == paddingX931:
		return 0, 0, "", notSupported("RSA_X931_PADDING")
	case padding != paddingPSS && (padding != paddingPKCS1 || k.name == "rsa-pss"):
		return 0, 0, "", illegalPadding()
	}
	return padding, salt, mgf1, nil
}

// check holds a signature to what its key is bound to.
func (p *pssParameters) check(name string, salt int, signing bool) error {
	switch {
	case canonicalHash(name) != p.hash:
		return digestNotAllowed()
	case salt >= 0 && salt < p.saltLength:
		return &opensslFailure{"1C8000AC", "Provider routines", "pss saltlen too small", "ERR_OSSL_PSS_SALTLEN_TOO_SMALL"}
	case salt == saltAuto && !signing:
		return invalidSalt()
	}
	return nil
}

func invalidSalt() error {
	return &opensslFailure{"1C800070", "Provider routines", "invalid salt length", "ERR_OSSL_INVALID_SALT_LENGTH"}
}

// pssSalt is the salt length in bytes that a word stands for, when signing.
func pssSalt(k *rsa.PublicKey, salt, digest int) int {
	most := (k.N.BitLen()-1+7)/8 - digest - 2
	switch salt {
	case saltDigest:
		return digest
	case saltAuto, saltMax:
		return most
	}
	return salt
}

func signRSA(k *key, name string, digest []byte, o signOptions) ([]byte, error) {
	private := k.private.(*rsa.PrivateKey)
	padding, salt, mgf1, err := rsaPadding(k, name, o, true)
	if err != nil {
		return nil, err
	}
	if padding == paddingPKCS1 {
		info, err := pkcs1Digest(name, digest)
		if err != nil {
			return nil, err
		}
		out, err := rsa.SignPKCS1v15(nil, private, 0, info)
		if errors.Is(err, rsa.ErrMessageTooLong) {
			return nil, &opensslFailure{"02000070", "rsa routines", "digest too big for rsa key",
				"ERR_OSSL_RSA_DIGEST_TOO_BIG_FOR_RSA_KEY"}
		}
		return out, err
	}
	salt = pssSalt(&private.PublicKey, salt, len(digest))
	if salt < 0 || salt > private.Size() {
		return nil, tooLargeForKey()
	}
	std := stdHash(name)
	if salt == 0 || std == 0 || canonicalHash(mgf1) != canonicalHash(name) {
		return signPSS(private, digest, name, mgf1, salt)
	}
	out, err := rsa.SignPSS(rand.Reader, private, std, digest, &rsa.PSSOptions{SaltLength: salt})
	if errors.Is(err, rsa.ErrMessageTooLong) {
		return nil, tooLargeForKey()
	}
	return out, err
}

func verifyRSA(k *key, name string, digest, signature []byte, o signOptions) (bool, error) {
	padding, salt, mgf1, err := rsaPadding(k, name, o, false)
	if err != nil {
		return false, err
	}
	if padding == paddingPSS {
		if salt != saltAuto {
			salt = pssSalt(k.rsaPublic(), salt, len(digest))
		}
		return verifyPSS(k.rsaPublic(), digest, signature, name, mgf1, salt), nil
	}
	info, err := pkcs1Digest(name, digest)
	if err != nil {
		return false, err
	}
	err = rsa.VerifyPKCS1v15(k.rsaPublic(), 0, info, signature)
	if errors.Is(err, rsa.ErrVerification) {
		return false, nil
	}
	return err == nil, err
}
