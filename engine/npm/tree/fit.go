package tree

import (
	"slices"

	"github.com/guthega/guthega/engine/npm/semver"
)

// verdict says whether a place takes a package.
type verdict uint8

const (
	conflicts verdict = iota + 1
	free              // nothing is in the way
	replaces          // what is there can make way
	keeps             // what is there will do
)

// fit is the question whether dep, with the peers that come with it, can go into target's node_modules. It changes
// nothing.
type fit struct {
	dep, target *Node
	edge        *Edge
	above       *fit    // that of the package whose peer this is
	path        []*Node // the peers on the way here, against cycles
	dedupe      bool    // an older version will do: peers try hard to be the only one
	overridden  bool    // the set was built although dep is not what the edge wants
	current     *Node   // what is there
	below       []*fit

	self verdict // of dep itself
	all  verdict // of dep and its peers
}

func newFit(dep, target *Node, edge *Edge, above *fit, path []*Node) *fit {
	f := &fit{
		dep: dep, target: target, edge: edge, above: above, path: path,
		dedupe: edge.peer() || path != nil, overridden: !edge.satisfiedBy(dep), current: target.children[edge.Name],
	}
	f.all = f.judge()
	if f.self == 0 {
		f.self = f.all
	}
	return f
}

func (f *fit) judge() verdict {
	if f.dep.Err != nil { // it ends the build or is pruned: anywhere will do
		if f.current != nil {
			return replaces
		}
		return free
	}
	own := f.target.out[f.edge.Name]
	if own != nil && own.peer() && !f.target.top() {
		return conflicts
	}
	if f.current != nil {
		return f.judgeCurrent()
	}
	if own != nil && own != f.edge && !own.satisfiedBy(f.dep) {
		return conflicts
	}
	return f.judgeFree()
}

// judgeFree judges a place where nothing is.
func (f *fit) judgeFree() verdict {
	if f.target == f.top().edge.From {
		return f.withPeers(free)
	}
	if hidden := f.target.resolve(f.edge.Name); hidden != nil {
		for _, e := range hidden.in {
			if e.From.within(f.target) && e.Valid() && !e.satisfiedBy(f.dep) {
				return conflicts
			}
		}
	}
	return f.withPeers(free)
}

// judgeCurrent judges a place where a package of that name is.
func (f *fit) judgeCurrent() verdict {
	if f.dep.matches(f.current) && (f.edge.satisfiedBy(f.current) || f.overridden) {
		return keeps
	}
	newer := f.current.Version != "" && f.dep.Version != "" && semver.Compare(f.dep.Version, f.current.Version) >= 0
	if newer && f.dep.canReplace(f.current, nil) {
		if v := f.withPeers(replaces); v != conflicts {
			return v
		}
	}
	if f.edge.satisfiedBy(f.current) {
		return keeps
	}
	if f.dedupe && !newer && f.dep.canReplace(f.current, nil) {
		if v := f.withPeers(replaces); v != conflicts {
			return v
		}
	}
	switch {
	case f.target != f.deepest(): // it can go deeper: leave what is here alone
		return conflicts
	case !f.edge.peer() && f.target == f.edge.From: // there is nowhere else for it
		return f.withPeers(replaces)
	case f.above == nil && !f.edge.peer():
		return conflicts
	case f.currentCanGo():
		return f.withPeers(replaces)
	}
	return conflicts
}

// currentCanGo reports whether every set of peers that the current package belongs to can be replaced, or go deeper.
func (f *fit) currentCanGo() bool {
	for _, in := range entries(f.current) {
		if in.edge == f.edge || in.edge == f.top().edge || f.replaceable(in.edge.To) {
			continue
		}
		for peer := range in.peers.all {
			d := deepest(in.edge.From, peer.Name)
			if d == f.target || f.target.within(d) {
				return false
			}
		}
	}
	return true
}

// replaceable reports whether the set of peers that starts at first can be replaced by the one that dep brings.
func (f *fit) replaceable(first *Node) bool {
	if f.dep.parent == nil {
		return false
	}
	bring := f.dep.parent.children
	if in := bring[first.Name]; in != nil {
		return in.canReplace(first, bring)
	}
	walk := newSet(first)
	for peer := range walk.all {
		for e := range peer.edges {
			if !e.peer() || !e.Valid() {
				continue
			}
			in := bring[e.Name]
			switch {
			case in == nil && e.To != nil:
				walk.add(e.To)
			case in != nil && !e.satisfiedBy(in):
				return false
			}
		}
	}
	return true
}

// withPeers asks the same of the peers; v is the verdict on dep alone.
func (f *fit) withPeers(v verdict) verdict {
	f.self = v
	if f.below != nil { // they have been asked
		return f.peersVerdict(v)
	}
	path := append(slices.Clone(f.path), f.dep)
	for e := range f.dep.edges {
		if !e.peer() || e.To == nil || slices.Contains(path, e.To) {
			continue
		}
		f.below = append(f.below, newFit(e.To, deepest(f.target, e.To.Name), e, f, path))
	}
	return f.peersVerdict(v)
}

func (f *fit) peersVerdict(v verdict) verdict {
	for _, b := range f.below {
		if b.all == conflicts {
			return conflicts
		}
	}
	return v
}

// top is the fit of the package that brings the set.
func (f *fit) top() *fit {
	for f.above != nil {
		f = f.above
	}
	return f
}

// deepest is the deepest place for dep.
func (f *fit) deepest() *Node {
	if f.above != nil {
		return deepest(f.above.deepest(), f.edge.Name)
	}
	return deepest(f.edge.From, f.edge.Name)
}
