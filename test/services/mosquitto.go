package services

import (
	"context"
	"fmt"
	"os"
)

// StartMosquitto starts an MQTT broker that answers when StartMosquitto returns, keeps what is retained, and lets everybody
// in. Close ends it. An *Unavailable says that this machine has none.
func StartMosquitto(ctx context.Context) (*Server, error) {
	program, err := find("mosquitto", "mosquitto (Debian: mosquitto)", "mosquitto", "/usr/sbin") //nolint:misspell // so it is called
	if err != nil {
		return nil, err
	}
	return newServer(ctx, "mosquitto", func(_ context.Context, s *Server) error { //nolint:misspell // so it is called
		config := fmt.Sprintf("listener %d 127.0.0.1\nallow_anonymous true\npersistence true\npersistence_location %s/\n", s.Port, s.dir)
		if os.Getuid() == 0 { // else it becomes another user, who has no business in the folder
			config += "user root\n"
		}
		s.command.argv = []string{program, "-c", s.in("config")}
		return os.WriteFile(s.in("config"), []byte(config), 0o600)
	})
}
