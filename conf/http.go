package conf

import (
	"fmt"
	"time"
)

// HTTP is the properties of type http.
type HTTP struct {
	// Host is the address to listen on; empty, the default, is all interfaces.
	Host string
	// Port is the TCP port, by default 3001; 0 lets the system choose one.
	Port int
	// MaxBodyBytes bounds a request's body, by default 1 MiB; a longer one is a 413.
	MaxBodyBytes int64
	// QueueTimeout is how long a request may wait for a free place among the in-flight messages before it is a 503;
	// by default 5s, and 0 waits as long as it takes.
	QueueTimeout time.Duration
	// ReadTimeout bounds reading one request (default 30s), IdleTimeout the wait for the next one on a connection
	// (75s). Both are more than zero.
	ReadTimeout, IdleTimeout time.Duration
	// TLS, where not nil, makes it HTTPS.
	TLS *TLS
}

// TLS names the files, in PEM, that a server shows who it is with. Paths are relative to the working directory.
type TLS struct {
	// Cert is the certificate chain, the server's own first; Key its private key.
	Cert, Key string
}

func newHTTP() *HTTP {
	return &HTTP{
		Port:         3001,
		MaxBodyBytes: 1 << 20,
		QueueTimeout: 5 * time.Second,
		ReadTimeout:  30 * time.Second,
		IdleTimeout:  75 * time.Second,
	}
}

func (h *HTTP) fields(at places) (options, inside, connection fields) {
	address := fields{
		"host": agreeing(at, "host", &h.Host, text),
		"port": agreeing(at, "port", &h.Port, integer),
	}
	return address.with(fields{
		"maxBodyBytes": once(at, "maxBodyBytes", into(&h.MaxBodyBytes, size)),
		"queueTimeout": once(at, "queueTimeout", into(&h.QueueTimeout, duration)),
		"readTimeout":  once(at, "readTimeout", into(&h.ReadTimeout, duration)),
		"idleTimeout":  once(at, "idleTimeout", into(&h.IdleTimeout, duration)),
		"tls": once(at, "tls", func(n node) {
			h.TLS = new(TLS)
			object(fields{"cert": into(&h.TLS.Cert, text), "key": into(&h.TLS.Key, text)}, nil)(n)
		}),
	}), nil, address
}

func (h *HTTP) check(c *checks, at places) {
	const usual = "properties."
	c.that(h.Host == "" || hostName(h.Host) || ipAddress(h.Host), at.of("host", "properties.connection.host"),
		"is not a host", "a name or an IP address, without scheme and port")
	c.between(at.of("port", "properties.connection.port"), h.Port, 0, maxPort)
	c.that(h.MaxBodyBytes > 0, at.of("maxBodyBytes", usual+"maxBodyBytes"),
		fmt.Sprintf("%d is out of range", h.MaxBodyBytes), "at least 1")
	c.notNegative(at.of("queueTimeout", usual+"queueTimeout"), h.QueueTimeout)
	c.positive(at.of("readTimeout", usual+"readTimeout"), h.ReadTimeout)
	c.positive(at.of("idleTimeout", usual+"idleTimeout"), h.IdleTimeout)
	if h.TLS != nil {
		tls := at.of("tls", usual+"tls")
		c.that(h.TLS.Cert != "", below(tls, "cert"), "is required", "the certificate's file, in PEM")
		c.that(h.TLS.Key != "", below(tls, "key"), "is required", "the private key's file, in PEM")
	}
}
