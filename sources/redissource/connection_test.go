package redissource_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"

	"github.com/guthega/guthega/sources"
	"github.com/guthega/guthega/sources/redissource"
)

func TestConfigsThatAreRefused(t *testing.T) {
	connection := func(c redissource.Connection) redissource.StreamsConfig {
		return redissource.StreamsConfig{Connection: c, Streams: []string{"orders"}}
	}
	for _, tt := range []struct {
		name   string
		config redissource.StreamsConfig
		want   []string
	}{
		{"nothing", redissource.StreamsConfig{}, []string{"stream: give at least one"}},
		{"all at once", redissource.StreamsConfig{Streams: []string{""}, Concurrency: -1, ClaimIdle: -1, Format: 9},
			[]string{"an empty one", "concurrency -1", "claimIdle -1ns", "format 9"}},
		{"a url of something else", connection(redissource.Connection{URL: "http://u:hunter2@h"}), []string{"such as redis://localhost"}},
		{"a url that is none", connection(redissource.Connection{URL: "redis://u:hunter2@h:%"}), []string{"such as redis://localhost"}},
		{"a url with options", connection(redissource.Connection{URL: "redis://h?password=hunter2"}), []string{"options behind a question mark"}},
		{"a url with a name for a database", connection(redissource.Connection{URL: "redis://h/hunter2"}), []string{"the number of a database"}},
		{"a url and parts", connection(redissource.Connection{URL: "redis://h", Host: "h"}), []string{"keep one"}},
		{"a cluster with sentinels", connection(redissource.Connection{Nodes: []string{"a:1"}, Sentinels: []string{"b:1"}, MasterName: "m", DB: 1}),
			[]string{"which has no sentinels", "only database 0"}},
		{"sentinels without a name", connection(redissource.Connection{Sentinels: []string{"b:1"}}), []string{"masterName"}},
		{"a name without sentinels", connection(redissource.Connection{MasterName: "m", Port: 70000}), []string{"needs sentinels", "port 70000"}},
		{"half a certificate", connection(redissource.Connection{TLS: &redissource.TLS{CertFile: "c.pem"}}), []string{"give cert and key"}},
		{"authorities that are not there", connection(redissource.Connection{TLS: &redissource.TLS{CAFile: "none.pem"}}), []string{"none.pem"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := redissource.NewStreams(tt.config, quiet)
			if err == nil {
				t.Fatal("it was accepted")
			}
			for _, want := range tt.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("the error is %q, want it to say %q", err, want)
				}
			}
			if strings.Contains(err.Error(), "hunter2") {
				t.Errorf("the error has the password: %v", err)
			}
		})
	}
}

// certificate makes one for 127.0.0.1 that is its own authority, and returns the PEM files of it and its key.
func certificate(t *testing.T) (cert, key string) {
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test"}, NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	cert, key = filepath.Join(t.TempDir(), "cert.pem"), filepath.Join(t.TempDir(), "key.pem")
	for file, block := range map[string]*pem.Block{
		cert: {Type: "CERTIFICATE", Bytes: der}, key: {Type: "PRIVATE KEY", Bytes: secret},
	} {
		if err := os.WriteFile(file, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return cert, key
}

func TestTLS(t *testing.T) {
	cert, key := certificate(t)
	pair, err := tls.LoadX509KeyPair(cert, key)
	if err != nil {
		t.Fatal(err)
	}
	clients := x509.NewCertPool()
	clients.AddCert(pair.Leaf)
	server := miniredis.NewMiniRedis()
	server.RequireUserAuth("me", "hunter2")
	if err := server.StartTLS(&tls.Config{Certificates: []tls.Certificate{pair}, ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: clients}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	with := func(scheme string, c *redissource.TLS) sources.Source {
		return streams(t, "", quiet, func(s *redissource.StreamsConfig) {
			s.URL, s.TLS = scheme+"://me:hunter2@"+server.Addr(), c
		})
	}
	t.Run("trusted", func(t *testing.T) {
		c := redis.NewClient(&redis.Options{Addr: server.Addr(), Username: "me", Password: "hunter2",
			TLSConfig: &tls.Config{RootCAs: clients, Certificates: []tls.Certificate{pair}}})
		t.Cleanup(func() { c.Close() })
		add(t, c, "orders", "body", "1")
		r := start(t, with("rediss", &redissource.TLS{CAFile: cert, CertFile: cert, KeyFile: key}), nil)
		r.next()
		r.stop()
	})
	for name, tt := range map[string]struct {
		tls  *redissource.TLS
		want string
	}{
		"an authority that nobody knows": {nil, "is not trusted"},
		"no certificate of our own":      {&redissource.TLS{CAFile: cert}, "refuses our side"},
		"another name":                   {&redissource.TLS{CAFile: cert, CertFile: cert, KeyFile: key, ServerName: "elsewhere"}, "is not trusted"},
	} {
		t.Run(name, func(t *testing.T) {
			err := start(t, with("rediss", tt.tls), nil).ended()
			if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "hunter2") {
				t.Errorf("Run returned %v, want it to say %q", err, tt.want)
			}
		})
	}
	t.Run("a server without TLS", func(t *testing.T) {
		plain, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		answered := make(chan struct{})
		go func() {
			defer close(answered)
			for {
				conn, err := plain.Accept()
				if err != nil {
					return
				}
				io.WriteString(conn, "-ERR unknown command\r\n")
				conn.Close()
			}
		}()
		t.Cleanup(func() { plain.Close(); <-answered })
		err = start(t, streams(t, "", quiet, func(s *redissource.StreamsConfig) { s.URL = "rediss://" + plain.Addr().String() }), nil).ended()
		if err == nil || !strings.Contains(err.Error(), "does not speak TLS") {
			t.Errorf("Run returned %v", err)
		}
	})
}
