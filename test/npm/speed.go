package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/guthega/guthega/test/services"
)

// state is what is on the machine before an installation.
type state struct {
	name string
	// npm and guthega are what is removed from the sides' folders.
	npm, guthega []string
	bound        float64 // of guthega's share of npm's time; 0 for none
}

var states = []state{
	{"cold", []string{"npm-cache", "app/node_modules", "app/package-lock.json"}, []string{"store", "receiver.lock.json"}, 0.5},
	{"warm", []string{"app/node_modules"}, []string{"store/trees"}, 0.2},
	{"again", nil, nil, 0},
}

// The other targets of `make bench-npm`.
const (
	mostMemory = 300e6
	firstReply = 100 * time.Millisecond
)

// speed has both sides install from one Verdaccio, in turn.
func (o *options) speed(ctx context.Context) (err error) {
	upstream, err := o.upstream(ctx)
	if err != nil {
		return err
	}
	registry, err := services.StartVerdaccio(ctx, services.RegistryOptions{Uplink: upstream})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, registry.Close()) }()
	theirs, ours, err := o.sides(registry.URL)
	if err != nil {
		return err
	}
	o.printf("filling Verdaccio\n")
	if _, err := theirs.npm(ctx); err != nil {
		return err
	}
	if _, err := ours.guthega(ctx); err != nil {
		return err
	}
	missed, memory := 0, int64(0)
	o.printf("\n%-6s %10s %10s %8s   %s\n", "", "npm", "guthega", "ratio", "pair by pair")
	for _, st := range states {
		ratio, rss, err := o.measure(ctx, theirs, ours, st)
		if err != nil {
			return err
		}
		memory = max(memory, rss)
		if st.bound > 0 && ratio > st.bound {
			missed++
		}
	}
	o.printf("\npeak memory of guthega: %.0f MB (at most %.0f)\n", float64(memory)/1e6, mostMemory/1e6)
	if float64(memory) > mostMemory {
		missed++
	}
	first, err := o.firstReplies(ctx, registry.URL)
	if err != nil {
		return err
	}
	o.printf("first reply of a second run, lodash and uuid: %s (at most %s)\n", first.Round(100*time.Microsecond), firstReply)
	if first > firstReply {
		missed++
	}
	if missed > 0 {
		o.printf("%d targets MISSED\n", missed)
		if o.strict {
			return fmt.Errorf("%d targets missed", missed)
		}
	}
	return nil
}

func (o *options) sides(registry string) (theirs, ours *side, err error) {
	packages := compat
	if o.quick {
		packages = small
	}
	var list [2]*side
	for i, name := range []string{"npm", "guthega"} {
		dir, err := o.project("speed-"+name, packages)
		if err != nil {
			return nil, nil, err
		}
		list[i] = &side{o: o, dir: dir, registry: registry}
	}
	return list[0], list[1], nil
}

// small is what -quick installs.
const small = `{"name": "x", "version": "1.0.0", "dependencies": {"ajv": "8.20.0", "express": "5.3.0", "lodash": "4.18.1", "pg": "8.23.1"}}`

// measure measures one state, and returns the median ratio and guthega's peak memory.
func (o *options) measure(ctx context.Context, theirs, ours *side, st state) (ratio float64, rss int64, err error) {
	var npm, guthega, ratios []float64
	for range o.rounds {
		if err := errors.Join(theirs.remove(st.npm...), ours.remove(st.guthega...)); err != nil {
			return 0, 0, err
		}
		a, err := theirs.npm(ctx)
		if err != nil {
			return 0, 0, err
		}
		b, err := ours.guthega(ctx)
		if err != nil {
			return 0, 0, err
		}
		npm, guthega = append(npm, a.wall.Seconds()), append(guthega, b.wall.Seconds())
		ratios = append(ratios, b.wall.Seconds()/a.wall.Seconds())
		rss = max(rss, b.rss)
	}
	verdict := ""
	if st.bound > 0 {
		verdict = fmt.Sprintf("  ≤ %.2f ok", st.bound)
		if median(ratios) > st.bound {
			verdict = fmt.Sprintf("  ≤ %.2f MISSED", st.bound)
		}
	}
	o.printf("%-6s %8.2f s %8.2f s %8.3f   %.3f to %.3f%s\n", st.name, median(npm), median(guthega), median(ratios),
		slices.Min(ratios), slices.Max(ratios), verdict)
	return median(ratios), rss, nil
}

func median(values []float64) float64 {
	s := slices.Sorted(slices.Values(values))
	return (s[(len(s)-1)/2] + s[len(s)/2]) / 2
}
