package crypto

import "crypto"

// KeyError is why PrivateKey refuses a key: OpenSSL's text and Node's code.
type KeyError struct{ Code, Text string }

func (e *KeyError) Error() string { return e.Text }

// PrivateKey reads the first private key of a PEM text for tls: an *rsa.PrivateKey, *ecdsa.PrivateKey or
// ed25519.PrivateKey. passphrase is nil where the user gave none. The error is a *KeyError.
func PrivateKey(text, passphrase []byte) (crypto.PrivateKey, error) {
	k, err := parsePrivatePEM(text, encoded{format: "pem", passphrase: passphrase, encrypted: passphrase != nil})
	switch err := err.(type) { //nolint:errorlint // not wrapped on the way
	case nil:
		return k.private, nil
	case *opensslFailure:
		return nil, &KeyError{err.code, err.Error()}
	default:
		return nil, &KeyError{"ERR_FEATURE_UNAVAILABLE_ON_PLATFORM", err.Error()}
	}
}
