package main

import (
	"context"
	"fmt"
	"io"
	"runtime/debug"
	"sync/atomic"
	"time"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/engine/logging"
	"github.com/guthega/guthega/engine/vm"
	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/logger"
	"github.com/guthega/guthega/jsapi/timers"
	"github.com/guthega/guthega/sources"
)

// poolSpec is what the measurements in this process vary; the rest is as in a default configuration.
type poolSpec struct {
	receiver    string // a CommonJS file
	vms         int
	concurrency int
}

// newPool makes a pool as cmd/guthega does, with as much of the surface as the receivers here use.
func newPool(ctx context.Context, s poolSpec, log *logging.Logger) (*vm.Pool, error) {
	program, err := goja.Compile("receiver.js",
		"(function () { const module = { exports: {} };\n"+s.receiver+"\nreturn module.exports })()", false)
	if err != nil {
		return nil, err
	}
	return vm.NewPool(ctx, vm.Options{
		Receiver: func(rt *goja.Runtime, _ func(string) (goja.Value, bool)) (goja.Value, error) {
			return rt.RunProgram(program)
		},
		Surface: &vm.Surface{
			Modules: map[string]jsapi.Module{"internal/log": logger.Module, "timers": timers.Module},
			Globals: map[string]vm.Global{"setTimeout": {Module: "timers", Property: "setTimeout"}},
			Log:     "internal/log",
		},
		VMs: s.vms, Concurrency: s.concurrency, Timeout: 30 * time.Second, TurnTimeout: 5 * time.Second, Log: log,
	})
}

func discardLog() *logging.Logger {
	return logging.New(io.Discard, logging.Options{Level: logging.Info, Processor: "bench"})
}

// withGuthegaGC sets the garbage collector as guthega does, until the function it returns is called.
func withGuthegaGC() (restore func()) {
	before := debug.SetGCPercent(guthegaGCPercent)
	return func() { debug.SetGCPercent(before) }
}

// attempt hands one body to p and waits.
func attempt(p *vm.Pool, body []byte) error {
	v := p.Do(newMessage(body), vm.Attempt{Number: 1})
	if v.Err != nil {
		return v.Err
	}
	return nil
}

// newMessage is one as the HTTP source makes it.
func newMessage(body []byte) *sources.Message {
	m := sources.NewMessage("http", body)
	m.Meta = sources.Fields{
		{Key: "method", Value: "POST"}, {Key: "path", Value: "/"}, {Key: "query", Value: sources.Fields{}},
		{Key: "headers", Value: sources.Fields{
			{Key: "host", Value: "127.0.0.1:3001"}, {Key: "content-length", Value: "300"},
			{Key: "content-type", Value: "application/json"}, {Key: "user-agent", Value: "bench"},
		}},
	}
	return m
}

// rateOf calls f from n goroutines for d and returns how many calls a second there were.
func rateOf(n int, d time.Duration, f func(call int) error) (float64, error) {
	var calls atomic.Int64
	errs := make(chan error)
	start := time.Now()
	for range n {
		go func() {
			for time.Since(start) < d {
				if err := f(int(calls.Add(1))); err != nil {
					errs <- err
					return
				}
			}
			errs <- nil
		}()
	}
	var err error
	for range n {
		if e := <-errs; e != nil {
			err = fmt.Errorf("a message failed: %w", e)
		}
	}
	return float64(calls.Load()) / time.Since(start).Seconds(), err
}

// timePerCall calls f in a loop for d and returns the microseconds a call takes. The clock is looked at once in a
// while: some of what is measured takes no longer than that.
func timePerCall(d time.Duration, f func(call int) error) (float64, error) {
	calls := 0
	start := time.Now()
	for time.Since(start) < d {
		for range 64 {
			if err := f(calls); err != nil {
				return 0, err
			}
			calls++
		}
	}
	return time.Since(start).Seconds() * 1e6 / float64(calls), nil
}
