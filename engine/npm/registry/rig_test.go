package registry

import (
	"context"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/guthega/guthega/engine/npm/npmrc"
	"github.com/guthega/guthega/engine/npm/registrytest"
)

// fakeClock passes time only when it is told to, or slept on.
type fakeClock struct {
	mu      sync.Mutex
	now     time.Time
	slept   []time.Duration
	pending map[int]func()
	next    int
	expire  bool // the next to be armed fires at once
}

func newClock() *fakeClock {
	return &fakeClock{now: time.Now().Truncate(time.Second), pending: map[int]func(){}}
}

func (c *fakeClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *fakeClock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func (c *fakeClock) Sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.slept = append(c.slept, d)
	c.now = c.now.Add(d)
	return ctx.Err()
}

func (c *fakeClock) AfterFunc(_ time.Duration, f func()) func() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.expire {
		c.expire = false
		go f()
		return func() bool { return false }
	}
	id := c.next
	c.next++
	c.pending[id] = f
	return func() bool {
		c.mu.Lock()
		defer c.mu.Unlock()
		_, there := c.pending[id]
		delete(c.pending, id)
		return there
	}
}

// fire lets the wait that is under way, or the next one, last too long.
func (c *fakeClock) fire() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for id, f := range c.pending {
		delete(c.pending, id)
		go f()
		return
	}
	c.expire = true
}

func (c *fakeClock) sleeps() []time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]time.Duration(nil), c.slept...)
}

// configOf is a configuration made of lines of .npmrc's form, as npm_config_ variables.
func configOf(t testing.TB, settings ...string) *npmrc.Config {
	t.Helper()
	env := []string{}
	for _, s := range settings {
		if strings.Contains(strings.SplitN(s, "=", 2)[0], "_CA_") {
			env = append(env, s)
			continue
		}
		env = append(env, "npm_config_"+s)
	}
	config, err := npmrc.Load(npmrc.Sources{Dirs: []string{t.TempDir()}, Home: t.TempDir(), Environ: env})
	if err != nil {
		t.Fatal(err)
	}
	return config
}

// rig is a client of a registry in the process.
type rig struct {
	*registrytest.Registry
	clock *fakeClock
}

func newRig(t testing.TB) *rig {
	t.Helper()
	return &rig{registrytest.New(t), newClock()}
}

func (r *rig) client(t testing.TB, o Options, settings ...string) *Client {
	t.Helper()
	o.Clock = r.clock
	c, err := New(configOf(t, append([]string{"registry=" + r.URL}, settings...)...), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

// fetch is Client.Packument where it must succeed.
func fetch(t testing.TB, c *Client, name string) *Packument {
	t.Helper()
	p, err := c.Packument(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// download reads a whole tarball.
func download(t testing.TB, c *Client, pkg, url string) (string, error) {
	t.Helper()
	r, err := c.Tarball(t.Context(), pkg, url)
	if err != nil {
		return "", err
	}
	defer r.Close()
	data, err := io.ReadAll(r)
	return string(data), err
}
