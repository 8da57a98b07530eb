package kafkasource_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/IBM/sarama"
	"github.com/twmb/franz-go/pkg/kerr"
	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kmsg"

	"github.com/guthega/guthega/sources/kafkasource"
)

// certificate writes a new self-signed certificate for the loopback address, and its key.
func certificate(t *testing.T) (certFile, keyFile string, pair tls.Certificate) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, DNSNames: []string{"kafka.example"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	keyDER, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	certPEM := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	keyPEM := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: keyDER})
	certFile, keyFile = file(t, "cert.pem", certPEM), file(t, "key.pem", keyPEM)
	if pair, err = tls.X509KeyPair(certPEM, keyPEM); err != nil {
		t.Fatal(err)
	}
	return certFile, keyFile, pair
}

func file(t *testing.T, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// reads runs a source until it is connected or Run returns, whose error it gives.
func reads(t *testing.T, c kafkasource.Config) error {
	t.Helper()
	s := newSource(t, c)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	ended := make(chan error, 1)
	go func() { ended <- s.Run(ctx, done) }()
	var err error
	over := false
	within(t, "it is connected or ends", func() (bool, error) {
		select {
		case err = <-ended:
			over = true
		default:
		}
		ok, _ := s.Connected()
		return ok || over, nil
	})
	if !over {
		stop()
		err = <-ended
	}
	return err
}

// wantError wants err to say all of these, and none of the secrets; without any it wants none.
func wantError(t *testing.T, err error, parts []string, secrets ...string) {
	t.Helper()
	if len(parts) == 0 && err != nil {
		t.Errorf("Run: %v", err)
	}
	for _, part := range parts {
		if err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("the error does not say %q:\n%v", part, err)
		}
	}
	for _, secret := range secrets {
		if err != nil && strings.Contains(err.Error(), secret) {
			t.Errorf("the error tells a secret:\n%v", err)
		}
	}
}

func TestSASL(t *testing.T) {
	cluster := fake(t, kfake.EnableSASL(), kfake.AllowAutoTopicCreation(), kfake.Superuser("PLAIN", "ada", "right"),
		kfake.Superuser("SCRAM-SHA-256", "ada", "right"), kfake.Superuser("SCRAM-SHA-512", "ada", "right"))
	testSASL(t, cluster.ListenAddrs(), "right") // to a wrong password the fake has no answer, as a Kafka has
}

func testSASL(t *testing.T, addresses []string, passwords ...string) {
	for _, mechanism := range []string{"PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"} {
		for _, password := range passwords {
			t.Run(mechanism+" "+password, func(t *testing.T) {
				var parts []string
				if password != "right" {
					parts = []string{"connecting at " + addresses[0], "credentials were refused"}
				}
				c := (&broker{addresses: addresses}).config("t")
				c.SASL = &kafkasource.SASL{Mechanism: mechanism, Username: "ada", Password: password}
				wantError(t, reads(t, c), parts, password)
			})
		}
	}
}

func TestTLS(t *testing.T) {
	certFile, keyFile, pair := certificate(t)
	otherFile, otherKey, _ := certificate(t)
	clients := x509.NewCertPool()
	leaf, err := x509.ParseCertificate(pair.Certificate[0])
	if err != nil {
		t.Fatal(err)
	}
	clients.AddCert(leaf)
	open := fake(t, kfake.AllowAutoTopicCreation(), kfake.TLS(&tls.Config{Certificates: []tls.Certificate{pair}}))
	mutual := fake(t, kfake.AllowAutoTopicCreation(), kfake.TLS(&tls.Config{
		Certificates: []tls.Certificate{pair}, ClientCAs: clients, ClientAuth: tls.RequireAndVerifyClientCert,
	}))
	for _, c := range []struct {
		name    string
		cluster *kfake.Cluster
		tls     *kafkasource.TLS
		parts   []string
	}{
		{"its CA", open, &kafkasource.TLS{CAFile: certFile}, nil},
		{"another name", open, &kafkasource.TLS{CAFile: certFile, ServerName: "kafka.example"}, nil},
		{"another CA", open, &kafkasource.TLS{CAFile: otherFile}, []string{open.ListenAddrs()[0], "name its CA"}},
		{"a wrong name", open, &kafkasource.TLS{CAFile: certFile, ServerName: "other.example"}, []string{"tls.serverName"}},
		{"a client certificate", mutual, &kafkasource.TLS{CAFile: certFile, CertFile: certFile, KeyFile: keyFile}, nil},
		{"no client certificate", mutual, &kafkasource.TLS{CAFile: certFile}, []string{"client certificate"}},
		{"a wrong client certificate", mutual, &kafkasource.TLS{CAFile: certFile, CertFile: otherFile, KeyFile: otherKey}, []string{"client certificate"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			config := (&broker{addresses: c.cluster.ListenAddrs()}).config("t")
			config.TLS = c.tls
			wantError(t, reads(t, config), c.parts)
		})
	}
}

// TestRefusals: what the broker forbids ends Run, at whichever step.
func TestRefusals(t *testing.T) {
	for _, c := range []struct {
		name  string
		key   int16
		parts []string
	}{
		{"the group", int16(kmsg.JoinGroup), []string{`joining the group "group-`, "this user may not use the group"}},
		{"the offsets", int16(kmsg.OffsetFetch), []string{"this user may not use the group"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			cluster := fake(t, kfake.AllowAutoTopicCreation())
			cluster.ControlKey(c.key, func(r kmsg.Request) (kmsg.Response, error, bool) {
				cluster.KeepControl()
				code := kerr.GroupAuthorizationFailed.Code
				switch resp := r.ResponseKind().(type) {
				case *kmsg.JoinGroupResponse:
					resp.ErrorCode = code
					return resp, nil, true
				case *kmsg.OffsetFetchResponse:
					resp.ErrorCode = code
					return resp, nil, true
				}
				return nil, nil, false
			})
			wantError(t, reads(t, (&broker{addresses: cluster.ListenAddrs()}).config("t")), c.parts)
		})
	}
}

// TestNoRightToTheTopic: a user without the right to read ends Run, and so does one who may not write dead letters.
func TestNoRightToTheTopic(t *testing.T) {
	cluster := fake(t, kfake.EnableSASL(), kfake.EnableACLs(), kfake.Superuser("PLAIN", "root", "r"), kfake.User("PLAIN", "ada", "a"))
	b := newBroker(t, cluster.ListenAddrs(), func(c *sarama.Config) {
		c.Net.SASL.Enable, c.Net.SASL.User, c.Net.SASL.Password = true, "root", "r"
	})
	config := b.config(b.topic(t, 1))
	config.SASL = &kafkasource.SASL{Mechanism: "PLAIN", Username: "ada", Password: "a"}
	wantError(t, reads(t, config), []string{cluster.ListenAddrs()[0], "this user may not"})
}

func TestToken(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the commands are Unix's")
	}
	for _, c := range []struct {
		name, want string
		sasl       kafkasource.SASL
		parts      []string
	}{
		{"a file", "secret", kafkasource.SASL{TokenFile: file(t, "token", []byte(" secret\n"))}, nil},
		{"a command", "secret", kafkasource.SASL{TokenCommand: []string{"printf", "%s\n", "secret"}}, nil},
		{"no file", "", kafkasource.SASL{TokenFile: "missing"}, []string{"OAUTHBEARER token", "missing"}},
		{"an empty file", "", kafkasource.SASL{TokenFile: file(t, "token", nil)}, []string{"there is none"}},
		{"a command that fails", "", kafkasource.SASL{TokenCommand: []string{"sh", "-c", "echo secret; echo secret >&2; exit 3"}},
			[]string{"running sh", "exit status 3"}},
		{"no command", "", kafkasource.SASL{TokenCommand: []string{"no-such-command"}}, []string{"no-such-command"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			token, err := c.sasl.Token()
			wantError(t, err, c.parts, "secret")
			if err == nil && token.Token != c.want {
				t.Errorf("the token is %q", token.Token)
			}
		})
	}
}
