package tree

import "github.com/guthega/guthega/engine/npm/semver"

// matches reports whether two nodes are the same package.
func (n *Node) matches(other *Node) bool {
	switch {
	case n == other:
		return true
	case n.Name != other.Name, n.Err != nil, other.Err != nil:
		return false
	case n.Link != nil:
		return other.Link != nil && n.Link.matches(other.Link)
	case n.Integrity != "" && other.Integrity != "":
		return n.Integrity == other.Integrity
	case n.Resolved != "" && other.Resolved != "":
		return n.Resolved == other.Resolved
	}
	return n.Package.Name != "" && n.Package.Name == other.Package.Name && n.Version != "" && n.Version == other.Version
}

// canReplace reports whether all that depend on old would be content with n. Those in old's own node_modules called
// peers are replaced too, and do not count.
func (n *Node) canReplace(old *Node, peers map[string]*Node) bool {
	if n.Name != old.Name || n.Package.Name != old.Package.Name {
		return false
	}
	if len(old.out) > 0 && n.rules != old.rules {
		return false
	}
	own := gather([]*Node{old}, func(e *Edge) bool { return e.To != old && e.Valid() })
	for _, e := range old.in {
		if !old.top() && e.From.parent == old.parent && e.peer() && peers[e.From.Name] != nil {
			continue
		}
		if !own.has(e.From) && !e.satisfiedBy(n) {
			return false
		}
	}
	return true
}

// canDedupe reports whether n can go: those that depend on it would be content with what they would find instead.
func (n *Node) canDedupe() bool {
	if n.InBundle || n.inShrinkwrap() || n.parent == nil || n.parent.parent == nil {
		return false
	}
	if len(n.in) == 0 {
		return true
	}
	other := n.parent.parent.resolve(n.Name)
	switch {
	case other == nil:
		return false
	case other.matches(n):
		return true
	case !other.canReplace(n, nil):
		return false
	}
	c := semver.Compare(other.Version, n.Version)
	return c == 0 || c > 0 && !n.isOverridden()
}

// isOverridden reports whether the root's overrides chose this version.
func (n *Node) isOverridden() bool {
	if n.rules == nil || n.rules.value == "" || n.rules.name != n.Name {
		return false
	}
	for _, e := range n.in {
		if e.rule != nil && e.rule.name == n.Name && e.rule.value == n.Version && e.rule != e.From.rules {
			return true
		}
	}
	return false
}

// gather returns nodes, with all that the edges for which follow holds lead to, less those that something outside the
// set depends on by such an edge: what would go with them.
func gather(nodes []*Node, follow func(*Edge) bool) *set[*Node] {
	deps := newSet(nodes...)
	for n := range deps.all {
		for e := range n.edges {
			if e.To != nil && follow(e) {
				deps.add(e.To)
			}
		}
	}
	for changed := true; changed && deps.len() > 0; {
		changed = false
		for n := range deps.all {
			for _, e := range n.in {
				if !deps.has(e.From) && follow(e) {
					deps.remove(n)
					changed = true
					break
				}
			}
		}
	}
	return deps
}
