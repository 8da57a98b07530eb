package conf

import (
	"fmt"
	"math"
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
	// Heartbeat is the interval offered to the server; 0, the default, leaves it to the server. The file has it in
	// seconds.
	Heartbeat time.Duration
	// FrameMax is the largest frame offered, in bytes; 0, the default, leaves it to the server.
	FrameMax int
	// Locale is what the server's texts are asked for in, by default "en_US", the one that every server has.
	Locale string
	// Queue is what is consumed. Required.
	Queue string
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
	return nil, fields{"queue": into(&a.Queue, text)}, fields{
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
}
