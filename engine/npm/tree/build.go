package tree

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/guthega/guthega/engine/npm/locale"
	"github.com/guthega/guthega/engine/npm/manifest"
	"github.com/guthega/guthega/engine/npm/spec"
)

// Registry finds packages. Build calls it from one goroutine.
type Registry interface {
	// Find returns the package that s stands for. An error ends the build, unless only optional dependencies lead there.
	Find(ctx context.Context, s spec.Spec) (*Package, error)
	// Expect says that Find will probably be asked for s. It must not block.
	Expect(s spec.Spec)
	// Placed says that p has a place in the tree; it may still lose it. It must not block.
	Placed(p *Package)
	// Inside returns what comes inside p's tarball: called once for each that has bundleDependencies or a shrinkwrap. The
	// error ErrNoShrinkwrap is no failure.
	Inside(ctx context.Context, p *Package) ([]Inner, error)
}

// ErrNoShrinkwrap says of a package whose metadata speak of a shrinkwrap that there is none, or none that is read: its
// dependencies are those of any other package then.
var ErrNoShrinkwrap = errors.New("there is no shrinkwrap")

// Inner is a package inside another's tarball, or in its shrinkwrap.
type Inner struct {
	// Path is where, below the package: "node_modules/a/node_modules/b".
	Path string
	*Package
	// Bundled: its files are in the tarball; else it is to be fetched, as the shrinkwrap says.
	Bundled bool
}

// Result is what Build makes.
type Result struct {
	// Root is the tree.
	Root *Node
	// Conflicts are dependencies that could not be met, nearly always on peers: what they lead to, if anything, is not
	// what they want.
	Conflicts []*Edge
	// Failed are optional packages that could not be found, with why in Err. They are not in the tree.
	Failed []*Node
}

// Options are what Build can be told. The zero value is the default.
type Options struct {
	// Prior is a tree to start from, as Load makes it: what in it still satisfies stays. nil starts anew.
	Prior *Node
	// Skip says which packages do not run here, for those that are optional; nil skips none.
	Skip func(*manifest.Manifest) bool
}

// Build decides what goes where, for a root package in the folder dir, which file: specs are relative to.
//
// Errors: *ConflictError, *MissingError with that of the Registry, that of ctx, or one of the root's overrides.
func Build(ctx context.Context, root *manifest.Manifest, dir string, r Registry, o Options) (*Result, error) {
	top := o.Prior
	if top == nil {
		var err error
		if top, err = newRoot(root, dir); err != nil {
			return nil, err
		}
	}
	b := &builder{
		registry: r, root: top, seen: map[*Node]bool{}, virtual: map[*Node]*Node{}, failures: newSet[*Node](),
	}
	for n := range top.All() {
		if slices.ContainsFunc(slices.Collect(n.edges), func(e *Edge) bool { return e.To == nil && !e.optional() || !e.Valid() }) {
			b.push(n)
		}
	}
	b.push(top)
	b.expect(top)
	for range sweeps {
		for len(b.queue) > 0 {
			if err := b.step(ctx); err != nil {
				return nil, err
			}
		}
		if !b.sweep() {
			break
		}
	}
	return b.finish(o)
}

// sweeps is how often what was left behind is looked at again: once nearly always, and what three times have not
// mended will not be mended.
const sweeps = 4

// sweep queues the nodes that still have problems: a replacement further up can take away what was placed for them
// before. npm leaves such holes.
func (b *builder) sweep() bool {
	for n := range b.root.All() {
		if n.InBundle || n.Link != nil || n.inShrinkwrap() || n.HasShrinkwrap && n != b.root {
			continue
		}
		if slices.ContainsFunc(b.problems(n), func(e *Edge) bool { return e.Kind != PeerOptional }) {
			b.seen[n] = false
			b.push(n)
		}
	}
	return len(b.queue) > 0
}

// newRoot is a tree with nothing in it yet.
func newRoot(root *manifest.Manifest, dir string) (*Node, error) {
	rules, err := newRules(root, dir)
	if err != nil {
		return nil, err
	}
	top := newRuled("", &Package{Manifest: root, Dir: dir}, rules)
	for e := range top.edges {
		if e.overridden && e.rule.raw != e.raw {
			return nil, fmt.Errorf("overrides: %q is a direct dependency, as %s: write the version there", e.Name, spec.Redact(e.raw))
		}
	}
	return top, nil
}

type builder struct {
	registry Registry
	root     *Node
	queue    []*Node
	sorted   bool
	seen     map[*Node]bool
	virtual  map[*Node]*Node // the latest virtual root for a node
	failures *set[*Node]
}

// push has n's dependencies looked at.
func (b *builder) push(n *Node) {
	if !slices.Contains(b.queue, n) {
		b.queue = append(b.queue, n)
		b.sorted = false
	}
}

// pop takes the shallowest, since it decides what goes deeper, and of those the first by name.
func (b *builder) pop() *Node {
	if !b.sorted {
		keys := make(map[*Node]string, len(b.queue))
		depths := make(map[*Node]int, len(b.queue))
		for _, n := range b.queue {
			keys[n], depths[n] = n.Path(), n.depth()
		}
		slices.SortStableFunc(b.queue, func(x, y *Node) int {
			if d := depths[x] - depths[y]; d != 0 {
				return d
			}
			return locale.Compare(keys[x], keys[y])
		})
		b.sorted = true
	}
	n := b.queue[0]
	b.queue = b.queue[1:]
	return n
}

// task is a dependency, and what was found for it.
type task struct {
	edge *Edge
	dep  *Node
}

// step looks at the dependencies of the next node.
func (b *builder) step(ctx context.Context) error {
	n := b.pop()
	if b.seen[n] || n.root != b.root || n.Link != nil {
		return nil
	}
	b.seen[n] = true
	if n != b.root && (len(n.BundleDependencies) > 0 || n.HasShrinkwrap) && !n.InBundle {
		if err := b.open(ctx, n); err != nil {
			return err
		}
		if n.HasShrinkwrap {
			return nil // it says what its dependencies are
		}
	}
	var tasks []task
	for _, e := range b.problems(n) {
		dep, err := b.find(ctx, e)
		if err != nil {
			return err
		}
		tasks = append(tasks, task{e, dep})
	}
	slices.SortStableFunc(tasks, func(x, y task) int { return locale.Compare(x.edge.Name, y.edge.Name) })
	for _, t := range tasks {
		p, err := b.place(t.dep, t.edge, nil)
		if err != nil {
			return err
		}
		b.follow(p)
	}
	return nil
}

// problems are n's edges that something has to be done about.
func (b *builder) problems(n *Node) []*Edge {
	var list []*Edge
	for e := range n.edges {
		switch {
		case e.conflicted, n != b.root && slices.Contains(n.BundleDependencies, e.Name):
		case e.To == nil:
			if e.Kind != PeerOptional {
				list = append(list, e)
			}
		case b.failures.has(e.To), e.To.inShrinkwrap():
		case !e.Valid():
			list = append(list, e)
		}
	}
	return list
}

// find returns a node for e, under a virtual root with the peers that must go with it.
func (b *builder) find(ctx context.Context, e *Edge) (*Node, error) {
	var under *Node
	if v := b.virtualRoot(e.From, true); v != nil {
		if in := v.out[e.Name]; in != nil && in.To != nil && in.Valid() && e.satisfiedBy(in.To) {
			return in.To, nil
		}
		if e.peer() {
			under = v
		}
	}
	if e.Kind == PeerOptional {
		from := e.From.parent
		if from == nil {
			from = e.From
		}
		if n := hoistable(from, e); n != nil {
			return n, nil
		}
	}
	return b.nodeFor(ctx, e, under, nil, newSet(e.From))
}

// hoistable finds a node below from that satisfies e, the nearest one first.
func hoistable(from *Node, e *Edge) *Node {
	queue := from.kids()
	for i := 0; i < len(queue); i++ {
		n := queue[i]
		if n.Name == e.Name && !n.InBundle && e.satisfiedBy(n) {
			return n
		}
		queue = append(queue, n.kids()...)
	}
	return nil
}

// follow looks at what a placement has changed.
func (b *builder) follow(p *placement) {
	n := p.placed
	if n != nil {
		if n.Err != nil {
			b.failures.add(n)
		}
		for _, in := range n.in {
			if in != p.edge && !in.conflicted && !in.Valid() {
				b.seen[in.From] = false
				b.push(in.From)
			}
		}
		b.push(n)
		b.expect(n)
		if n.Err == nil && n.Link == nil {
			b.registry.Placed(n.Package)
		}
		for m := range p.again.all {
			b.seen[m] = false
			b.push(m)
		}
	}
	for _, below := range p.below {
		b.follow(below)
	}
}

// expect announces n's dependencies.
func (b *builder) expect(n *Node) {
	for e := range n.edges {
		if e.Kind == PeerOptional || n != b.root && slices.Contains(n.BundleDependencies, e.Name) || e.To != nil && e.Valid() {
			continue
		}
		if s, err := e.wanted(); err == nil {
			b.registry.Expect(s)
		}
	}
}
