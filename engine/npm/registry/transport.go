package registry

import (
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/guthega/guthega/engine/npm/npmrc"
)

// transports are one per client certificate, which a connection is bound to.
type transports struct {
	config *npmrc.Config
	plain  *http.Transport

	mu   sync.Mutex
	with map[[2]string]*http.Transport // by certificate's and key's file
}

func newTransports(config *npmrc.Config, parallel int) (*transports, error) {
	pool, err := config.CertPool()
	if err != nil {
		return nil, err
	}
	dialer := &net.Dialer{Timeout: 30 * time.Second, KeepAlive: 30 * time.Second}
	return &transports{config: config, with: map[[2]string]*http.Transport{}, plain: &http.Transport{
		Proxy:       func(r *http.Request) (*url.URL, error) { return config.Proxy(r.URL) },
		DialContext: dialer.DialContext,
		TLSClientConfig: &tls.Config{
			RootCAs:            pool,
			InsecureSkipVerify: !config.StrictSSL, // the user's own word (strict-ssl=false)
			MinVersion:         tls.VersionTLS12,
		},
		ForceAttemptHTTP2:     true,
		TLSHandshakeTimeout:   30 * time.Second,
		ExpectContinueTimeout: time.Second,
		IdleConnTimeout:       90 * time.Second,
		MaxIdleConnsPerHost:   2 * parallel, // metadata and tarballs
		// Tarballs must arrive as they are, and metadata is unpacked here, where its size is counted.
		DisableCompression: true,
	}}, nil
}

// RoundTrip implements http.RoundTripper.
func (t *transports) RoundTrip(r *http.Request) (*http.Response, error) {
	transport, err := t.of(r.URL)
	if err != nil {
		return nil, err
	}
	return transport.RoundTrip(r)
}

func (t *transports) of(u *url.URL) (*http.Transport, error) {
	certFile, keyFile := t.config.ClientCertificate(u)
	if certFile == "" || u.Scheme != "https" {
		return t.plain, nil
	}
	key := [2]string{certFile, keyFile}
	t.mu.Lock()
	defer t.mu.Unlock()
	if known := t.with[key]; known != nil {
		return known, nil
	}
	certificate, err := tls.LoadX509KeyPair(certFile, keyFile)
	if err != nil {
		return nil, fmt.Errorf("reading the client certificate for %s: %w", u.Host, err)
	}
	transport := t.plain.Clone()
	transport.TLSClientConfig.Certificates = []tls.Certificate{certificate}
	t.with[key] = transport
	return transport, nil
}

func (t *transports) closeIdle() {
	t.plain.CloseIdleConnections()
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, transport := range t.with {
		transport.CloseIdleConnections()
	}
}
