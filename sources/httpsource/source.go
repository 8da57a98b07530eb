package httpsource

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"sync"
	"syscall"

	"github.com/guthega/guthega/sources"
)

// Source is an HTTP server that is a sources.Source. Make one with New.
type Source struct {
	config Config
	tls    *tls.Config
	log    *slog.Logger

	mu       sync.Mutex
	listener *net.TCPListener
}

var (
	_ sources.Source   = (*Source)(nil)
	_ sources.Featured = (*Source)(nil)
)

// New checks config, all problems at once, and loads the certificate. It opens no port.
func New(config Config, log *slog.Logger) (*Source, error) {
	config.setDefaults()
	tlsConfig, err := config.validate()
	if err != nil {
		return nil, fmt.Errorf("http source: %w", err)
	}
	return &Source{config: config, tls: tlsConfig, log: log}, nil
}

// Features says that the sender repeats what failed.
func (s *Source) Features() sources.Features { return sources.Features{CallerRetries: true} }

// Listen opens the port, so that "address already in use" is known before anything else starts. Clients may connect
// from then on and are served when Run is called. A second call does nothing.
func (s *Source) Listen(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.listener != nil {
		return nil
	}
	address := net.JoinHostPort(s.config.Host, strconv.Itoa(s.config.Port))
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", address)
	if err != nil {
		return fmt.Errorf("http source: cannot listen on %s%s: %w", address, listenHint(err), err)
	}
	s.listener = l.(*net.TCPListener) // what "tcp" gives
	return nil
}

func listenHint(err error) string {
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return " (another program listens there, perhaps another guthega: stop it or choose another port)"
	case errors.Is(err, syscall.EACCES):
		return " (ports below 1024 need a privilege: choose a higher port or grant it)"
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		return " (this machine has no such address: leave host out to listen on all interfaces)"
	}
	return ""
}

// Addr is the address the source listens on; nil before Listen.
func (s *Source) Addr() net.Addr {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.listener == nil {
		return nil
	}
	return s.listener.Addr()
}

// Run serves until ctx ends, h says Fatal, or the listener breaks, and then drains (see drain.go). It listens itself
// if Listen was not called. The port is closed when it returns.
func (s *Source) Run(ctx context.Context, h sources.Handler) error {
	if err := s.Listen(context.WithoutCancel(ctx)); err != nil {
		return err
	}
	soft, stop := context.WithCancelCause(ctx)
	defer stop(nil)

	traffic := newTraffic()
	server := s.server(ctx, newEndpoint(soft, stop, h, traffic, s.config, s.log), traffic)
	accepting, served := make(chan struct{}), make(chan struct{})
	l := &listener{
		TCPListener: s.listener, writeTimeout: s.config.WriteTimeout,
		accepting: sync.OnceFunc(func() { close(accepting) }),
	}
	var serving error // read after served is closed
	go func() {
		defer close(served)
		if s.tls != nil {
			serving = server.ServeTLS(l, "", "")
		} else {
			serving = server.Serve(l)
		}
	}()
	s.log.Info("HTTP source listens", slog.String("address", l.Addr().String()), slog.Bool("tls", s.tls != nil))

	select { // a listener can be stopped gently only once it accepts
	case <-accepting:
	case <-served:
	}
	select {
	case <-soft.Done():
	case <-served:
		stop(fmt.Errorf("http source: serving %s: %w", l.Addr(), serving))
	}
	undone := drain(sources.Hard(ctx), server, l, traffic, served)
	<-served
	if ctx.Err() != nil {
		return undone
	}
	// Nobody asked to stop: the reason is the handler's Fatal, or the listener's error.
	return errors.Join(context.Cause(soft), undone)
}

func (s *Source) server(ctx context.Context, e *endpoint, t *traffic) *http.Server {
	return &http.Server{
		Handler:           e,
		TLSConfig:         s.tls,
		ReadTimeout:       s.config.ReadTimeout,
		ReadHeaderTimeout: s.config.ReadHeaderTimeout,
		IdleTimeout:       s.config.IdleTimeout,
		MaxHeaderBytes:    maxHeaderBytes,
		ConnState:         t.observe,
		ErrorLog:          slog.NewLogLogger(s.log.Handler(), slog.LevelWarn),
		// The handler's ctx carries Run's values and does not end with the soft stop.
		BaseContext: func(net.Listener) context.Context { return context.WithoutCancel(ctx) },
	}
}
