package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// runner makes the measurements and fills in the targets.
type runner struct {
	*options
	orders  []order
	list    []peer
	dir     string
	out     output
	targets []target
}

// part is one measurement by the name that -only knows.
type part struct {
	name string
	run  func(ctx context.Context) error
}

// parts are all measurements, in the order in which they are made.
func (r *runner) parts() []part {
	return []part{
		{"http", r.http},
		{"start", r.starts},
		{"vms", r.scaling},
		{"timers", r.waiting},
		{"decode", r.decoding},
		{"costs", r.costs},
		{"size", r.size},
	}
}

func partNames() []string {
	var names []string
	for _, p := range (&runner{}).parts() {
		names = append(names, p.name)
	}
	return names
}

func (r *runner) run(ctx context.Context) error {
	for _, p := range r.parts() {
		if !r.wants(p.name) {
			continue
		}
		began := time.Now()
		r.out.printf("\n[%s]\n", p.name)
		if err := errors.Join(ctx.Err(), p.run(ctx)); err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
		r.out.printf("(%s took %s)\n", p.name, time.Since(began).Round(100*time.Millisecond))
	}
	return nil
}

func (r *runner) http(ctx context.Context) error {
	b := &bench{runner: r}
	if err := b.measure(ctx); err != nil {
		return err
	}
	b.print()
	own := b.results[nameGuthega]
	for name, i := range map[string]int{nameNode: targetNode, nameBare: targetBare} {
		if other, ok := b.results[name]; ok {
			pairs := ratios(own.rates, other.rates)
			r.targets[i].set(median(pairs), spread(pairs))
		}
	}
	if own.peak > 0 { // else there is no /proc
		r.targets[targetIdle].set(megabytes(own.idle), "")
		r.targets[targetPeak].set(megabytes(own.peak), "")
	}
	return nil
}

func (r *runner) starts(ctx context.Context) error {
	results, err := measureStarts(ctx, r.list, r.dir, max(r.pairs, 3), r.orders)
	if err != nil {
		return err
	}
	printStarts(r.out, r.list, results)
	own := results[nameGuthega].warm
	r.targets[targetStart].set(median(own), spread(own))
	return nil
}

func (r *runner) scaling(ctx context.Context) error {
	pairs, err := measureScaling(ctx, r.pairs, r.duration/3)
	if err != nil {
		return err
	}
	r.targets[targetScaling].set(median(pairs), spread(pairs))
	return nil
}

func (r *runner) waiting(ctx context.Context) error {
	runs, err := measureWaiting(ctx, r.pairs, r.orders)
	if err != nil {
		return err
	}
	r.targets[targetWaiting].set(median(runs), spread(runs))
	return nil
}

func (r *runner) decoding(ctx context.Context) error {
	d, err := measureDecoding(ctx, r.pairs, r.duration/10, r.orders)
	if err != nil {
		return err
	}
	r.targets[targetDecode].set(median(d.ratios), fmt.Sprintf("%.1f µs, %.1f µs", median(d.direct), median(d.goja)))
	return nil
}

func (r *runner) costs(ctx context.Context) error {
	costs, err := measureCosts(ctx, r.duration/3, r.orders)
	if err != nil {
		return err
	}
	printCosts(r.out, costs)
	return nil
}

func (r *runner) size(context.Context) error {
	info, err := os.Stat(r.guthega)
	if err != nil {
		return err
	}
	r.targets[targetSize].set(megabytes(info.Size()), filepath.Base(r.guthega))
	return nil
}
