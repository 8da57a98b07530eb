package tree

import "github.com/guthega/guthega/engine/npm/manifest"

// finish says of each node why it is there, and takes out what need not or cannot be.
func (b *builder) finish(o Options) (*Result, error) {
	flag(b.root)
	if o.Prior != nil {
		for _, n := range b.root.subtree() {
			if n.Extraneous && n.root == b.root {
				n.detach()
			}
		}
	}
	r := &Result{Root: b.root}
	for n := range b.failures.all {
		if n.root != b.root {
			continue // it was looked at for a place that it did not get
		}
		if !n.Optional {
			return nil, n.Err
		}
		for m := range optionalSet(n).all {
			m.Inert = true
		}
	}
	if o.Skip != nil {
		b.root.skip(o.Skip)
	}
	for _, n := range b.root.subtree() {
		if n.Err != nil && n.root == b.root {
			r.Failed = append(r.Failed, n)
			n.detach()
		}
	}
	return r, r.judge()
}

// skip marks the optional packages that do not run here, and what only they need.
func (n *Node) skip(skips func(*manifest.Manifest) bool) {
	for _, m := range n.subtree() {
		if m.Optional && !m.Inert && m.Err == nil && skips(m.Manifest) {
			for o := range optionalSet(m).all {
				o.Inert = true
			}
		}
	}
}

// Skipped are the paths of a tree that Load made which are not to be installed: optional packages that skips holds for,
// and what only they need.
func (n *Node) Skipped(skips func(*manifest.Manifest) bool) map[string]bool {
	flag(n)
	n.skip(skips)
	paths := map[string]bool{}
	for m := range n.All() {
		if m.Inert {
			paths[m.Path()] = true
		}
	}
	return paths
}

// judge lists what could not be met. Where that is something the root itself asks for there is no tree.
func (r *Result) judge() error {
	for n := range r.Root.All() {
		for e := range n.edges {
			if e.Valid() || e.optional() || n.Inert || n.InBundle {
				continue
			}
			if n == r.Root && !e.conflicted {
				return newConflict(e)
			}
			r.Conflicts = append(r.Conflicts, e)
		}
	}
	return nil
}

// flag walks from the root and clears what does not hold: a node stays Optional, Peer or Extraneous only where every
// way to it is such.
func flag(root *Node) {
	for n := range root.All() {
		n.Optional, n.Peer, n.Extraneous, n.Inert = true, true, true, false
	}
	root.Optional, root.Peer, root.Extraneous = false, false, false
	queue := []*Node{root}
	for len(queue) > 0 {
		n := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		if !n.Extraneous {
			for p := n.parent; p != nil && p.Extraneous; p = p.parent {
				p.Extraneous = false
			}
		}
		if n.Link != nil {
			if clearFlags(n.Link, n.Optional, n.Peer, n.Extraneous) {
				queue = append(queue, n.Link)
			}
			continue
		}
		for e := range n.edges {
			if e.To == nil {
				continue
			}
			extraneous := n.Extraneous || e.Kind == PeerOptional
			if clearFlags(e.To, n.Optional || e.optional(), n.Peer || e.peer(), extraneous) {
				queue = append(queue, e.To)
			}
		}
	}
}

func clearFlags(n *Node, optional, peer, extraneous bool) bool {
	was := [...]bool{n.Optional, n.Peer, n.Extraneous}
	n.Optional = n.Optional && optional
	n.Peer = n.Peer && peer
	n.Extraneous = n.Extraneous && extraneous
	return was != [...]bool{n.Optional, n.Peer, n.Extraneous}
}

// optionalSet is what goes with an optional node that is not installed: those that cannot do without it, up to the
// optional dependency that leads there, and what only they need.
func optionalSet(n *Node) *set[*Node] {
	up := newSet(n)
	for m := range up.all {
		for _, e := range m.in {
			if !e.optional() {
				up.add(e.From)
			}
		}
	}
	return gather(up.members(), func(e *Edge) bool { return !up.has(e.To) && !e.From.Inert })
}

// Unmet are the dependencies of the tree's packages that nothing in it meets, but for those that are optional or peers.
func (n *Node) Unmet() []*Edge {
	var list []*Edge
	for m := range n.All() {
		for e := range m.edges {
			if e.Kind == Prod && !e.Valid() && !m.InBundle && m.Link == nil {
				list = append(list, e)
			}
		}
	}
	return list
}
