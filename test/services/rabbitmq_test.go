package services

import (
	"strings"
	"testing"
)

func TestRabbitMQ(t *testing.T) {
	r := RabbitMQ(t)
	if out, err := r.Control(t.Context(), "eval", "rabbit_misc:version()."); err != nil || !strings.Contains(out, ".") {
		t.Errorf("its version: %q, %v", out, err)
	}
	for _, step := range []struct {
		name string
		stop func() error
	}{{"stop", r.Stop}, {"kill", r.Kill}} {
		if err := step.stop(); err != nil {
			t.Fatalf("%s: %v", step.name, err)
		}
		if err := dial(t.Context(), r.Address); err == nil {
			t.Errorf("%s: it answers although it is stopped", step.name)
		}
		if err := r.Start(t.Context()); err != nil {
			t.Fatalf("starting after %s: %v", step.name, err)
		}
	}
}
