package registry

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/guthega/guthega/engine/npm/registrytest"
)

func TestRetry(t *testing.T) {
	tests := map[string]struct {
		fault registrytest.Fault
		again bool
	}{
		"500":                 {registrytest.Status(500), true},
		"502":                 {registrytest.Status(502), true},
		"503":                 {registrytest.Status(503), true},
		"429":                 {registrytest.Status(429), true},
		"408":                 {registrytest.Status(408), true},
		"dropped":             {registrytest.Drop(), true},
		"truncated":           {registrytest.Truncate(30), true},
		"truncated, unnamed":  {registrytest.Body([]byte(`{"name":"a","versions":{`)), true},
		"gzip that is none":   {registrytest.With("Content-Encoding", "gzip"), true},
		"404":                 {registrytest.Status(404), false},
		"410":                 {registrytest.Status(410), false},
		"401":                 {registrytest.Status(401), false},
		"403":                 {registrytest.Status(403), false},
		"400":                 {registrytest.Status(400), false},
		"418":                 {registrytest.Status(418), false},
		"a page":              {registrytest.Body([]byte(`<html>`)), false},
		"no JSON":             {registrytest.Body([]byte(`{"name":}`)), false},
		"an unknown encoding": {registrytest.With("Content-Encoding", "br"), false},
		"a redirect nowhere":  {registrytest.Redirect(302, "ftp://r.test/"), false},
	}
	for name, tt := range tests {
		for _, times := range []int{1, 2, 3} {
			t.Run(fmt.Sprintf("%s %d", name, times), func(t *testing.T) {
				r := newRig(t)
				r.Publish(registrytest.Package{Name: "a", Version: "1.0.0"})
				r.Fail("/a", times, tt.fault)
				_, err := r.client(t, Options{}).Packument(t.Context(), "a")
				if ok := tt.again && times < 3; ok != (err == nil) {
					t.Errorf("got %v", err)
				}
				want := 1
				if tt.again {
					want = min(times+1, 3)
				}
				if n, _ := r.Count(); n != want || len(r.clock.sleeps()) != want-1 {
					t.Errorf("%d requests and %d waits, want %d", n, len(r.clock.sleeps()), want)
				}
				if u, ok := errors.AsType[*UnavailableError](err); ok && u.Attempts != want {
					t.Errorf("%d attempts, want %d", u.Attempts, want)
				}
			})
		}
	}
}

func TestConnectionRefused(t *testing.T) {
	r := newRig(t)
	r.Close()
	_, err := r.client(t, Options{}).Packument(t.Context(), "a")
	u, ok := errors.AsType[*UnavailableError](err)
	if !ok || u.Attempts != 3 || u.Status != 0 || !strings.Contains(err.Error(), "refused") {
		t.Errorf("got %v", err)
	}
}

func TestBackoff(t *testing.T) {
	tests := map[string]struct {
		settings []string
		fault    registrytest.Fault
		min, max []time.Duration
	}{
		"ours": {
			[]string{"fetch_retries=3"}, registrytest.Status(500),
			[]time.Duration{250e6, 500e6, 1e9}, []time.Duration{500e6, 1e9, 2e9},
		},
		".npmrc's": {
			[]string{"fetch_retries=3", "fetch_retry_mintimeout=100", "fetch_retry_factor=10", "fetch_retry_maxtimeout=2000"}, registrytest.Status(500),
			[]time.Duration{50e6, 500e6, 1e9}, []time.Duration{100e6, 1e9, 2e9},
		},
		"Retry-After":                {nil, registrytest.RetryAfter(429, "7"), []time.Duration{7e9, 7e9}, []time.Duration{7e9, 7e9}},
		"Retry-After, much too long": {nil, registrytest.RetryAfter(503, "86400"), []time.Duration{30e9, 30e9}, []time.Duration{30e9, 30e9}},
		"Retry-After in the past": {
			nil, registrytest.RetryAfter(429, "Mon, 02 Jan 2006 15:04:05 GMT"),
			[]time.Duration{250e6, 500e6}, []time.Duration{500e6, 1e9},
		},
		"no retries": {[]string{"fetch_retries=0"}, registrytest.Status(500), nil, nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			r.Fail("/a", registrytest.Always, tt.fault)
			var told []Retry
			c := r.client(t, Options{OnRetry: func(r Retry) { told = append(told, r) }}, tt.settings...)
			if _, err := c.Packument(t.Context(), "a"); err == nil {
				t.Fatal("it succeeded")
			}
			slept := r.clock.sleeps()
			if len(slept) != len(tt.min) || len(told) != len(tt.min) {
				t.Fatalf("slept %v, told %v", slept, told)
			}
			for i, d := range slept {
				if d < tt.min[i] || d > tt.max[i] || told[i].Attempt != i+1 || told[i].Wait != d || told[i].Err == nil {
					t.Errorf("wait %d: %v, told %+v", i, d, told[i])
				}
			}
		})
	}
}

func TestRetryAfterDate(t *testing.T) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	if got := retryAfter(now.Add(9*time.Second).Format(http.TimeFormat), now); got != 9*time.Second {
		t.Errorf("got %v", got)
	}
}

func TestStalledMetadata(t *testing.T) {
	for name, n := range map[string]int{"before the answer": -1, "within the body": 20} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			r.Publish(registrytest.Package{Name: "a", Version: "1.0.0"})
			stalled := make(chan struct{})
			if n < 0 {
				r.Fail("/a", 1, func(_ http.ResponseWriter, req *http.Request, _ http.Handler) {
					close(stalled)
					<-req.Context().Done()
				})
			} else {
				r.Fail("/a", 1, registrytest.Stall(n, stalled, nil))
			}
			var told []Retry
			c := r.client(t, Options{OnRetry: func(r Retry) { told = append(told, r) }})
			go func() {
				<-stalled
				r.clock.fire()
			}()
			fetch(t, c, "a")
			if len(told) != 1 || !errors.Is(told[0].Err, errStalled) {
				t.Errorf("told %v", told)
			}
		})
	}
}

// TestStalledReadSaysSo whatever the body's own error is once its request has been given up.
func TestStalledReadSaysSo(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	clock := newClock()
	body := iotest.ErrReader(errors.New("its own"))
	w := &watched{body: body, ctx: ctx, cancel: cancel, clock: clock, timeout: time.Second}
	if _, err := w.Read(nil); errors.Is(err, errStalled) {
		t.Errorf("before: got %v", err)
	}
	cancel(errStalled)
	if _, err := w.Read(nil); !errors.Is(err, errStalled) {
		t.Errorf("got %v", err)
	}
}
