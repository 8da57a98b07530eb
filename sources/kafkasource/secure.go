package kafkasource

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"

	"github.com/IBM/sarama"
	"github.com/xdg-go/scram"
)

// TLS encrypts the connections to the brokers, TLS 1.2 or newer. A certificate is always verified: for one that no public
// authority signed, name its CA.
type TLS struct {
	// CAFile holds certificates in PEM that brokers' certificates are verified with, instead of the system's.
	CAFile string
	// CertFile and KeyFile, in PEM, show who the client is; both or neither.
	CertFile, KeyFile string
	// ServerName is the name in the brokers' certificates, where that is not their host's.
	ServerName string
}

func (t *TLS) apply(k *sarama.Config) error {
	if t == nil {
		return nil
	}
	c := &tls.Config{MinVersion: tls.VersionTLS12, ServerName: t.ServerName}
	if t.CAFile != "" {
		pem, err := os.ReadFile(t.CAFile)
		if err != nil {
			return fmt.Errorf("the CA's certificates: %w", err)
		}
		c.RootCAs = x509.NewCertPool()
		if !c.RootCAs.AppendCertsFromPEM(pem) {
			return fmt.Errorf("the CA's file %q has no certificate in PEM", t.CAFile)
		}
	}
	if (t.CertFile == "") != (t.KeyFile == "") {
		return errors.New("a certificate and its key belong together: name both or neither")
	}
	if t.CertFile != "" {
		pair, err := tls.LoadX509KeyPair(t.CertFile, t.KeyFile)
		if err != nil {
			return fmt.Errorf("the certificate %q and the key %q cannot be used (PEM files that belong together are needed): %w",
				t.CertFile, t.KeyFile, err)
		}
		c.Certificates = []tls.Certificate{pair}
	}
	k.Net.TLS.Enable, k.Net.TLS.Config = true, c
	return nil
}

// SASL shows the brokers who the client is (RFC 4422).
type SASL struct {
	// Mechanism is "PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512" or "OAUTHBEARER".
	Mechanism string
	// Username and Password are for the first three.
	Username, Password string
	// For OAUTHBEARER (RFC 7628) the token is what TokenFile holds, or what TokenCommand, a program and its arguments,
	// writes to its standard output; white space around it is left out. It is asked for anew for every connection.
	TokenFile    string
	TokenCommand []string
}

func (s *SASL) apply(k *sarama.Config) error {
	if s == nil {
		return nil
	}
	n := &k.Net.SASL
	n.Enable, n.User, n.Password, n.Mechanism = true, s.Username, s.Password, sarama.SASLMechanism(s.Mechanism)
	switch n.Mechanism {
	case sarama.SASLTypePlaintext:
	case sarama.SASLTypeSCRAMSHA256:
		n.SCRAMClientGeneratorFunc = func() sarama.SCRAMClient { return &scramClient{hash: scram.SHA256} }
	case sarama.SASLTypeSCRAMSHA512:
		n.SCRAMClientGeneratorFunc = func() sarama.SCRAMClient { return &scramClient{hash: scram.SHA512} }
	case sarama.SASLTypeOAuth:
		if (s.TokenFile == "") == (len(s.TokenCommand) == 0) {
			return errors.New("OAUTHBEARER needs tokenFile or tokenCommand")
		}
		n.TokenProvider = s
		return nil
	default:
		return fmt.Errorf("mechanism %q is not known: PLAIN, SCRAM-SHA-256, SCRAM-SHA-512 and OAUTHBEARER are", s.Mechanism)
	}
	if s.Username == "" || s.Password == "" {
		return fmt.Errorf("%s needs username and password", s.Mechanism)
	}
	return nil
}

// tokenTimeout bounds the token command: a broker that waits for a token closes the connection.
const tokenTimeout = 10 * time.Second

// Token is called by the library, concurrently, for every connection. What the command writes is secret, and so no part of
// an error.
func (s *SASL) Token() (*sarama.AccessToken, error) {
	var text []byte
	var err error
	if s.TokenFile != "" {
		text, err = os.ReadFile(s.TokenFile)
	} else {
		ctx, cancel := context.WithTimeout(context.Background(), tokenTimeout)
		defer cancel()
		cmd := exec.CommandContext(ctx, s.TokenCommand[0], s.TokenCommand[1:]...)
		cmd.WaitDelay = time.Second
		if text, err = cmd.Output(); err != nil {
			err = fmt.Errorf("running %s: %s (run it by hand to see why)", s.TokenCommand[0], err.Error())
		}
	}
	if err != nil {
		return nil, &tokenError{err}
	}
	token := strings.TrimSpace(string(text))
	if token == "" {
		return nil, &tokenError{errors.New("there is none")}
	}
	return &sarama.AccessToken{Token: token}, nil
}

// tokenError is one of ours, not the broker's: a command that fails now may not the next time.
type tokenError struct{ err error }

func (e *tokenError) Error() string { return "getting the OAUTHBEARER token: " + e.err.Error() }

func (e *tokenError) Unwrap() error { return e.err }

// scramClient is the client's side of one SCRAM exchange (RFC 5802).
type scramClient struct {
	hash scram.HashGeneratorFcn
	talk *scram.ClientConversation
}

func (c *scramClient) Begin(user, password, authzID string) error {
	client, err := c.hash.NewClient(user, password, authzID)
	if err != nil {
		return fmt.Errorf("beginning SCRAM: %w", err)
	}
	c.talk = client.NewConversation()
	return nil
}

func (c *scramClient) Step(challenge string) (string, error) { return c.talk.Step(challenge) }

func (c *scramClient) Done() bool { return c.talk.Done() }
