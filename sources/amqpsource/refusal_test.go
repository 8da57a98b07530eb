package amqpsource

import (
	"strings"
	"testing"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"
)

// TestRefusals: what waiting would not mend ends Run with what, where and what to do, and never with the password.
func TestRefusals(t *testing.T) {
	server := func(code int, reason string) *amqp.Error {
		return &amqp.Error{Code: code, Reason: reason, Server: true}
	}
	for _, tt := range []struct {
		name     string
		sabotage func(*fake)
		config   Config
		want     []string
	}{
		{"wrong credentials", func(f *fake) { f.refuse = func(string) error { return amqp.ErrCredentials } }, Config{},
			[]string{"localhost:5672", `user "joe"`, "connection.password"}},
		{"credentials refused in words", func(f *fake) { f.refuse = func(string) error { return server(amqp.AccessRefused, "ACCESS_REFUSED") } },
			Config{}, []string{"ACCESS_REFUSED", `user "joe"`}},
		{"no such vhost", func(f *fake) {
			f.refuse = func(string) error { return server(amqp.NotAllowed, "NOT_ALLOWED - vhost v not found") }
		},
			Config{}, []string{"vhost v not found", "connection.vhost"}},
		{"a queue that is forbidden", func(f *fake) { f.forbid["orders"] = server(amqp.AccessRefused, "ACCESS_REFUSED - access to queue") },
			Config{}, []string{`queue "orders"`, "ACCESS_REFUSED", "grant it"}},
		{"a queue with other properties", func(f *fake) { f.queue("orders").durable = false }, Config{},
			[]string{`queue "orders"`, "inequivalent arg 'durable'", "passive: true"}},
		{"a passive queue that is not there", func(*fake) {}, Config{Passive: true}, []string{`queue "orders"`, "no queue", "create it"}},
		{"dead letters that are forbidden", func(f *fake) { f.forbid["orders.dead"] = server(amqp.AccessRefused, "ACCESS_REFUSED") }, Config{},
			[]string{`queue "orders.dead"`, "grant it"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				f := newFake()
				tt.sabotage(f)
				tt.config.URL = "amqp://joe:s3cret@localhost/v"
				r := running(t, f, tt.config, new(script).handle)
				<-r.ended
				if r.err == nil {
					t.Fatal("Run returned nil")
				}
				text := r.err.Error() + r.log.String()
				for _, part := range tt.want {
					if !strings.Contains(r.err.Error(), part) {
						t.Errorf("the error does not have %q: %v", part, r.err)
					}
				}
				if strings.Contains(text, "s3cret") {
					t.Errorf("the password is told: %s", text)
				}
			})
		})
	}
}

// TestLoginCutOff: a broker that goes away in the middle of a login looks like wrong credentials to the library.
func TestLoginCutOff(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := newFake()
		n := 0
		f.refuse = func(string) error {
			if n++; n < suspicions {
				return amqp.ErrCredentials
			}
			return nil
		}
		r := running(t, f, Config{}, new(script).handle)
		pass(time.Minute)
		if ok, why := r.source.Connected(); !ok {
			t.Errorf("not connected: %s", why)
		}
		r.stopCleanly()
	})
}
