package crypto

import (
	"crypto/x509"
	"encoding/pem"
)

// parsePrivatePEM takes the first block that is a private key, as OpenSSL does.
func parsePrivatePEM(text []byte, e encoded) (*key, error) {
	for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
		switch block.Type {
		case "PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "DSA PRIVATE KEY":
			return parsePrivateBlock(block, e)
		}
	}
	return nil, undecodable()
}

func parsePrivateBlock(block *pem.Block, e encoded) (*key, error) {
	der := block.Bytes
	if x509.IsEncryptedPEMBlock(block) { //nolint:staticcheck // insecure, and in use
		if !e.encrypted {
			return nil, noPassphrase()
		}
		plain, err := x509.DecryptPEMBlock(block, e.passphrase) //nolint:staticcheck // see above
		if err != nil {
			return nil, badDecrypt()
		}
		der = plain
	}
	var k *key
	var err error
	switch block.Type {
	case "RSA PRIVATE KEY":
		k, err = parsePKCS1Private(der)
	case "EC PRIVATE KEY":
		k, err = parseSEC1(der)
	case "DSA PRIVATE KEY":
		return nil, notSupported("dsa")
	case "ENCRYPTED PRIVATE KEY":
		return parseEncryptedPKCS8(der, e)
	default:
		k, err = parsePKCS8(der)
	}
	return k, orUndecodable(err)
}

// orUndecodable is what OpenSSL's decoders say in the end, whatever the reason was, but for what only we refuse.
func orUndecodable(err error) error {
	switch err := err.(type) { //nolint:errorlint // not wrapped on the way
	case nil:
		return nil
	case notSupported:
		return err
	}
	return undecodable()
}

// parsePublicPEM takes the first public key; failing that the first certificate, and then the first private key.
func parsePublicPEM(text []byte, e encoded) (*key, error) {
	for _, try := range []struct {
		label string
		parse func([]byte) (*key, error)
	}{
		{"PUBLIC KEY", parseSPKI},
		{"RSA PUBLIC KEY", parsePKCS1Public},
		{"CERTIFICATE", parseCertificateKey},
	} {
		for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
			if block.Type == try.label {
				return try.parse(block.Bytes)
			}
		}
	}
	return parsePrivatePEM(text, e)
}

// parsePrivateDER parses what createPrivateKey takes as DER.
func parsePrivateDER(der []byte, e encoded) (*key, error) {
	switch e.typ {
	case "pkcs1":
		k, err := parsePKCS1Private(der)
		return k, orUndecodable(err)
	case "sec1":
		k, err := parseSEC1(der)
		return k, orUndecodable(err)
	}
	if isEncryptedPKCS8(der) {
		return parseEncryptedPKCS8(der, e)
	}
	return parsePKCS8(der)
}
