package main

import (
	"context"
	_ "embed"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/guthega/guthega/test/services"
)

//go:embed specs.txt
var specsText string

// drawnText has the packages that were drawn before anything was done for them, so that the figure at first contact says
// how those fare that nobody has looked at.
//
//go:embed drawn.txt
var drawnText string

// nodeMain runs a receiver on Node.
//
//go:embed node.mjs
var nodeMain []byte

// bench is where scripts are run.
type bench struct {
	*options
	dir string // this run's own, below the folder with node_modules
	out io.Writer
	// runs counts the sessions with servers.
	runs int
	mu   sync.Mutex // over out
}

// chosen reports whether -only has the script of that name.
func (o *options) chosen(name string) bool { return len(o.only) == 0 || slices.Contains(o.only, name) }

func (b *bench) printf(format string, args ...any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	fmt.Fprintf(b.out, format, args...) //nolint:errcheck // there is nobody else to tell
}

// specs runs the scripts of specs.txt.
func (b *bench) specs(ctx context.Context) (all []*result, err error) {
	list, err := allSpecs()
	if err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(s spec) bool { return !b.chosen(s.name) })
	http, err := startEcho(ctx)
	if err != nil {
		return nil, err
	}
	defer http.Close() //nolint:errcheck // it has done what it is for
	redis, err := services.StartRedis(ctx)
	if err != nil {
		return nil, err
	}
	defer redis.Close() //nolint:errcheck // as above
	p := ports{echo: http.port, redis: strconv.Itoa(redis.Port())}
	if err := b.write("node.mjs", nodeMain); err != nil {
		return nil, err
	}
	all = make([]*result, len(list))
	errs := make([]error, len(list))
	slots := make(chan struct{}, b.parallel)
	var wg sync.WaitGroup
	for i, s := range list {
		wg.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			if ctx.Err() != nil {
				errs[i] = context.Cause(ctx)
				return
			}
			if all[i], errs[i] = b.spec(ctx, s, p); errs[i] == nil {
				b.tell(all[i])
			}
		})
	}
	wg.Wait()
	for i, err := range errs {
		if err != nil {
			return nil, fmt.Errorf("%s: %w", list[i].name, err)
		}
	}
	return all, nil
}

// spec runs one script on both sides, one after the other.
func (b *bench) spec(ctx context.Context, s spec, p ports) (*result, error) {
	file, text := s.receiver(p)
	if err := b.write(file, []byte(text)); err != nil {
		return nil, err
	}
	config, err := b.config(file, nil)
	if err != nil {
		return nil, err
	}
	r := &result{name: s.name, drawn: s.drawn}
	if r.node, err = b.node(ctx, file); err != nil {
		return nil, err
	}
	if r.guthega, err = b.invoke(ctx, config); err != nil {
		return nil, err
	}
	r.compare(func(text string) string { return without(p.outOf(text), b.dir) })
	return r, nil
}

// without takes a folder, and the one around it, out of the paths of a text.
func without(text, dir string) string {
	return strings.NewReplacer(dir+string(filepath.Separator), "", filepath.Dir(dir)+string(filepath.Separator), "").Replace(text)
}

func (b *bench) write(file string, text []byte) error {
	return os.WriteFile(filepath.Join(b.dir, file), text, 0o600)
}
