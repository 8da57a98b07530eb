package httpsource

import (
	"crypto/tls"
	"errors"
	"fmt"
	"time"

	"github.com/guthega/guthega/sources"
)

// Config says where to listen and what to accept. The zero value of every field but Port is its default.
type Config struct {
	// Host is the address to listen on; empty is all interfaces, IPv4 and IPv6.
	Host string
	// Port is the TCP port; 0 lets the system choose a free one (see Source.Addr).
	Port int
	// MaxBodyBytes bounds a body, before and after it is decompressed; past it the reply is 413. Default 1 MiB.
	MaxBodyBytes int64
	// QueueTimeout becomes every Message's MaxQueue. Default 5 s: a caller that waits longer for a mere place has
	// usually gone, and a 503 tells a balancer to try the next instance.
	QueueTimeout time.Duration
	// Format is how a body is read whose Content-Type is neither text/plain nor application/octet-stream.
	Format sources.Format
	// CertFile and KeyFile are PEM files; both or neither. With them the port speaks TLS 1.2 or newer, and HTTP/2
	// where the client offers it.
	CertFile, KeyFile string

	// ReadTimeout bounds reading one request, header and body, from its first byte. Default 30 s: 1 MiB at
	// 35 KB/s, and a slow-loris client holds a connection no longer.
	ReadTimeout time.Duration
	// ReadHeaderTimeout bounds reading the header alone. Default: ReadTimeout, so that only one deadline is armed
	// for each request, which is measurably cheaper.
	ReadHeaderTimeout time.Duration
	// WriteTimeout bounds how long a client may take to accept a reply that is ready, not how long the handler
	// may run (net/http's would count both). Default 30 s. The deadline is renewed when a quarter of it has
	// passed, not for every reply, so the true bound lies between 75 and 100 % of it.
	WriteTimeout time.Duration
	// IdleTimeout closes a kept-alive connection without a request. Default 75 s: longer than the usual 60 s of
	// balancers, so that it is the balancer that closes first and never sends into a closing connection.
	IdleTimeout time.Duration
}

const (
	defaultMaxBodyBytes = 1 << 20
	defaultQueueTimeout = 5 * time.Second
	defaultReadTimeout  = 30 * time.Second
	defaultWriteTimeout = 30 * time.Second
	defaultIdleTimeout  = 75 * time.Second

	// maxHeaderBytes bounds the request line and header. Node allows 16 KiB, Go 1 MiB; 64 KiB leaves room for
	// large cookies and keeps 10,000 connections below a gigabyte.
	maxHeaderBytes = 64 << 10
)

func (c *Config) setDefaults() {
	setDefault(&c.MaxBodyBytes, defaultMaxBodyBytes)
	setDefault(&c.QueueTimeout, defaultQueueTimeout)
	setDefault(&c.ReadTimeout, defaultReadTimeout)
	setDefault(&c.WriteTimeout, defaultWriteTimeout)
	setDefault(&c.IdleTimeout, defaultIdleTimeout)
}

func setDefault[T int64 | time.Duration](v *T, def T) {
	if *v == 0 {
		*v = def
	}
}

// validate reports every problem at once. The certificate is loaded here, so that a bad one is found before anything
// listens.
func (c *Config) validate() (*tls.Config, error) {
	var problems []error
	if c.Port < 0 || c.Port > 65535 {
		problems = append(problems, fmt.Errorf("port %d is not between 0 and 65535", c.Port))
	}
	if c.MaxBodyBytes < 0 {
		problems = append(problems, fmt.Errorf("maxBodyBytes %d is negative", c.MaxBodyBytes))
	}
	if c.Format > sources.Binary {
		problems = append(problems, fmt.Errorf("format %d does not exist", c.Format))
	}
	for _, d := range []struct {
		name  string
		value time.Duration
	}{
		{"queueTimeout", c.QueueTimeout}, {"readTimeout", c.ReadTimeout}, {"readHeaderTimeout", c.ReadHeaderTimeout},
		{"writeTimeout", c.WriteTimeout}, {"idleTimeout", c.IdleTimeout},
	} {
		if d.value < 0 {
			problems = append(problems, fmt.Errorf("%s %v is negative", d.name, d.value))
		}
	}
	tlsConfig, err := c.loadTLS()
	if err != nil {
		problems = append(problems, err)
	}
	return tlsConfig, errors.Join(problems...)
}

func (c *Config) loadTLS() (*tls.Config, error) {
	switch {
	case c.CertFile == "" && c.KeyFile == "":
		return nil, nil
	case c.CertFile == "":
		return nil, fmt.Errorf("tls: the key %q needs its certificate: set tls.cert", c.KeyFile)
	case c.KeyFile == "":
		return nil, fmt.Errorf("tls: the certificate %q needs its private key: set tls.key", c.CertFile)
	}
	pair, err := tls.LoadX509KeyPair(c.CertFile, c.KeyFile)
	if err != nil {
		return nil, fmt.Errorf("tls: the certificate %q and the key %q cannot be used (PEM files that belong together are needed): %w",
			c.CertFile, c.KeyFile, err)
	}
	return &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12}, nil
}
