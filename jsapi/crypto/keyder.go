package crypto

import (
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
)

// Object identifiers of key algorithms (RFC 8017, 5480, 8410, PKCS #3, RFC 2631, 3279), as asn1 writes them.
const (
	oidRSA     = "1.2.840.113549.1.1.1"
	oidRSAPSS  = "1.2.840.113549.1.1.10"
	oidEC      = "1.2.840.10045.2.1"
	oidEd25519 = "1.3.101.112"
	oidX25519  = "1.3.101.110"
	oidDH      = "1.2.840.113549.1.3.1"
	oidX942DH  = "1.2.840.10046.2.1"
)

// pkcs8 is PrivateKeyInfo (RFC 5208); what may follow in it is left out.
type pkcs8 struct {
	Version    int
	Algorithm  pkix.AlgorithmIdentifier
	PrivateKey []byte
}

// spki is SubjectPublicKeyInfo (RFC 5280).
type spki struct {
	Algorithm pkix.AlgorithmIdentifier
	PublicKey asn1.BitString
}

// foreign says that a key is of a kind that Node has and we have not, or of none.
func foreign(oid asn1.ObjectIdentifier) error {
	switch oid.String() {
	case "1.3.101.113":
		return notSupported("ed448")
	case "1.3.101.111":
		return notSupported("x448")
	case "1.2.840.10040.4.1":
		return notSupported("dsa")
	}
	return undecodable()
}

// parsePKCS8 parses a private key that is not encrypted.
func parsePKCS8(der []byte) (*key, error) {
	var info pkcs8
	if _, err := asn1.Unmarshal(der, &info); err != nil {
		return nil, notDER(der)
	}
	switch parameters := info.Algorithm.Parameters.FullBytes; info.Algorithm.Algorithm.String() {
	case oidRSA:
		return parsePKCS1Private(info.PrivateKey)
	case oidRSAPSS:
		k, err := parsePKCS1Private(info.PrivateKey)
		if err != nil {
			return nil, err
		}
		k.name = "rsa-pss"
		k.pss, err = parsePSSParameters(parameters)
		return k, err
	case oidEC:
		curve, err := parseCurve(parameters)
		if err != nil {
			return nil, err
		}
		return parseSEC1On(info.PrivateKey, curve)
	case oidEd25519:
		var seed []byte
		if _, err := asn1.Unmarshal(info.PrivateKey, &seed); err != nil || len(seed) != ed25519.SeedSize {
			return nil, undecodable()
		}
		return newEd25519(ed25519.NewKeyFromSeed(seed)), nil
	case oidX25519:
		var scalar []byte
		if _, err := asn1.Unmarshal(info.PrivateKey, &scalar); err != nil {
			return nil, undecodable()
		}
		private, err := ecdh.X25519().NewPrivateKey(scalar)
		if err != nil {
			return nil, undecodable()
		}
		return newX25519(private), nil
	case oidDH, oidX942DH:
		return parseDHPrivate(info.PrivateKey, parameters)
	}
	return nil, foreign(info.Algorithm.Algorithm)
}

func newEd25519(private ed25519.PrivateKey) *key {
	return &key{kind: privateKey, name: "ed25519", public: private.Public(), private: private}
}

func newX25519(private *ecdh.PrivateKey) *key {
	return &key{kind: privateKey, name: "x25519", public: private.PublicKey(), private: private}
}

func newEC(private *ecdsa.PrivateKey) *key {
	return &key{kind: privateKey, name: "ec", public: &private.PublicKey, private: private}
}

func newRSA(private *rsa.PrivateKey) *key {
	return &key{kind: privateKey, name: "rsa", public: &private.PublicKey, private: private}
}

// parseSPKI parses a public key.
func parseSPKI(der []byte) (*key, error) {
	var info spki
	if _, err := asn1.Unmarshal(der, &info); err != nil {
		return nil, notDER(der)
	}
	k := &key{kind: publicKey}
	var err error
	switch b, parameters := info.PublicKey.RightAlign(), info.Algorithm.Parameters.FullBytes; info.Algorithm.Algorithm.String() {
	case oidRSA:
		return parsePKCS1Public(b)
	case oidRSAPSS:
		if k, err = parsePKCS1Public(b); err != nil {
			return nil, err
		}
		k.name = "rsa-pss"
		k.pss, err = parsePSSParameters(parameters)
	case oidEC:
		var curve elliptic.Curve
		if curve, err = parseCurve(parameters); err != nil {
			return nil, err
		}
		k.name = "ec"
		k.public, err = parsePoint(curve, b)
	case oidEd25519:
		if len(b) != ed25519.PublicKeySize {
			return nil, undecodable()
		}
		k.name, k.public = "ed25519", ed25519.PublicKey(b)
	case oidX25519:
		k.name = "x25519"
		k.public, err = ecdh.X25519().NewPublicKey(b)
	case oidDH, oidX942DH:
		return parseDHPublic(b, parameters)
	default:
		return nil, foreign(info.Algorithm.Algorithm)
	}
	if err != nil {
		return nil, orUndecodable(err)
	}
	return k, nil
}

func parsePKCS1Private(der []byte) (*key, error) {
	private, err := x509.ParsePKCS1PrivateKey(der)
	if err != nil {
		return nil, undecodable()
	}
	return newRSA(private), nil
}

func parsePKCS1Public(der []byte) (*key, error) {
	public, err := x509.ParsePKCS1PublicKey(der)
	if err != nil {
		return nil, notDER(der)
	}
	return &key{kind: publicKey, name: "rsa", public: public}, nil
}

func parseCertificateKey(der []byte) (*key, error) {
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, notDER(der)
	}
	return parseSPKI(certificate.RawSubjectPublicKeyInfo)
}

// bigInt is n as goja makes a BigInt of it.
func bigInt(n int) *big.Int { return big.NewInt(int64(n)) }

// rsaPublic is the public half of an RSA key, nil for others.
func (k *key) rsaPublic() *rsa.PublicKey {
	public, _ := k.public.(*rsa.PublicKey)
	return public
}

// ecPublic is the public half of an EC key, nil for others.
func (k *key) ecPublic() *ecdsa.PublicKey {
	public, _ := k.public.(*ecdsa.PublicKey)
	return public
}
