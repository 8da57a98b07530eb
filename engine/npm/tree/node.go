package tree

import (
	"iter"
	"slices"

	"github.com/guthega/guthega/engine/npm/manifest"
	"github.com/guthega/guthega/engine/npm/semver"
	"github.com/guthega/guthega/engine/npm/spec"
)

// Package is what a spec comes to: one version of a package, and where its files are.
type Package struct {
	*manifest.Manifest
	// Resolved is where it comes from: a tarball's URL, or "file:" and an absolute path.
	Resolved string
	// Integrity is its tarball's, as Subresource Integrity (W3C); "" where it is not known beforehand.
	Integrity string
	// Dir is the folder that file: specs of its dependencies are relative to; "" where there can be none.
	Dir string
}

// Node is one folder of the tree: the root, or a package in some node_modules.
type Node struct {
	// Name is the folder's: that of the dependency, which for an alias is not the package's.
	Name string
	*Package
	// Err is why nothing could be found for it; its Package is empty then. Build returns such nodes only where they are
	// optional.
	Err error
	// Link is the node that this one is another name for; nil for nearly all. It ends what would nest for ever.
	Link *Node

	// Optional: only optional dependencies lead here; Peer: only peer dependencies do; Extraneous: nothing does.
	Optional, Peer, Extraneous bool
	// Inert: optional, and not to be installed, because this platform is not its own or it failed.
	Inert bool
	// InBundle: it comes inside the tarball of a node above it.
	InBundle bool

	version  semver.Version // valid for packages of a registry
	source   *Node          // of a virtual root: the node it stands for
	rules    *rule
	parent   *Node
	root     *Node
	children map[string]*Node
	order    []string // of children, as they came
	out      map[string]*Edge
	outOrder []string
	in       []*Edge
	byName   map[string][]*Node // of a root: the nodes of its tree
}

func newNode(name string, p *Package) *Node { return newRuled(name, p, nil) }

// newRuled is a node that some of the root's overrides hold for.
func newRuled(name string, p *Package, r *rule) *Node {
	n := &Node{
		Name: name, Package: p, Optional: true, Peer: true, Extraneous: true, rules: r,
		children: map[string]*Node{}, out: map[string]*Edge{}, byName: map[string][]*Node{},
	}
	n.root = n
	if v, err := semver.ParseVersion(p.Version); err == nil {
		n.version = v
	}
	n.byName[name] = []*Node{n}
	n.load()
	return n
}

// failed is a node for a spec that came to nothing.
func failed(name string, err error) *Node {
	n := newNode(name, &Package{Manifest: &manifest.Manifest{}})
	n.Err = err
	return n
}

// load makes the edges. Of a dependency that stands in several places the last counts, in npm's order.
func (n *Node) load() {
	peers := sorted(n.PeerDependencies)
	for _, name := range peers {
		if !n.OptionalPeers[name] {
			n.edge(name, n.PeerDependencies[name], Peer)
		}
	}
	for _, name := range peers {
		if n.OptionalPeers[name] {
			n.edge(name, n.PeerDependencies[name], PeerOptional)
		}
	}
	for _, name := range sorted(n.Dependencies) {
		n.edge(name, n.Dependencies[name], Prod)
	}
	for _, name := range sorted(n.OptionalDependencies) {
		n.edge(name, n.OptionalDependencies[name], Optional)
	}
}

func sorted(m map[string]string) []string {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// edge adds a dependency.
func (n *Node) edge(name, raw string, kind Kind) {
	if old := n.out[name]; old != nil {
		old.detach()
	}
	e := &Edge{Name: name, Kind: kind, From: n, raw: raw}
	if e.spec, e.err = spec.Parse(name, raw, n.Dir); n.Dir == "" && (e.spec.Kind == spec.File || e.spec.Kind == spec.Folder) {
		e.spec, e.err = spec.Spec{}, &OutsideError{Name: name, Spec: raw} // else a package could have the disk's files packed up
	}
	n.out[name] = e
	n.outOrder = append(n.outOrder, name)
	if n.rules != nil {
		e.setRule(n.rules.forEdge(e))
	}
	e.reload(true)
}

// edges are the dependencies, in the order that npm looks at them.
func (n *Node) edges(yield func(*Edge) bool) {
	for _, name := range n.outOrder {
		if e := n.out[name]; e != nil && !yield(e) {
			return
		}
	}
}

// kids are the nodes in this one's node_modules, in the order they came. The tree may be changed meanwhile.
func (n *Node) kids() []*Node {
	list := make([]*Node, 0, len(n.order))
	for _, name := range n.order {
		if c := n.children[name]; c != nil {
			list = append(list, c)
		}
	}
	return list
}

// top: it has no node_modules above it.
func (n *Node) top() bool { return n.parent == nil }

// depth is how many nodes it is nested in.
func (n *Node) depth() int {
	d := 0
	for p := n.parent; p != nil; p = p.parent {
		d++
	}
	return d
}

// Path is where it is below the root's folder, with slashes: "node_modules/a/node_modules/@b/c"; "" for the root.
func (n *Node) Path() string {
	if n.parent == nil {
		return ""
	}
	if up := n.parent.Path(); up != "" {
		return up + "/node_modules/" + n.Name
	}
	return "node_modules/" + n.Name
}

// Parent is the node whose node_modules it is in; nil for the root.
func (n *Node) Parent() *Node { return n.parent }

// ancestry is the node and those it is nested in, inside out.
func (n *Node) ancestry() iter.Seq[*Node] {
	return func(yield func(*Node) bool) {
		for a := n; a != nil; a = a.parent {
			if !yield(a) {
				return
			}
		}
	}
}

// within reports whether n is other or is nested in it.
func (n *Node) within(other *Node) bool {
	for a := range n.ancestry() {
		if a == other {
			return true
		}
	}
	return false
}

// resolve finds what requiring name from inside n would.
func (n *Node) resolve(name string) *Node {
	for a := range n.ancestry() {
		if c := a.children[name]; c != nil {
			return c
		}
	}
	return nil
}

// inShrinkwrap: the lock inside a package above it says what it is.
func (n *Node) inShrinkwrap() bool {
	for p := n.parent; p != nil; p = p.parent {
		if p.HasShrinkwrap {
			return true
		}
	}
	return false
}

// Dependents are the edges that lead here, in the order they came.
func (n *Node) Dependents() []*Edge { return n.in }

// All walks the node and all below it: parents first, and children by name.
func (n *Node) All() iter.Seq[*Node] {
	return func(yield func(*Node) bool) { n.walk(yield) }
}

func (n *Node) walk(yield func(*Node) bool) bool {
	if !yield(n) {
		return false
	}
	kids := n.kids()
	slices.SortFunc(kids, byPath)
	for _, c := range kids {
		if !c.walk(yield) {
			return false
		}
	}
	return true
}

func (n *Node) subtree() []*Node { return slices.Collect(n.All()) }
