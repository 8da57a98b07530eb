package tree

// deepest is the deepest node at or above start that can have name in its node_modules: a package cannot hold its own
// peer.
func deepest(start *Node, name string) *Node {
	for n := range start.ancestry() {
		if n.parent == nil {
			return n
		}
		if e := n.out[name]; e == nil || !e.peer() {
			return n
		}
	}
	return nil
}

// entry is a way into a set of peers: the edge that is not one of theirs, and the peers that it brings.
type entry struct {
	edge  *Edge
	peers *set[*Node]
}

// entries are the ways into the sets of peers that n belongs to.
func entries(n *Node) []entry {
	union := newSet(n)
	for m := range union.all {
		for e := range m.edges {
			if e.peer() && e.To != nil && e.Valid() {
				union.add(e.To)
			}
		}
		for _, e := range m.in {
			if e.peer() && e.Valid() {
				union.add(e.From)
			}
		}
	}
	var list []entry
	for m := range union.all {
		for _, e := range m.in {
			if !e.Valid() || e.peer() && !e.From.top() {
				continue
			}
			if sub := brought(m); sub.has(n) {
				list = append(list, entry{e, sub})
			}
		}
	}
	return list
}

// brought is n and the peers it needs, and theirs.
func brought(n *Node) *set[*Node] {
	sub := newSet(n)
	for m := range sub.all {
		for e := range m.edges {
			if e.peer() && e.To != nil && e.Valid() {
				sub.add(e.To)
			}
		}
	}
	return sub
}
