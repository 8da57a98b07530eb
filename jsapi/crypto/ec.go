package crypto

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"encoding/asn1"
	"math/big"
	"strings"
)

// curve is a named curve: OpenSSL's name, those that are other words for it, the one of JOSE, and its identifier.
type curve struct {
	elliptic.Curve
	name, jwk, oid string
	also           string
}

func curves() []curve {
	return []curve{
		{elliptic.P224(), "secp224r1", "", "1.3.132.0.33", "p-224"},
		{elliptic.P256(), "prime256v1", "P-256", "1.2.840.10045.3.1.7", "p-256 secp256r1"},
		{elliptic.P384(), "secp384r1", "P-384", "1.3.132.0.34", "p-384"},
		{elliptic.P521(), "secp521r1", "P-521", "1.3.132.0.35", "p-521"},
	}
}

// findCurve finds a curve by one of OpenSSL's names, in any case for those that are NIST's.
func findCurve(name string) (curve, bool) {
	for _, c := range curves() {
		if c.name == name {
			return c, true
		}
		for also := range strings.FieldsSeq(c.also) {
			if also == strings.ToLower(name) {
				return c, true
			}
		}
	}
	return curve{}, false
}

func jwkCurve(name string) (curve, bool) {
	for _, c := range curves() {
		if c.jwk == name && name != "" {
			return c, true
		}
	}
	return curve{}, false
}

// curveOf finds the names of an elliptic.Curve.
func curveOf(of elliptic.Curve) curve {
	for _, c := range curves() {
		if c.Curve == of {
			return c
		}
	}
	return curve{Curve: of}
}

func curveName(of elliptic.Curve) string { return curveOf(of).name }

// foreignCurve reports whether OpenSSL has the curve, or should be believed to.
func foreignCurve(name string) bool {
	for _, prefix := range []string{"secp", "sect", "brainpool", "c2pnb", "c2tnb", "prime", "wap-wsg", "Oakley", "SM2"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

// parseCurve reads the parameters of an EC key: only named curves are ours.
func parseCurve(parameters []byte) (elliptic.Curve, error) {
	var oid asn1.ObjectIdentifier
	if _, err := asn1.Unmarshal(parameters, &oid); err != nil {
		return nil, notSupported("an elliptic curve without a name")
	}
	for _, c := range curves() {
		if c.oid == oid.String() {
			return c.Curve, nil
		}
	}
	if oid.String() == "1.3.132.0.10" {
		return nil, notSupported("secp256k1")
	}
	return nil, notSupported("the elliptic curve " + oid.String())
}

// sec1 is ECPrivateKey (RFC 5915).
type sec1 struct {
	Version    int
	PrivateKey []byte
	Curve      asn1.ObjectIdentifier `asn1:"optional,explicit,tag:0"`
	PublicKey  asn1.BitString        `asn1:"optional,explicit,tag:1"`
}

func parseSEC1(der []byte) (*key, error) { return parseSEC1On(der, nil) }

// parseSEC1On parses an EC private key on a curve, or on its own where that is nil.
func parseSEC1On(der []byte, on elliptic.Curve) (*key, error) {
	var info sec1
	if _, err := asn1.Unmarshal(der, &info); err != nil {
		return nil, undecodable()
	}
	if on == nil {
		oid, err := asn1.Marshal(info.Curve)
		if err != nil {
			return nil, undecodable()
		}
		if on, err = parseCurve(oid); err != nil {
			return nil, err
		}
	}
	return ecFromScalar(on, info.PrivateKey)
}

// ecFromScalar makes a key pair of its private number, which may have lost or gained zeros in front.
func ecFromScalar(on elliptic.Curve, scalar []byte) (*key, error) {
	n := new(big.Int).SetBytes(scalar)
	size := (on.Params().N.BitLen() + 7) / 8
	if (n.BitLen()+7)/8 > size {
		return nil, undecodable()
	}
	private, err := ecdsa.ParseRawPrivateKey(on, n.FillBytes(make([]byte, size)))
	if err != nil {
		return nil, undecodable()
	}
	return newEC(private), nil
}

// parsePoint reads a point in any of the forms of SEC 1, section 2.3.3.
func parsePoint(on elliptic.Curve, b []byte) (*ecdsa.PublicKey, error) {
	size := (on.Params().BitSize + 7) / 8
	switch {
	case len(b) == 1+size && (b[0] == 2 || b[0] == 3):
		x, y := elliptic.UnmarshalCompressed(on, b)
		if x == nil {
			return nil, undecodable()
		}
		return ecPublic(on, x, y)
	case len(b) == 1+2*size && (b[0] == 6 || b[0] == 7): // hybrid: as uncompressed, with y's parity
		if b[len(b)-1]&1 != b[0]&1 {
			return nil, undecodable()
		}
		b = append([]byte{4}, b[1:]...)
	}
	public, err := ecdsa.ParseUncompressedPublicKey(on, b)
	if err != nil {
		return nil, undecodable()
	}
	return public, nil
}

func ecPublic(on elliptic.Curve, x, y *big.Int) (*ecdsa.PublicKey, error) {
	size := (on.Params().BitSize + 7) / 8
	if (x.BitLen()+7)/8 > size || (y.BitLen()+7)/8 > size {
		return nil, undecodable()
	}
	b := make([]byte, 1+2*size)
	b[0] = 4
	x.FillBytes(b[1 : 1+size])
	y.FillBytes(b[1+size:])
	public, err := ecdsa.ParseUncompressedPublicKey(on, b)
	if err != nil {
		return nil, undecodable()
	}
	return public, nil
}
