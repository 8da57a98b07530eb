package tree

import (
	"fmt"
	"strings"

	"github.com/guthega/guthega/engine/npm/spec"
)

// Kind says which of package.json's members a dependency stands in.
type Kind uint8

// The kinds of dependencies.
const (
	Prod         Kind = iota // dependencies
	Optional                 // optionalDependencies
	Peer                     // peerDependencies
	PeerOptional             // peerDependencies that peerDependenciesMeta calls optional
)

// Edge is a dependency: that of a node on a name.
type Edge struct {
	Name string
	Kind Kind
	From *Node
	// To is what the name resolves to, nil for nothing. Whether it is what is wanted is another matter.
	To *Node

	raw        string // as it stands in the manifest
	spec       spec.Spec
	err        error // of spec
	over       spec.Spec
	rule       *rule // of the root's overrides; over is its spec where it has one for this name
	overridden bool
	state      state
	conflicted bool // npm gave up on this peer; it stays as it is
}

// state is what is known of whether To satisfies the edge.
type state uint8

const (
	unknown state = iota
	satisfied
	unsatisfied
)

// OutsideError is a package that asks for a file or folder, and does not itself lie on this disk: whatever is at that
// path here, its author does not know it.
type OutsideError struct{ Name, Spec string }

func (e *OutsideError) Error() string {
	return fmt.Sprintf("%s@%s is a path on its author's disk, and not installed from this one: override the dependency, or use another version of the package",
		e.Name, e.Spec)
}

// Spec is what is asked for, as it stands in the manifest or in the override that replaces it.
func (e *Edge) Spec() string {
	if e.overridden {
		return e.over.Raw
	}
	return e.raw
}

// wanted is the spec that counts.
func (e *Edge) wanted() (spec.Spec, error) {
	if e.overridden {
		return e.over, nil
	}
	return e.spec, e.err
}

func (e *Edge) peer() bool     { return e.Kind == Peer || e.Kind == PeerOptional }
func (e *Edge) optional() bool { return e.Kind == Optional || e.Kind == PeerOptional }

// Valid reports whether the dependency is met.
func (e *Edge) Valid() bool {
	if e.To == nil {
		return e.optional()
	}
	if e.peer() && e.From == e.To.parent && !e.From.top() { // a peer belongs beside, not inside
		return false
	}
	if e.state == unknown {
		e.state = unsatisfied
		if e.satisfiedBy(e.To) && !(e.rule != nil && e.To.rules != nil && len(e.To.out) > 0 && conflict(e.rule, e.To.rules)) {
			e.state = satisfied
		}
	}
	return e.state == satisfied
}

// satisfiedBy reports whether n is what the edge wants.
func (e *Edge) satisfiedBy(n *Node) bool {
	if n.Name != e.Name {
		return false
	}
	if e.err != nil && !e.overridden {
		return false
	}
	if !e.overridden || n.HasShrinkwrap || n.inShrinkwrap() || n.InBundle {
		return n.fits(e.spec)
	}
	if n.fits(e.over) {
		return true
	}
	// What the original spec allows will do unless the override is meant for just that.
	return n.fits(e.spec) && !n.fits(e.rule.key)
}

// fits reports whether the node is one that s stands for.
func (n *Node) fits(s spec.Spec) bool {
	switch s.Kind {
	case spec.Version, spec.Range:
		return s.Match(n.version)
	case spec.Alias:
		return n.fits(*s.Alias)
	case spec.Tag: // it came from the registry, and had that tag when it did
		return n.Resolved != "" && !strings.HasPrefix(n.Resolved, "file:")
	case spec.Remote:
		return n.Resolved == s.Fetch
	case spec.File, spec.Folder:
		return n.Resolved == "file:"+s.Fetch
	default:
		return false
	}
}

// reload looks up again what the edge resolves to; hard forgets what was known of whether it is satisfied.
func (e *Edge) reload(hard bool) {
	var old *rule
	changed := false
	switch {
	case e.From.rules == nil:
		e.setRule(nil)
	default:
		if r := e.From.rules.forEdge(e); r != e.rule {
			old, changed = e.rule, true
			e.setRule(r)
		}
	}
	to := e.From.resolve(e.Name)
	switch {
	case to != e.To:
		if e.To != nil {
			e.To.dropIn(e)
		}
		e.To, e.state = to, unknown
		if to != nil {
			to.addIn(e)
		}
	case hard:
		e.state = unknown
	case changed && to != nil:
		to.ruleRemoved(old)
		to.ruleAdded(e.rule)
	}
}

// detach takes the edge out of the graph.
func (e *Edge) detach() {
	if e.To != nil {
		e.To.dropIn(e)
		e.To = nil
	}
	delete(e.From.out, e.Name)
	for i, name := range e.From.outOrder {
		if name == e.Name {
			e.From.outOrder = append(e.From.outOrder[:i:i], e.From.outOrder[i+1:]...)
			break
		}
	}
}

func (n *Node) addIn(e *Edge) {
	if n.rules != e.rule {
		n.ruleAdded(e.rule)
	}
	n.in = append(n.in, e)
}

func (n *Node) dropIn(e *Edge) {
	for i, other := range n.in {
		if other == e {
			n.in = append(n.in[:i:i], n.in[i+1:]...)
			break
		}
	}
	if e.rule != nil {
		n.ruleRemoved(e.rule)
	}
}
