package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"time"
)

// echo is the HTTP server that the scripts talk to.
type echo struct {
	server *http.Server
	port   string
}

// echoed is what it answers: what it was asked, in this order.
type echoed struct {
	Method string `json:"method"`
	URL    string `json:"url"`
	Body   string `json:"body"`
	XY     string `json:"xy,omitempty"` // the header x-y
}

func startEcho(ctx context.Context) (*echo, error) {
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	_, port, err := net.SplitHostPort(l.Addr().String())
	if err != nil {
		return nil, errors.Join(err, l.Close())
	}
	e := &echo{server: &http.Server{Handler: http.HandlerFunc(answer), ReadHeaderTimeout: time.Minute}, port: port}
	go func() { _ = e.server.Serve(l) }() // until Close
	return e, nil
}

func answer(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // who asked is gone
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("X-Elastic-Product", "Elasticsearch") // its client talks to nothing else
	if r.URL.Path == "/404" || strings.HasPrefix(r.URL.Path, "/404/") {
		w.WriteHeader(http.StatusNotFound)
	}
	text, err := json.Marshal(echoed{r.Method, r.URL.RequestURI(), string(body), r.Header.Get("X-Y")})
	if err == nil {
		_, _ = w.Write(text) // as above
	}
}

// Close ends it, and the connections that it has.
func (e *echo) Close() error { return e.server.Close() }
