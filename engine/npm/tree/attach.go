package tree

import (
	"slices"

	"github.com/guthega/guthega/engine/npm/locale"
)

// byPath orders nodes as npm does.
func byPath(a, b *Node) int { return locale.Compare(a.Path(), b.Path()) }

// attach puts n, with all below it, into parent's node_modules; what was there by its name is taken out.
func (n *Node) attach(parent *Node) {
	if n.parent == parent {
		return
	}
	n.detach()
	if old := parent.children[n.Name]; old != nil {
		old.detach()
	}
	parent.children[n.Name] = n
	parent.order = append(parent.order, n.Name)
	n.parent = parent
	subtree := n.subtree()
	for _, m := range subtree {
		m.root = parent.root
		m.root.byName[m.Name] = append(m.root.byName[m.Name], m)
	}
	for _, m := range subtree {
		for e := range m.edges {
			e.reload(false)
		}
	}
	parent.reloadNamed(n.Name)
}

// detach makes n, with all below it, a tree of its own. Edges from outside then resolve to something else, or nothing.
func (n *Node) detach() {
	parent := n.parent
	if parent == nil {
		return
	}
	delete(parent.children, n.Name)
	if i := slices.Index(parent.order, n.Name); i >= 0 {
		parent.order = slices.Delete(parent.order, i, i+1)
	}
	n.parent = nil
	n.byName = map[string][]*Node{}
	subtree := n.subtree()
	for _, m := range subtree {
		list := m.root.byName[m.Name]
		if i := slices.Index(list, m); i >= 0 {
			m.root.byName[m.Name] = slices.Delete(slices.Clone(list), i, i+1)
		}
		m.root = n
		n.byName[m.Name] = append(n.byName[m.Name], m)
	}
	for _, m := range subtree {
		for _, e := range slices.Clone(m.in) {
			if e.From.root != n {
				e.reload(false)
			}
		}
		for e := range m.edges {
			if e.To == nil || e.To.root != n {
				e.reload(false)
			}
		}
	}
}

// replace puts n where old is. What was in old's node_modules stays, in n's.
func (n *Node) replace(old *Node) {
	parent := old.parent
	for _, kid := range old.kids() {
		kid.attach(n)
	}
	old.detach()
	n.attach(parent)
}

// reloadNamed makes the edges called name, of n and of all below it, look again.
func (n *Node) reloadNamed(name string) {
	if e := n.out[name]; e != nil {
		e.reload(n.resolve(name) == e.To)
	}
	for _, c := range n.order { // in order: it shows in the order of Dependents
		n.children[c].reloadNamed(name)
	}
}

// queryName are the nodes of the tree with that name.
func (n *Node) queryName(name string) []*Node { return slices.Clone(n.root.byName[name]) }
