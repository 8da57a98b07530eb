package tree

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/guthega/guthega/engine/npm/locale"
	"github.com/guthega/guthega/engine/npm/spec"
)

// virtualRoot is a tree of its own with n's dependencies, in which the peers that come with one of them find each other.
func (b *builder) virtualRoot(n *Node, reuse bool) *Node {
	if v := b.virtual[n]; v != nil && reuse {
		return v
	}
	v := newRuled(n.Name, n.Package, n.rules)
	v.source = n
	b.virtual[n] = v
	return v
}

// MissingError says that nothing could be found for a dependency.
type MissingError struct {
	Name, Spec string
	// By is who wants it: "name@version", from the root on down.
	By []string
	// Err is the registry's.
	Err error
}

func (e *MissingError) Error() string {
	if len(e.By) == 0 {
		return e.Err.Error()
	}
	return fmt.Sprintf("%v (required by %s)", e.Err, strings.Join(e.By, " → "))
}

// Unwrap returns the registry's error.
func (e *MissingError) Unwrap() error { return e.Err }

// chain is how the root leads to n, without the root.
func chain(n *Node) []string {
	var list []string
	seen := map[*Node]bool{}
	for n != nil && !seen[n] {
		if n.source != nil {
			n = n.source
			continue
		}
		if n.parent == nil {
			break
		}
		seen[n] = true
		list = append(list, n.label())
		var next *Node
		for _, e := range n.in {
			if !seen[e.From] && (next == nil || e.From.depth() < next.depth()) {
				next = e.From
			}
		}
		n = next
	}
	slices.Reverse(list)
	return list
}

// fresh makes a node for what e asks for, without its peers.
func (b *builder) fresh(ctx context.Context, e *Edge, s spec.Spec, err error) (*Node, error) {
	var p *Package
	if err == nil {
		p, err = b.registry.Find(ctx, s)
	}
	if err == nil && p.Version == "" && (s.Kind == spec.Range || s.Kind == spec.Version || s.Kind == spec.Tag) {
		err = fmt.Errorf("the registry's entry for %s has no version", e.Name)
	}
	if err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		n := failed(e.Name, &MissingError{Name: e.Name, Spec: e.Spec(), By: chain(e.From), Err: err})
		b.failures.add(n)
		return n, nil
	}
	return newNode(e.Name, p), nil
}

// nodeFor finds a package for e and puts it under the virtual root under (a new one where that is nil), with its peers.
// second is another edge of that name that would better be satisfied too. required collects what is needed in any case:
// conflicts of other peers can wait until they turn out to be.
func (b *builder) nodeFor(ctx context.Context, e *Edge, under *Node, second *Edge, required *set[*Node]) (*Node, error) {
	if under == nil {
		under = b.virtualRoot(e.From, false)
	}
	s, err := e.wanted()
	n, err := b.fresh(ctx, e, s, err)
	if err != nil {
		return nil, err
	}
	n.attach(under)
	if second != nil && !second.Valid() {
		s, err := second.wanted()
		other, err := b.fresh(ctx, e, s, err)
		if err != nil {
			return nil, err
		}
		other.attach(under)
		if e.Valid() {
			n = other
		}
	}
	n.attach(under)
	for _, from := range []*Edge{e, second} {
		if from != nil && from.Kind != PeerOptional && required.has(from.From) {
			required.add(n)
		}
	}
	return n, b.gatherPeers(ctx, n, required)
}

// gatherPeers puts the peers of n, and theirs, under the same virtual root.
func (b *builder) gatherPeers(ctx context.Context, n *Node, required *set[*Node]) error {
	var peers []*Edge
	for e := range n.edges {
		if e.peer() && (e.To == nil || !e.Valid()) {
			peers = append(peers, e)
		}
	}
	slices.SortStableFunc(peers, func(x, y *Edge) int { return locale.Compare(x.Name, y.Name) })
	for _, e := range peers {
		under := n.parent
		if under == nil { // a peer's peer has put another version in its place
			return nil
		}
		if e.To != nil && e.Valid() {
			continue
		}
		if err := b.gatherPeer(ctx, e, under, required); err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) gatherPeer(ctx context.Context, e *Edge, under *Node, required *set[*Node]) error {
	ours := under.source == b.root // the root's own dependencies must not contradict each other
	if e.To == nil {
		above := under.out[e.Name]
		if above == nil {
			_, err := b.nodeFor(ctx, e, under, nil, required)
			return err
		}
		dep, err := b.nodeFor(ctx, above, under, e, required)
		if err != nil || e.Valid() {
			return err
		}
		if !ours || !required.has(dep) {
			e.conflicted = true
			return nil
		}
		if e.From.parent == nil {
			return nil
		}
		return newConflict(e)
	}
	current := e.To
	dep, err := b.nodeFor(ctx, e, nil, nil, required)
	if err != nil {
		return err
	}
	if dep.canReplace(current, nil) {
		_, err := b.nodeFor(ctx, e, under, nil, required)
		return err
	}
	if !ours || !required.has(e.From) {
		return nil
	}
	return newConflict(e)
}
