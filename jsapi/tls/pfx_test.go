package tls_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	gotls "crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"io"
	"math/big"
	"net"
	"testing"
	"time"

	pkcs12 "software.sslmate.com/src/go-pkcs12"

	"github.com/guthega/guthega/jsapi/jsapitest"
)

// TestPFX has a client show the certificate of a PKCS #12 file to a server that wants one, whose own it trusts by the file's authority.
func TestPFX(t *testing.T) {
	authority, authorityKey := issue(t, nil, nil, "authority")
	server, serverKey := issue(t, authority, authorityKey, "localhost")
	client, clientKey := issue(t, authority, authorityKey, "a client")
	pool := x509.NewCertPool()
	pool.AddCert(authority)
	config := &gotls.Config{
		Certificates: []gotls.Certificate{{Certificate: [][]byte{server.Raw}, PrivateKey: serverKey}},
		ClientAuth:   gotls.RequireAndVerifyClientCert, ClientCAs: pool,
	}
	_, port, err := net.SplitHostPort(jsapitest.Peer(t, func(c net.Conn) {
		conn := gotls.Server(c, config)
		defer conn.Close()
		if conn.Handshake() == nil {
			_, _ = io.WriteString(conn, conn.ConnectionState().PeerCertificates[0].Subject.CommonName) // the test reads it
		}
	}))
	if err != nil {
		t.Fatal(err)
	}
	for _, encoder := range []*pkcs12.Encoder{pkcs12.Modern, pkcs12.LegacyDES} {
		pfx, err := encoder.Encode(clientKey, client, []*x509.Certificate{authority}, "sésame")
		if err != nil {
			t.Fatal(err)
		}
		b := "Buffer.from('" + base64.StdEncoding.EncodeToString(pfx) + "', 'base64')"
		for options, want := range map[string]string{
			"{pfx: " + b + ", passphrase: 'sésame'}":                  "a client",
			"{pfx: [{buf: " + b + ", passphrase: 'sésame'}]}":         "a client",
			"{pfx: [{buf: " + b + "}], passphrase: 'sésame'}":         "a client",
			"{pfx: " + b + ", passphrase: 'wrong'}":                   "Error mac verify failure",
			"{pfx: Buffer.from('junk')}":                              "Error reading PKCS #12: ",
			"{pfx: " + b + ".subarray(0, 100), passphrase: 'sésame'}": "Error reading PKCS #12: ",
			"{pfx: 5}": "TypeError",
		} {
			vm := newVM(t)
			vm.Run(`globalThis.got = '?'; try {
				const s = require('tls').connect({port: ` + port + `, host: '127.0.0.1', servername: 'localhost', ...` + options + `});
				let text = ''; s.on('data', (d) => { text += d; }).on('error', (e) => { text = e.name + ' ' + e.message; }).on('close', () => { got = text; });
			} catch (e) { got = e.name + ' ' + e.message }`)
			if err := vm.Loop.Run(); err != nil {
				t.Fatal(err)
			}
			got := vm.Run("got").String()
			vm.Loop.Close()
			if len(got) < len(want) || got[:len(want)] != want {
				t.Errorf("%.60s: %q, want %q", options, got, want)
			}
		}
	}
}

// issue makes a certificate, its own authority where there is none.
func issue(t *testing.T, by *x509.Certificate, byKey *ecdsa.PrivateKey, name string) (*x509.Certificate, *ecdsa.PrivateKey) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()), Subject: pkix.Name{CommonName: name}, DNSNames: []string{"localhost"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: by == nil, BasicConstraintsValid: true,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	}
	if by == nil {
		by, byKey = c, key
	}
	der, err := x509.CreateCertificate(rand.Reader, c, by, key.Public(), byKey)
	if err != nil {
		t.Fatal(err)
	}
	if c, err = x509.ParseCertificate(der); err != nil {
		t.Fatal(err)
	}
	return c, key
}
