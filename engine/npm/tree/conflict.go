package tree

import (
	"fmt"
	"strings"

	"github.com/guthega/guthega/engine/npm/spec"
)

// ConflictError says that the root's dependencies have peers that exclude each other.
type ConflictError struct {
	// Peer wants Spec of Name; Found is what is there instead ("name@version"), because FoundBy wants it.
	Name, Peer, Spec, Found, FoundBy string
}

func (e *ConflictError) Error() string {
	var s strings.Builder
	fmt.Fprintf(&s, "the dependencies exclude each other: %s wants %s@%s beside it", e.Peer, e.Name, e.Spec)
	if e.Found != "" {
		fmt.Fprintf(&s, ", but %s is there", e.Found)
		if e.FoundBy != "" {
			fmt.Fprintf(&s, ", which %s wants", e.FoundBy)
		}
	}
	s.WriteString(`: change one of the versions, or decide with "overrides" in package.json`)
	return s.String()
}

// label is how a message names the node.
func (n *Node) label() string {
	if n.parent == nil && n.source == nil {
		return "the receiver"
	}
	if n.source != nil {
		return n.source.label()
	}
	if n.Version == "" {
		return n.Name
	}
	return n.Name + "@" + n.Version
}

func newConflict(e *Edge) *ConflictError {
	c := &ConflictError{Name: e.Name, Peer: e.From.label(), Spec: spec.Redact(e.Spec())}
	if there := e.From.resolve(e.Name); there != nil {
		c.Found = there.label()
		for _, in := range there.in {
			if in.Valid() && in.From != e.From {
				c.FoundBy = in.From.label()
				break
			}
		}
	}
	return c
}

// conflict is why the placement failed: the peer that could not be placed, where it is one.
func (p *placement) conflict() error {
	if p.self != nil {
		for _, f := range p.self.conflicting() {
			if f.current == nil {
				continue
			}
			c := &ConflictError{Name: f.edge.Name, Peer: f.edge.From.label(), Spec: spec.Redact(f.edge.Spec()), Found: f.current.label()}
			for _, in := range f.current.in {
				if in.Valid() {
					c.FoundBy = in.From.label()
					break
				}
			}
			return c
		}
	}
	return newConflict(p.edge)
}

// conflicting are the peers below f that cannot be placed.
func (f *fit) conflicting() []*fit {
	var list []*fit
	for _, b := range f.below {
		if b.all == conflicts {
			list = append(list, b)
		}
		list = append(list, b.conflicting()...)
	}
	return list
}

// giveUp leaves a peer as it is although its package wants another.
func giveUp(e *Edge) { e.conflicted = true }
