package conf

import (
	"fmt"
	"math"
	"strings"
	"time"
)

// AMQP is the properties of type amqp (AMQP 0-9-1).
type AMQP struct {
	// URL is amqp:// or amqps:// (TLS); where it is not empty the fields from Protocol to VHost do not count.
	URL string
	// Protocol is "amqp" (the default) or "amqps".
	Protocol string
	// Hostname and Port of the server, by default localhost and 5672, or 5671 for amqps.
	Hostname string
	Port     int
	// Username and Password, by default guest and guest, which RabbitMQ accepts from its own machine only.
	Username, Password string
	// VHost is the virtual host, by default "/".
	VHost string
	// Heartbeat is how often a silent connection is tested; 0, the default, is 10 s. The server may shorten it. The file
	// has it in seconds.
	Heartbeat time.Duration
	// FrameMax is the largest frame offered, in bytes; 0, the default, leaves it to the server.
	FrameMax int
	// Locale is what the server's texts are asked for in, by default "en_US", the one that every server has.
	Locale string
	// TLS, where not nil, is how amqps checks the server and shows who we are.
	TLS *AMQPTLS
	// Queue is what is consumed. Required.
	Queue string
	// Transient is "durable": false, and Arguments are the queue's others ("x-queue-type": "quorum", say), as string,
	// bool, int64, float64, nil, []any or map[string]any. With Passive the queue is taken as it is.
	Transient, Passive bool
	Arguments          map[string]any
	// Exchange, where not nil, is declared, and the queue bound to it by each of Bindings.
	Exchange *AMQPExchange
	Bindings []string
}

// AMQPTLS names the files, in PEM. Paths are relative to the working directory.
type AMQPTLS struct {
	// CA has the certificates that the server's must come from; "" takes the system's.
	CA string
	// Cert and Key are the client's certificate chain and private key; both or neither.
	Cert, Key string
}

// leastFrame is the smallest frame-max a peer may offer (AMQP 0-9-1, connection.tune: frame-min-size).
const leastFrame = 4096

// The registered ports of AMQP in the clear and over TLS.
const (
	amqpPort  = 5672
	amqpsPort = 5671
)

func newAMQP() *AMQP {
	return &AMQP{
		Protocol: "amqp",
		Hostname: "localhost",
		Port:     amqpPort,
		Username: "guest",
		Password: "guest",
		VHost:    "/",
		Locale:   "en_US",
	}
}

func (a *AMQP) fields(at places) (options, inside, connection fields) {
	return nil, a.topology(), fields{
		"tls":       a.tls(),
		"url":       once(at, "url", into(&a.URL, nonEmpty)),
		"protocol":  once(at, "protocol", a.protocol(at)),
		"hostname":  once(at, "hostname", into(&a.Hostname, text)),
		"port":      once(at, "port", into(&a.Port, integer)),
		"username":  once(at, "username", into(&a.Username, text)),
		"password":  once(at, "password", into(&a.Password, text)),
		"vhost":     once(at, "vhost", into(&a.VHost, text)),
		"heartbeat": into(&a.Heartbeat, count(time.Second, "seconds")),
		"frameMax":  into(&a.FrameMax, integer),
		"locale":    into(&a.Locale, text),
	}
}

func (a *AMQP) tls() setter {
	return func(n node) {
		a.TLS = new(AMQPTLS)
		object(fields{"ca": into(&a.TLS.CA, nonEmpty), "cert": into(&a.TLS.Cert, nonEmpty), "key": into(&a.TLS.Key, nonEmpty)}, nil)(n)
	}
}

// protocol brings its port with it, unless the file gives one.
func (a *AMQP) protocol(at places) setter {
	return func(n node) {
		into(&a.Protocol, oneOf("amqp", "amqps"))(n)
		if _, given := at["port"]; !given && a.Protocol == "amqps" {
			a.Port = amqpsPort
		}
	}
}

func (a *AMQP) check(c *checks, at places) {
	if a.URL != "" {
		c.url(a.URL, "amqp", "amqps")
		c.alone(at, "url", "protocol", "hostname", "port", "username", "password", "vhost")
	} else {
		c.that(a.Hostname != "", "properties.connection.hostname", "is empty", "")
		c.between("properties.connection.port", a.Port, 1, maxPort)
	}
	c.notNegative("properties.connection.heartbeat", a.Heartbeat)
	c.that(a.FrameMax == 0 || a.FrameMax >= leastFrame && int64(a.FrameMax) <= math.MaxUint32, "properties.connection.frameMax",
		fmt.Sprintf("%d is out of range", a.FrameMax), "at least 4096; 0 leaves it to the server")
	c.that(a.Queue != "", "properties.queue", "is required", "the queue to consume")
	a.checkTopology(c)
	if a.TLS != nil {
		const tls = "properties.connection.tls"
		secure := a.Protocol == "amqps"
		if a.URL != "" {
			secure = strings.HasPrefix(a.URL, "amqps:")
		}
		c.that(secure, tls, "has no effect without amqps", `"protocol": "amqps", or a url that begins with amqps:`)
		c.that(a.TLS.Cert != "" || a.TLS.Key == "", tls+".cert", "is required beside key", "the certificate's file, in PEM")
		c.that(a.TLS.Key != "" || a.TLS.Cert == "", tls+".key", "is required beside cert", "the private key's file, in PEM")
	}
}
