package httpsource_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"syscall"
	"testing"

	"github.com/guthega/guthega/sources"
	"github.com/guthega/guthega/sources/httpsource"
	"github.com/guthega/guthega/sources/sourcetest"
)

func TestConformance(t *testing.T) {
	sourcetest.Run(t, sourcetest.Harness{
		Traits: sourcetest.Traits{
			Source: "http", Meta: []string{"method", "path", "query", "headers"},
			CallerRetries: true, Results: true, Faults: true, AnyBytes: true, EmptyBody: true,
		},
		New: newPeer,
	})
}

// peer is a source and its clients.
type peer struct {
	source *httpsource.Source
	client *http.Client
}

func newPeer(t *testing.T) sourcetest.Peer {
	src := listening(t, httpsource.Config{})
	transport := &http.Transport{MaxIdleConnsPerHost: sourcetest.Parallel}
	t.Cleanup(transport.CloseIdleConnections)
	return &peer{source: src, client: &http.Client{Transport: transport}}
}

// listening returns a source on a free port of the loopback interface.
func listening(t testing.TB, c httpsource.Config) *httpsource.Source {
	t.Helper()
	c.Host = "127.0.0.1"
	src, err := httpsource.New(c, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	if err := src.Listen(t.Context()); err != nil {
		t.Fatal(err)
	}
	return src
}

func (p *peer) Source() sources.Source { return p.source }

func (p *peer) Finish() error { return errors.New("HTTP has no end") }

// SendFaulty sends more than the source takes.
func (p *peer) SendFaulty(ctx context.Context) (sourcetest.Receipt, error) {
	return p.Send(ctx, bytes.Repeat([]byte("7"), 1<<20+1))
}

func (p *peer) Send(ctx context.Context, body []byte) (sourcetest.Receipt, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+p.source.Addr().String()+"/", bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/json")
	var outcome sourcetest.Outcome
	done := make(chan struct{})
	go func() {
		defer close(done)
		outcome, err = p.post(request)
	}()
	return func(ctx context.Context, _ <-chan struct{}) (sourcetest.Outcome, error) {
		select { // the end of Run ends every exchange, so that ended adds nothing
		case <-done:
			return outcome, err
		case <-ctx.Done():
			return outcome, ctx.Err()
		}
	}, nil
}

func (p *peer) post(request *http.Request) (sourcetest.Outcome, error) {
	response, err := p.client.Do(request)
	if errors.Is(err, syscall.ECONNREFUSED) {
		return sourcetest.Outcome{State: sourcetest.Returned}, nil
	}
	if err != nil {
		return sourcetest.Outcome{}, err
	}
	body, err := io.ReadAll(response.Body)
	if err := errors.Join(err, response.Body.Close()); err != nil {
		return sourcetest.Outcome{}, err
	}
	switch kind, failed := kinds[response.StatusCode]; {
	case failed:
		return sourcetest.Outcome{State: sourcetest.Failed, Kind: kind}, nil
	case response.StatusCode == http.StatusOK:
		return sourcetest.Outcome{State: sourcetest.Done, Result: body}, nil
	case response.StatusCode == http.StatusServiceUnavailable && response.Header.Get("Retry-After") != "":
		return sourcetest.Outcome{State: sourcetest.Returned}, nil
	}
	return sourcetest.Outcome{}, fmt.Errorf("the reply is %s: %s", response.Status, body)
}

var kinds = map[int]sources.Kind{
	http.StatusBadRequest:            sources.Malformed,
	http.StatusRequestEntityTooLarge: sources.Malformed,
	http.StatusUnprocessableEntity:   sources.Permanent,
	http.StatusInternalServerError:   sources.Rejected,
	http.StatusGatewayTimeout:        sources.Timeout,
}
