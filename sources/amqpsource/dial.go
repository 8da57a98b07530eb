package amqpsource

import (
	"context"
	"fmt"
	"net"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"
)

const (
	// handshakeLimit bounds TCP, TLS and AMQP handshakes together. RabbitMQ answers wrong credentials after 3 s, so that
	// guessing takes time.
	handshakeLimit = 15 * time.Second
	// writeLimit bounds one write. Where the network stalls, a write that fills the system's buffer would hold the
	// library's locks, which then cannot shut the connection down when heartbeats fail. Longer than those take.
	writeLimit = 45 * time.Second
)

// client connects by the library, whose own recovery stays off (see DESIGN.md).
type client struct{ config Config }

func (c client) dial(ctx context.Context, name string) (link, error) {
	ctx, cancel := context.WithTimeout(ctx, handshakeLimit)
	defer cancel()
	properties := amqp.NewConnectionProperties() // the library writes into it
	properties["product"] = "guthega"
	properties.SetClientConnectionName(name)
	release := func() bool { return true }
	config := amqp.Config{
		Heartbeat: c.config.Heartbeat, FrameSize: c.config.FrameMax, Locale: c.config.Locale, Properties: properties,
		Dial: func(network, address string) (net.Conn, error) {
			conn, err := new(net.Dialer).DialContext(ctx, network, address)
			if err != nil {
				return nil, err
			}
			release = context.AfterFunc(ctx, func() { _ = conn.Close() }) // ends the handshake, which says so
			return impatient{conn}, nil
		},
	}
	if c.config.TLS != nil {
		config.TLSClientConfig = c.config.TLS.Clone() // the library writes into it
	}
	conn, err := amqp.DialConfig(c.config.URL, config)
	ended := !release()
	if err == nil && ended {
		_ = conn.CloseDeadline(time.Now()) // it is closed already
		err = ctx.Err()
	}
	if err != nil {
		if ctx.Err() != nil { // what the library makes of it says less: wrong credentials, for instance
			return nil, fmt.Errorf("no answer to the handshake: %w", ctx.Err())
		}
		return nil, err
	}
	return connection{conn}, nil
}

// connection is a link of the library's.
type connection struct{ *amqp.Connection }

func (c connection) open() (channel, error) { return c.Channel() }

func (c connection) frameSize() int { return c.Config.FrameSize }

func (c connection) version() string {
	v, _ := c.Properties["version"].(string)
	return v
}

// impatient is a connection on which no write blocks for ever.
type impatient struct{ net.Conn }

func (c impatient) Write(b []byte) (int, error) {
	if err := c.SetWriteDeadline(time.Now().Add(writeLimit)); err != nil {
		return 0, err
	}
	return c.Conn.Write(b)
}
