package tree

import "slices"

// placement puts dep, and the peers that come with it, where edge finds it.
type placement struct {
	dep   *Node // under a virtual root; copied into the tree
	edge  *Edge
	above *placement // that of the package whose peer this is

	self, all *fit // the last place that took dep, and the one that took its peers too
	placed    *Node
	below     []*placement
	again     *set[*Node] // whose dependencies have to be looked at again
}

// place puts dep where edge finds it, as far up as it goes. The error is *ConflictError where the root asks for what
// cannot be.
func (b *builder) place(dep *Node, edge *Edge, above *placement) (*placement, error) {
	p := &placement{dep: dep, edge: edge, above: above, again: newSet[*Node]()}
	if edge.To != nil && edge.Valid() {
		return p, nil
	}
	p.search()
	if p.all == nil {
		if p.forRoot() {
			return nil, p.conflict()
		}
		if p.self == nil {
			giveUp(p.edge)
			return p, nil
		}
		p.all = p.self
	}
	v := p.all.all
	if v == conflicts {
		v = p.all.self
	}
	if v == keeps {
		if edge.peer() && !edge.Valid() {
			giveUp(p.edge)
		}
		b.dedupe(p.all.target)
		return p, nil
	}
	return p, b.put(p, p.all.target)
}

// search walks up from the deepest place until one does not take the set.
func (p *placement) search() {
	for target := range p.start().ancestry() {
		if e := target.out[p.edge.Name]; !target.top() && e != nil && e.peer() {
			continue // it cannot hold its own peer, but what is above it may
		}
		var above *fit
		if p.above != nil {
			above = p.above.all
		}
		f := newFit(p.dep, target, p.edge, above, nil)
		if f.self != conflicts {
			p.self = f
		}
		if f.all == conflicts {
			return
		}
		p.all = f
		if p.dep.Err != nil {
			return
		}
	}
}

// start is the deepest place for dep.
func (p *placement) start() *Node {
	if p.above != nil {
		return deepest(p.above.start(), p.edge.Name)
	}
	return deepest(p.edge.From, p.edge.Name)
}

// put copies dep into target's node_modules, and its peers to where they belong.
func (b *builder) put(p *placement, target *Node) error {
	for n := target; n.parent != nil; n = n.parent {
		if n.matches(p.dep) { // a needs b needs another a needs another b needs the first a: it would nest for ever
			p.placed = newNode(p.dep.Name, p.dep.Package)
			for e := range p.placed.edges {
				e.detach()
			}
			p.placed.Link = n
			p.placed.attach(target)
			return nil
		}
	}
	brought := p.dep.parent
	p.placed = newRuled(p.dep.Name, p.dep.Package, p.dep.rules)
	p.placed.Err = p.dep.Err
	if old := target.children[p.dep.Name]; old != nil {
		b.swap(p, old)
	} else {
		p.placed.attach(target)
	}
	if p.edge.peer() && !p.edge.satisfiedBy(p.placed) {
		giveUp(p.edge)
	}
	b.prune(p, target)
	return b.putPeers(p, brought)
}

// prune removes what is no longer needed now that placed is in target.
func (b *builder) prune(p *placement, target *Node) {
	if to := p.edge.To; to != nil && to != p.placed && p.edge.Valid() {
		b.dedupeOne(to)
	}
	for _, n := range target.queryName(p.dep.Name) {
		if n.top() || n.root != target.root || !n.within(target) {
			continue
		}
		b.dedupeOne(n)
		if n.root == target.root {
			for _, kid := range n.kids() {
				b.dedupeOne(kid)
			}
		}
	}
}

// putPeers places the peers of what was placed that are not met there, from the set that was gathered in brought.
func (b *builder) putPeers(p *placement, brought *Node) error {
	for _, e := range slices.Collect(p.placed.edges) {
		if !e.peer() || e.conflicted || e.Valid() || brought == nil {
			continue
		}
		peer := brought.children[e.Name]
		if peer == nil || !e.satisfiedBy(peer) { // optional, or the set was built in spite of this edge
			continue
		}
		below, err := b.place(peer, e, p)
		if err != nil {
			return err
		}
		p.below = append(p.below, below)
	}
	return nil
}

// swap puts placed where old is, and takes out what old alone needed.
func (b *builder) swap(p *placement, old *Node) {
	target := old.parent
	var orphans []*Node
	for e := range old.edges {
		if to := e.To; to != nil && p.placed.out[e.Name] == nil {
			orphans = append(orphans, gather([]*Node{to}, func(e *Edge) bool { return e.To != to }).members()...)
		}
	}
	var sets []*Node
	for _, e := range slices.Clone(old.in) {
		if !e.peer() || e.conflicted || e.From.parent != target || e.satisfiedBy(p.placed) {
			continue
		}
		for _, in := range entries(e.From) {
			first := in.edge.To
			if deepest(first, first.Name) == target || in.edge.From.top() {
				giveUp(e)
				continue
			}
			sets = append(sets, gather([]*Node{first}, func(e *Edge) bool { return e.To != first && !e.conflicted }).members()...)
		}
	}
	p.placed.replace(old)
	pruneReplaced(p.placed, orphans)
	for _, n := range sets {
		for _, e := range n.in {
			p.again.add(e.From)
		}
		n.detach()
	}
}

// pruneReplaced takes out what depended on nothing but the node that n replaced.
func pruneReplaced(n *Node, orphans []*Node) {
	invalid := newSet[*Node]()
	for e := range n.edges {
		if e.To != nil && !e.Valid() {
			invalid.add(e.To)
		}
	}
	for _, o := range orphans {
		for m := range gather([]*Node{o}, func(e *Edge) bool { return e.To != o && e.Valid() }).all {
			invalid.add(m)
		}
	}
	for m := range gather(invalid.members(), func(e *Edge) bool { return e.From != n && e.To != n && e.Valid() }).all {
		m.detach()
	}
}

// dedupe removes n, or else what is below it, where something further up does as well.
func (b *builder) dedupe(n *Node) {
	if b.dedupeOne(n) {
		return
	}
	kids := n.kids()
	slices.SortFunc(kids, byPath)
	for _, kid := range kids {
		b.dedupe(kid)
	}
}

func (b *builder) dedupeOne(n *Node) bool {
	if !n.canDedupe() {
		return false
	}
	for m := range gather([]*Node{n}, func(e *Edge) bool { return e.To != n && e.Valid() }).all {
		m.detach()
	}
	return true
}

// forRoot reports whether the set is what the root itself asked for.
func (p *placement) forRoot() bool {
	for p.above != nil {
		p = p.above
	}
	from := p.edge.From
	if from.top() {
		return true
	}
	if !p.edge.peer() {
		return false
	}
	peers := false
	for _, e := range from.in {
		if e.peer() {
			peers = true
		} else if e.From.top() {
			return true
		}
	}
	return peers && slices.ContainsFunc(entries(from), func(in entry) bool { return in.edge.From.top() })
}
