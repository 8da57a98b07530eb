package crypto

import (
	"crypto/x509/pkix"
	"encoding/asn1"
)

// pssParameters are what an RSA-PSS key may only be used with (RFC 4055, section 3.1).
type pssParameters struct {
	hash, mgf1 string
	saltLength int
}

type pssASN1 struct {
	Hash         pkix.AlgorithmIdentifier `asn1:"optional,explicit,tag:0"`
	MGF          pkix.AlgorithmIdentifier `asn1:"optional,explicit,tag:1"`
	SaltLength   int                      `asn1:"optional,explicit,tag:2,default:20"`
	TrailerField int                      `asn1:"optional,explicit,tag:3,default:1"`
}

const oidMGF1 = "1.2.840.113549.1.1.8"

// hashOIDs are the hashes of PSS parameters and of PKCS #1 signatures by name.
func hashOIDs() map[string]string {
	return map[string]string{
		"md5":        "1.2.840.113549.2.5",
		"ripemd160":  "1.3.36.3.2.1",
		"sha1":       "1.3.14.3.2.26",
		"sha224":     "2.16.840.1.101.3.4.2.4",
		"sha256":     "2.16.840.1.101.3.4.2.1",
		"sha384":     "2.16.840.1.101.3.4.2.2",
		"sha512":     "2.16.840.1.101.3.4.2.3",
		"sha512-224": "2.16.840.1.101.3.4.2.5",
		"sha512-256": "2.16.840.1.101.3.4.2.6",
		"sha3-224":   "2.16.840.1.101.3.4.2.7",
		"sha3-256":   "2.16.840.1.101.3.4.2.8",
		"sha3-384":   "2.16.840.1.101.3.4.2.9",
		"sha3-512":   "2.16.840.1.101.3.4.2.10",
	}
}

// canonicalHash is the name in hashOIDs of a hash by any of its names, "" where it has none.
func canonicalHash(name string) string {
	name = hashName(name)
	switch name {
	case "sha-1", "sha1-2":
		return "sha1"
	case "ripemd", "rmd160", "ripemd-160":
		return "ripemd160"
	}
	for _, cut := range []string{"sha-", "sha2-"} {
		if len(name) > len(cut) && name[:len(cut)] == cut {
			name = "sha" + name[len(cut):]
		}
	}
	switch name {
	case "sha512/224":
		name = "sha512-224"
	case "sha512/256":
		name = "sha512-256"
	}
	if _, ok := hashOIDs()[name]; ok {
		return name
	}
	return ""
}

func hashByOID(id asn1.ObjectIdentifier) string {
	if len(id) == 0 {
		return "sha1" // the default
	}
	for name, dotted := range hashOIDs() {
		if dotted == id.String() {
			return name
		}
	}
	return ""
}

// parsePSSParameters returns nil for a key that is bound to nothing.
func parsePSSParameters(der []byte) (*pssParameters, error) {
	if len(der) == 0 {
		return nil, nil //nolint:nilnil // no parameters
	}
	var p pssASN1
	if _, err := asn1.Unmarshal(der, &p); err != nil {
		return nil, undecodable()
	}
	out := &pssParameters{hash: hashByOID(p.Hash.Algorithm), mgf1: "sha1", saltLength: p.SaltLength}
	if len(p.MGF.Parameters.FullBytes) > 0 {
		var of pkix.AlgorithmIdentifier
		if _, err := asn1.Unmarshal(p.MGF.Parameters.FullBytes, &of); err != nil {
			return nil, undecodable()
		}
		out.mgf1 = hashByOID(of.Algorithm)
	}
	if out.hash == "" || out.mgf1 == "" || p.SaltLength < 0 {
		return nil, undecodable()
	}
	return out, nil
}

// marshal is the other way; what is the default is left out, as DER wants it.
func (p *pssParameters) marshal() ([]byte, error) {
	out := pssASN1{SaltLength: p.saltLength, TrailerField: 1}
	if p.hash != "sha1" {
		out.Hash = pkix.AlgorithmIdentifier{Algorithm: oid(hashOIDs()[p.hash]), Parameters: asn1.NullRawValue}
	}
	if p.mgf1 != "sha1" {
		var err error
		of := pkix.AlgorithmIdentifier{Algorithm: oid(hashOIDs()[p.mgf1]), Parameters: asn1.NullRawValue}
		if out.MGF, err = algorithm(oidMGF1, of); err != nil {
			return nil, err
		}
	}
	return asn1.Marshal(out)
}
