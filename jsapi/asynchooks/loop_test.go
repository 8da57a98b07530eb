package asynchooks_test

import (
	"time"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/jsapitest"
)

// carrying is the test's loop with a local that travels, as engine/loop's does.
type carrying struct {
	*jsapitest.Loop
	local *goja.Object
}

func (c *carrying) Local() *goja.Object         { return c.local }
func (c *carrying) SetLocal(local *goja.Object) { c.local = local }

// with makes fn run as what was current when with was called.
func (c *carrying) with(fn func() error) func() error {
	local := c.local
	return func() error {
		c.local = local
		defer func() { c.local = nil }()
		return fn()
	}
}

func (c *carrying) Timer(delay time.Duration, repeat bool, fn func() error) jsapi.Timer {
	return c.Loop.Timer(delay, repeat, c.with(fn))
}
func (c *carrying) Immediate(fn func() error) jsapi.Timer { return c.Loop.Immediate(c.with(fn)) }
func (c *carrying) Tick(fn func() error)                  { c.Loop.Tick(c.with(fn)) }

// Grab, Resumed and Exited implement goja.AsyncContextTracker.
func (c *carrying) Grab() any       { return c.local }
func (c *carrying) Resumed(ctx any) { c.local, _ = ctx.(*goja.Object) }
func (c *carrying) Exited()         { c.local = nil }
