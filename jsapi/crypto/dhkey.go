package crypto

import (
	"crypto"
	"encoding/asn1"
	"math/big"
)

// dhGroup is what two sides of a Diffie-Hellman exchange agree on.
type dhGroup struct{ p, g *big.Int }

func (a dhGroup) equal(b dhGroup) bool { return a.p.Cmp(b.p) == 0 && a.g.Cmp(b.g) == 0 }

type dhPublic struct {
	dhGroup
	y *big.Int
}

type dhPrivate struct {
	dhGroup
	x *big.Int
}

// Equal is for sameKey.
func (a *dhPublic) Equal(b crypto.PublicKey) bool {
	other, ok := b.(*dhPublic)
	return ok && a.equal(other.dhGroup) && a.y.Cmp(other.y) == 0
}

// Equal is for sameKey.
func (a *dhPrivate) Equal(b crypto.PrivateKey) bool {
	other, ok := b.(*dhPrivate)
	return ok && a.equal(other.dhGroup) && a.x.Cmp(other.x) == 0
}

// dhASN1 is PKCS #3's DHParameter; X9.42's parameters begin alike.
type dhASN1 struct{ P, G *big.Int }

// maxDHBits is OpenSSL's limit: an exchange takes time by the cube of it.
const maxDHBits = 10000

func parseDHGroup(der []byte) (dhGroup, error) {
	var in dhASN1
	if _, err := asn1.Unmarshal(der, &in); err != nil || in.P.Sign() <= 0 || in.G.Sign() <= 0 || in.P.BitLen() > maxDHBits {
		return dhGroup{}, undecodable()
	}
	return dhGroup{in.P, in.G}, nil
}

func parseDHPrivate(der, parameters []byte) (*key, error) {
	group, err := parseDHGroup(parameters)
	if err != nil {
		return nil, err
	}
	var x *big.Int
	if _, err := asn1.Unmarshal(der, &x); err != nil || x.Sign() <= 0 {
		return nil, undecodable()
	}
	return newDH(group, x), nil
}

func newDH(group dhGroup, x *big.Int) *key {
	y := new(big.Int).Exp(group.g, x, group.p)
	return &key{kind: privateKey, name: "dh", public: &dhPublic{group, y}, private: &dhPrivate{group, x}}
}

func parseDHPublic(der, parameters []byte) (*key, error) {
	group, err := parseDHGroup(parameters)
	if err != nil {
		return nil, err
	}
	var y *big.Int
	if _, err := asn1.Unmarshal(der, &y); err != nil || y.Sign() <= 0 {
		return nil, undecodable()
	}
	return &key{kind: publicKey, name: "dh", public: &dhPublic{group, y}}, nil
}
