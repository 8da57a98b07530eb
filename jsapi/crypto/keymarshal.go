package crypto

import (
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
)

// identifier is the AlgorithmIdentifier of a key.
func (k *key) identifier() (pkix.AlgorithmIdentifier, error) {
	switch k.name {
	case "rsa":
		return algorithm(oidRSA, asn1.NullRawValue)
	case "rsa-pss":
		if k.pss == nil {
			return algorithm(oidRSAPSS, nil)
		}
		der, err := k.pss.marshal()
		return pkix.AlgorithmIdentifier{Algorithm: oid(oidRSAPSS), Parameters: asn1.RawValue{FullBytes: der}}, err
	case "ec":
		return algorithm(oidEC, oid(curveOf(k.ecPublic().Curve).oid))
	case "ed25519":
		return algorithm(oidEd25519, nil)
	case "x25519":
		return algorithm(oidX25519, nil)
	}
	public := k.public.(*dhPublic)
	return algorithm(oidDH, dhASN1{public.p, public.g})
}

// marshalSPKI writes SubjectPublicKeyInfo.
func marshalSPKI(k *key) ([]byte, error) {
	id, err := k.identifier()
	if err != nil {
		return nil, err
	}
	b, err := k.publicBytes()
	if err != nil {
		return nil, err
	}
	return asn1.Marshal(spki{id, asn1.BitString{Bytes: b, BitLength: 8 * len(b)}})
}

// publicBytes is what stands inside of SubjectPublicKeyInfo.
func (k *key) publicBytes() ([]byte, error) {
	switch public := k.public.(type) {
	case *rsa.PublicKey:
		return x509.MarshalPKCS1PublicKey(public), nil
	case *ecdsa.PublicKey:
		return public.Bytes()
	case ed25519.PublicKey:
		return public, nil
	case *ecdh.PublicKey:
		return public.Bytes(), nil
	}
	return asn1.Marshal(k.public.(*dhPublic).y)
}

// marshalPrivate writes a private key as "pkcs1", "sec1" or, failing those, PKCS #8, and returns PEM's label for it.
func marshalPrivate(k *key, typ string) (label string, der []byte, err error) {
	switch typ {
	case "pkcs1":
		return "RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(k.private.(*rsa.PrivateKey)), nil
	case "sec1":
		der, err = marshalSEC1(k, true)
		return "EC PRIVATE KEY", der, err
	}
	id, err := k.identifier()
	if err != nil {
		return "", nil, err
	}
	b, err := k.privateBytes()
	if err != nil {
		return "", nil, err
	}
	der, err = asn1.Marshal(pkcs8{Algorithm: id, PrivateKey: b})
	return "PRIVATE KEY", der, err
}

// privateBytes is what stands inside of PKCS #8.
func (k *key) privateBytes() ([]byte, error) {
	switch private := k.private.(type) {
	case *rsa.PrivateKey:
		return x509.MarshalPKCS1PrivateKey(private), nil
	case *ecdsa.PrivateKey:
		return marshalSEC1(k, false)
	case ed25519.PrivateKey:
		return asn1.Marshal(private.Seed())
	case *ecdh.PrivateKey:
		return asn1.Marshal(private.Bytes())
	}
	return asn1.Marshal(k.private.(*dhPrivate).x)
}

// marshalSEC1 writes an EC private key, which names its curve where nothing around it does.
func marshalSEC1(k *key, named bool) ([]byte, error) {
	private, err := k.private.(*ecdsa.PrivateKey).Bytes()
	if err != nil {
		return nil, err
	}
	public, err := k.ecPublic().Bytes()
	if err != nil {
		return nil, err
	}
	out := sec1{Version: 1, PrivateKey: private, PublicKey: asn1.BitString{Bytes: public, BitLength: 8 * len(public)}}
	if named {
		out.Curve = oid(curveOf(k.ecPublic().Curve).oid)
	}
	return asn1.Marshal(out)
}
