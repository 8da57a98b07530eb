package amqpsource

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	amqp "github.com/rabbitmq/amqp091-go"

	"github.com/guthega/guthega/sources"
	"github.com/guthega/guthega/sources/sourcetest"
	"github.com/guthega/guthega/test/services"
)

// rabbit is a RabbitMQ for all tests below TestRabbitMQ, each with queues of its own.
type rabbit struct {
	*services.Rabbit
	queues atomic.Int64
}

func (r *rabbit) config(c Config) Config {
	if c.URL == "" {
		c.URL = r.URL
	}
	c.Queue = fmt.Sprintf("orders-%d", r.queues.Add(1))
	c.setDefaults()
	return c
}

func TestRabbitMQ(t *testing.T) {
	server := &rabbit{Rabbit: services.RabbitMQ(t)}
	for _, tt := range []struct {
		name string
		run  func(*testing.T, *rabbit)
	}{
		{"conformance", conformance(nil)},
		{"conformance of a quorum queue", conformance(map[string]any{"x-queue-type": "quorum"})},
		{"a dead letter of a message with every property", realDeadLetter},
		{"replay puts back, and leaves in order", realReplay},
		{"refusals", realRefusals},
		{"an exchange and bindings", realBindings},
		{"a queue that is deleted is declared again", realDeletedQueue},
		{"connections that are closed are made again", realClosedConnections},
		{"a delivery that takes too long comes again", realDeliveryTimeout},
		{"a broker that takes nothing is waited for", realBlocked},
		{"a broker that is killed is waited for", realKilled}, // the last: it starts the server again
	} {
		t.Run(tt.name, func(t *testing.T) { tt.run(t, server) })
	}
}

func conformance(arguments map[string]any) func(*testing.T, *rabbit) {
	return func(t *testing.T, server *rabbit) {
		sourcetest.Run(t, harness(func(*testing.T) (dialer, Config) {
			c := server.config(Config{Arguments: arguments})
			return client{c}, c
		}))
	}
}

// consuming is a source at work on the real server, and a connection to publish by.
type consuming struct {
	t       *testing.T
	source  *Source
	log     *logged
	publish *publisher
	channel channel
	soft    context.CancelFunc
	ended   chan error
}

func consume(t *testing.T, c Config, h sources.Handler) *consuming {
	t.Helper()
	r := &consuming{t: t, log: new(logged), ended: make(chan error, 1)}
	var err error
	if r.source, err = New(c, slog.New(slog.NewJSONHandler(r.log, nil))); err != nil {
		t.Fatal(err)
	}
	r.connect()
	ctx, cancel := context.WithCancel(t.Context())
	r.soft = cancel
	go func() { r.ended <- r.source.Run(ctx, h) }()
	r.log.await(t, "Consuming", 1)
	return r
}

// connect makes the connection to publish by, again where it was lost.
func (r *consuming) connect() {
	r.t.Helper()
	l, err := r.source.dialer.dial(r.t.Context(), "test")
	if err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(func() { _ = l.CloseDeadline(time.Now().Add(closeLimit)) })
	if r.publish, err = newPublisher(l, r.source.server, r.source.log); err != nil {
		r.t.Fatal(err)
	}
	if r.channel, err = l.open(); err != nil {
		r.t.Fatal(err)
	}
}

func (r *consuming) send(m amqp.Publishing) {
	r.t.Helper()
	if err := r.publish.publish(r.t.Context(), r.source.config.Queue, m); err != nil {
		r.t.Fatal(err)
	}
}

func (r *consuming) stopCleanly() {
	r.t.Helper()
	r.soft()
	if err := receive(r.t, r.ended); err != nil {
		r.t.Errorf("Run returned %v", err)
	}
}

// get returns the next message of a queue, which is there or about to be.
func (r *consuming) get(queue string) amqp.Delivery {
	r.t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for guard := time.After(time.Minute); ; {
		d, ok, err := r.channel.Get(queue, true)
		if err != nil {
			r.t.Fatal(err)
		}
		if ok {
			return d
		}
		select {
		case <-tick.C:
		case <-guard:
			r.t.Fatalf("nothing came to be in %s", queue)
		}
	}
}

func receive[T any](t *testing.T, c <-chan T) T {
	t.Helper()
	select {
	case v := <-c:
		return v
	case <-time.After(time.Minute):
		t.Fatal("waited in vain")
		panic("not reached")
	}
}

// bodiesTo is a handler that resolves everything and sends the bodies to a channel.
func bodiesTo(c chan<- string) sources.Handler {
	return func(_ context.Context, m *sources.Message) (sources.Result, error) {
		c <- string(m.Body)
		return sources.Result{}, nil
	}
}

func realDeadLetter(t *testing.T, server *rabbit) {
	var r *consuming
	headers := []sources.Header{{Name: "guthega-error-name", Value: "TypeError"}, {Name: "guthega-error-stack", Value: strings.Repeat("at x\n", 1000)}}
	ready := make(chan struct{})
	r = consume(t, server.config(Config{FrameMax: 8 << 10}), func(ctx context.Context, m *sources.Message) (sources.Result, error) {
		<-ready
		if err := r.source.DeadLetter(ctx, m, headers); err != nil {
			return sources.Result{}, &sources.Error{Kind: sources.Fatal, Message: "no dead letter", Err: err}
		}
		return sources.Result{}, errFailed
	})
	close(ready)
	if _, err := r.channel.QueueDeclare("audit", true, false, false, false, nil); err != nil {
		t.Fatal(err)
	}
	original := amqp.Publishing{
		Headers:     amqp.Table{"tenant": "a", "n": int32(1), "CC": []any{"audit"}, "long": strings.Repeat("é", 1500)},
		ContentType: "application/json", ContentEncoding: "utf-8", DeliveryMode: amqp.Transient, Priority: 3, CorrelationId: "c",
		ReplyTo: "answers", Expiration: "60000", MessageId: "id-1", Timestamp: time.Unix(1700000000, 0), Type: "order",
		UserId: "guest", AppId: "shop", Body: []byte(`{"a":1}`),
	}
	r.send(original)
	r.get("audit") // the original's own copy
	d := r.get(r.source.config.DeadLetterQueue)
	r.stopCleanly()
	if diff := cmp.Diff([]any{
		original.Body, "application/json", "utf-8", amqp.Persistent, uint8(3), "c", "answers", "", "id-1", original.Timestamp, "order", "", "shop",
	}, []any{
		d.Body, d.ContentType, d.ContentEncoding, d.DeliveryMode, d.Priority, d.CorrelationId, d.ReplyTo, d.Expiration, d.MessageId, d.Timestamp,
		d.Type, d.UserId, d.AppId,
	}); diff != "" {
		t.Errorf("the dead letter (-want +got):\n%s", diff)
	}
	for name, want := range map[string]any{
		"tenant": "a", "n": int32(1), "guthega-error-name": "TypeError", originalQueue: r.source.config.Queue, originalExchange: "",
		originalKey: r.source.config.Queue, originalExpiration: "60000", originalUser: "guest", originalCC: []any{"audit"},
		headersCut: "guthega-error-stack",
	} {
		if diff := cmp.Diff(want, d.Headers[name]); diff != "" {
			t.Errorf("the header %s (-want +got):\n%s", name, diff)
		}
	}
	if _, ok, err := r.channel.Get("audit", true); ok || err != nil {
		t.Errorf("the dead letter was copied to the original's CC (%v)", err)
	}
}

func realReplay(t *testing.T, server *rabbit) {
	c := server.config(Config{})
	r := consume(t, c, bodiesTo(make(chan string, 10)))
	r.stopCleanly()
	for _, body := range []string{"1", "2", "3"} {
		err := r.publish.publish(t.Context(), c.DeadLetterQueue, amqp.Publishing{Body: []byte(body), Headers: amqp.Table{originalQueue: c.Queue}})
		if err != nil {
			t.Fatal(err)
		}
	}
	err := r.source.Replay(t.Context(), "", func(_ context.Context, d *sources.DeadLetter) (sources.Disposition, error) {
		if string(d.Body) == "2" {
			return sources.PutBack, nil
		}
		return sources.Leave, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	got := []string{
		string(r.get(c.Queue).Body), string(r.get(c.DeadLetterQueue).Body), string(r.get(c.DeadLetterQueue).Body),
	}
	if diff := cmp.Diff([]string{"2", "1", "3"}, got); diff != "" {
		t.Errorf("back, left, left (-want +got):\n%s", diff)
	}
}

func realRefusals(t *testing.T, server *rabbit) {
	c := server.config(Config{})
	r := consume(t, c, bodiesTo(make(chan string, 1)))
	r.stopCleanly() // it has declared the queue
	quorum, passive, vhost, joe := c, c, c, c
	quorum.Arguments = map[string]any{"x-queue-type": "quorum"}
	passive.Queue, passive.Passive = "none", true
	vhost.URL += "none"
	joe.URL = "amqp://joe:s3cret@" + server.Address + "/"
	for _, tt := range []struct {
		name   string
		config Config
		want   []string
	}{
		{"other properties", quorum, []string{"inequivalent arg 'x-queue-type'", "passive: true"}},
		{"no such queue", passive, []string{"no queue 'none'", "create it"}},
		{"no such vhost", vhost, []string{"none", "connection.vhost"}},
		{"wrong credentials", joe, []string{`user "joe"`, "connection.password"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, err := New(tt.config, slog.New(slog.DiscardHandler))
			if err != nil {
				t.Fatal(err)
			}
			err = s.Run(t.Context(), nil)
			if err == nil {
				t.Fatal("Run returned nil")
			}
			for _, part := range append(tt.want, server.Address) {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("the error does not have %q: %v", part, err)
				}
			}
			if strings.Contains(err.Error(), "s3cret") {
				t.Errorf("the error has the password: %v", err)
			}
		})
	}
}
