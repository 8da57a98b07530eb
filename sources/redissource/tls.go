package redissource

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"os"
)

// TLS says how a server is known and how we are. The zero value trusts what the system trusts.
type TLS struct {
	// CAFile is a PEM file of the authorities to trust instead of the system's.
	CAFile string
	// CertFile and KeyFile are PEM files of our own certificate; both or neither.
	CertFile, KeyFile string
	// ServerName is the name that the server's certificate must have; by default the host connected to.
	ServerName string
}

func (t *TLS) config() (*tls.Config, error) {
	config := &tls.Config{ServerName: t.ServerName, MinVersion: tls.VersionTLS12}
	if t.CAFile != "" {
		text, err := os.ReadFile(t.CAFile)
		if err != nil {
			return nil, fmt.Errorf("connection: tls: reading the authorities: %w", err)
		}
		config.RootCAs = x509.NewCertPool()
		if !config.RootCAs.AppendCertsFromPEM(text) {
			return nil, fmt.Errorf("connection: tls: %q holds no certificate in PEM", t.CAFile)
		}
	}
	switch {
	case t.CertFile == "" && t.KeyFile == "":
		return config, nil
	case t.CertFile == "" || t.KeyFile == "":
		return nil, errors.New("connection: tls: a certificate and its private key go together: give cert and key")
	}
	pair, err := tls.LoadX509KeyPair(t.CertFile, t.KeyFile)
	if err != nil {
		return nil, fmt.Errorf("connection: tls: the certificate %q and the key %q cannot be used (PEM files that belong together are needed): %w",
			t.CertFile, t.KeyFile, err)
	}
	config.Certificates = []tls.Certificate{pair}
	return config, nil
}
