package main

import (
	"io"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseOptions(t *testing.T) {
	tests := []struct {
		name    string
		args    []string
		brokers []string // nil: an error
	}{
		{name: "defaults", brokers: []string{"kafka", "kafka-key", "amqp", "redis"}},
		{name: "one broker", args: []string{"-brokers", "amqp"}, brokers: []string{"amqp"}},
		{name: "unknown broker", args: []string{"-brokers", "amqp,mqtt"}},
		{name: "too few messages", args: []string{"-messages", "100"}},
		{name: "few messages and steps", args: []string{"-messages", "100", "-kills", "1", "-restarts", "0", "-joins", "0", "-cuts", "0", "-brokers", "redis"}, brokers: []string{"redis"}},
		{name: "a negative number of steps", args: []string{"-kills", "-1"}},
		{name: "something else", args: []string{"redis"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o, err := parseOptions(tt.args, io.Discard)
			if err != nil {
				o = new(options)
			}
			if diff := cmp.Diff(tt.brokers, o.brokers); diff != "" {
				t.Errorf("brokers (-want +got):\n%s\nerror: %v", diff, err)
			}
			if err == nil && o.seed == 0 {
				t.Error("there is no seed")
			}
		})
	}
}
