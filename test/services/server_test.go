package services

import (
	"context"
	"testing"
)

// TestServers: each answers, is gone when it is stopped, and answers again at the same address.
func TestServers(t *testing.T) {
	for name, begin := range map[string]func(context.Context) (*Server, error){
		"postgres":  func(ctx context.Context) (*Server, error) { return StartPostgres(ctx, PostgresOptions{}) },
		"mariadb":   StartMariaDB,
		"mosquitto": StartMosquitto, //nolint:misspell // so it is called
		"nats":      StartNATS,
	} {
		t.Run(name, func(t *testing.T) {
			s, err := begin(t.Context())
			s = forTest(t, s, err)
			if err := s.Stop(); err != nil {
				t.Fatal(err)
			}
			if err := s.ready(t.Context()); err == nil {
				t.Error("it answers although it is stopped")
			}
			if err := s.Start(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
}
