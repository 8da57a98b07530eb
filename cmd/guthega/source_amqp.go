package main

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"os"
	"strconv"

	"github.com/guthega/guthega/conf"
	"github.com/guthega/guthega/sources"
	"github.com/guthega/guthega/sources/amqpsource"
)

func makeAMQP(c *conf.Source, concurrency int, _ stdio, log *slog.Logger) (sources.Source, error) {
	a := c.AMQP
	security, err := amqpTLS(a.TLS)
	if err != nil {
		return nil, fmt.Errorf("%s: properties.connection.tls%w", c.File, err)
	}
	config := amqpsource.Config{
		URL: amqpURL(a), TLS: security, Heartbeat: a.Heartbeat, FrameMax: a.FrameMax, Locale: a.Locale,
		Queue: a.Queue, Transient: a.Transient, Passive: a.Passive, Arguments: a.Arguments,
		Bindings: a.Bindings, Concurrency: concurrency, Format: formats[c.Format],
		DeadLetterQueue: c.DeadLetter.To, NoDeadLetters: c.DeadLetter.Off,
	}
	if e := a.Exchange; e != nil {
		config.Exchange = &amqpsource.Exchange{
			Name: e.Name, Kind: e.Type, Transient: e.Transient, AutoDelete: e.AutoDelete, Internal: e.Internal, Passive: e.Passive,
			Arguments: e.Arguments,
		}
	}
	return amqpsource.New(config, log)
}

// amqpURL is the connection as one URL. In its path the virtual host "/" is %2F.
func amqpURL(a *conf.AMQP) string {
	if a.URL != "" {
		return a.URL
	}
	u := url.URL{
		Scheme: a.Protocol, User: url.UserPassword(a.Username, a.Password),
		Host: net.JoinHostPort(a.Hostname, strconv.Itoa(a.Port)),
		Path: "/" + a.VHost, RawPath: "/" + url.PathEscape(a.VHost),
	}
	return u.String()
}

// amqpTLS loads the files; nil leaves it to the system's certificates. Its errors begin with the key.
func amqpTLS(t *conf.AMQPTLS) (*tls.Config, error) {
	if t == nil {
		return nil, nil //nolint:nilnil // no TLS of its own is what nil means to the source
	}
	c := &tls.Config{MinVersion: tls.VersionTLS12}
	if t.CA != "" {
		pem, err := os.ReadFile(t.CA)
		if err != nil {
			return nil, fmt.Errorf(".ca: %w", err)
		}
		c.RootCAs = x509.NewCertPool()
		if !c.RootCAs.AppendCertsFromPEM(pem) {
			return nil, fmt.Errorf(".ca: %s has no certificate in PEM", t.CA)
		}
	}
	if t.Cert != "" {
		pair, err := tls.LoadX509KeyPair(t.Cert, t.Key)
		if err != nil {
			return nil, fmt.Errorf(".cert: %w", err)
		}
		c.Certificates = []tls.Certificate{pair}
	}
	return c, nil
}
