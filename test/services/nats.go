package services

import (
	"context"
	"fmt"
	"os"
)

// StartNATS starts a NATS server with JetStream that answers when StartNATS returns. Close ends it. An *Unavailable says
// that this machine has none.
func StartNATS(ctx context.Context) (*Server, error) {
	program, err := find("nats", "nats-server (Debian: nats-server)", "nats-server", "/usr/sbin")
	if err != nil {
		return nil, err
	}
	return newServer(ctx, "nats", func(_ context.Context, s *Server) error {
		config := fmt.Sprintf("listen: %q\nmax_payload: 4MB\njetstream { store_dir: %q }\n", s.Address, s.in("data"))
		s.command.argv = []string{program, "-c", s.in("config")}
		return os.WriteFile(s.in("config"), []byte(config), 0o600)
	})
}
