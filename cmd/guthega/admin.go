package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/guthega/guthega/engine/vm"
	"github.com/guthega/guthega/sources"
)

// admin is the small HTTP server for orchestrators.
type admin struct{ server *http.Server }

// startAdmin serves /live and /ready on addr; "" serves nothing, and port 0 is one that the log names. soft ends
// readiness, so that no new work is sent to a process that drains; a source without its broker is not ready either.
func startAdmin(soft context.Context, addr string, pool *vm.Pool, source sources.Source, log *slog.Logger) (*admin, error) {
	if addr == "" {
		return &admin{}, nil
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /live", func(w http.ResponseWriter, _ *http.Request) { answer(w, http.StatusOK, "live") })
	mux.HandleFunc("GET /ready", func(w http.ResponseWriter, _ *http.Request) {
		switch {
		case soft.Err() != nil:
			answer(w, http.StatusServiceUnavailable, "draining")
		case !pool.Ready():
			answer(w, http.StatusServiceUnavailable, "no VM is ready")
		default:
			if c, ok := source.(sources.Connected); ok {
				if ok, why := c.Connected(); !ok {
					answer(w, http.StatusServiceUnavailable, why)
					return
				}
			}
			answer(w, http.StatusOK, "ready")
		}
	})
	var lc net.ListenConfig
	ln, err := lc.Listen(soft, "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("--admin %s: %w: give a free address such as 127.0.0.1:9001", addr, err)
	}
	log.Info("Admin server listens", "address", ln.Addr().String())
	a := &admin{&http.Server{Handler: mux, ReadTimeout: 5 * time.Second}}
	go func() {
		if err := a.server.Serve(ln); !errors.Is(err, http.ErrServerClosed) {
			log.Error("The admin server stopped: /live and /ready are no longer served", "errorMessage", err.Error())
		}
	}()
	return a, nil
}

func (a *admin) stop() {
	if a.server != nil {
		_ = a.server.Close() // nothing is lost with a health check
	}
}

func answer(w http.ResponseWriter, status int, word string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = fmt.Fprintf(w, "{\"status\":%q}\n", word) // the client is gone if this fails
}
