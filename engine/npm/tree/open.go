package tree

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// open adds what comes inside n's tarball, or what its shrinkwrap says it wants.
func (b *builder) open(ctx context.Context, n *Node) error {
	inside, err := b.registry.Inside(ctx, n.Package)
	if errors.Is(err, ErrNoShrinkwrap) {
		m, p := *n.Manifest, *n.Package // others share them
		m.HasShrinkwrap, p.Manifest = false, &m
		n.Package, inside, err = &p, nil, nil
		if len(n.BundleDependencies) > 0 {
			inside, err = b.registry.Inside(ctx, n.Package)
		}
	}
	if err != nil {
		if n.Optional {
			n.Err = err
			b.failures.add(n)
			return nil
		}
		return fmt.Errorf("looking into %s: %w", n.label(), err)
	}
	slices.SortStableFunc(inside, func(x, y Inner) int { // what holds others comes first
		return strings.Count(x.Path, "/node_modules/") - strings.Count(y.Path, "/node_modules/")
	})
	at := map[string]*Node{"": n}
	for _, in := range inside {
		above, name := within(in.Path)
		parent := at[above]
		if parent == nil { // inside a folder that is no package
			continue
		}
		kid := newNode(name, in.Package)
		kid.InBundle = in.Bundled
		kid.attach(parent)
		at[in.Path] = kid
	}
	return nil
}
