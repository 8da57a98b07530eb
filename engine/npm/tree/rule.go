package tree

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/guthega/guthega/engine/npm/manifest"
	"github.com/guthega/guthega/engine/npm/spec"
)

// rule is one entry of the root's overrides: below what matches key, dependencies called name become value. The rules
// nest as the JSON does; a node carries the innermost one that leads to it, and its dependencies are looked up in that
// and in those around it. Compared by identity: there is one set of rules in a tree.
type rule struct {
	name    string    // "" for the root of the rules
	keyText string    // as it stands in the file
	key     spec.Spec // which of the dependencies called name
	any     bool      // key is "*"
	value   string
	raw     string // value, with a reference ($name) filled in
	dir     string // the root's folder, which paths are relative to
	parent  *rule
	kids    []*rule
}

// newRules reads the overrides of a root in the folder dir; nil where there are none.
func newRules(root *manifest.Manifest, dir string) (*rule, error) {
	if len(root.Overrides) == 0 {
		return nil, nil
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(root.Overrides, &members); err != nil {
		return nil, fmt.Errorf(`overrides: not an object of package names, such as {"foo": "1.0.0"}: %w`, err)
	}
	if len(members) == 0 {
		return nil, nil
	}
	top := &rule{dir: dir}
	return top, top.read(members, root)
}

// read adds the rules of one object.
func (r *rule) read(members map[string]json.RawMessage, root *manifest.Manifest) error {
	keys := make(map[string]string, len(members))
	for key := range members {
		keys[key] = ""
	}
	for _, key := range sorted(keys) {
		if key == "." {
			continue
		}
		kid, err := newRule(key, members[key], r, root)
		if err != nil {
			return err
		}
		r.kids = append(r.kids, kid)
	}
	return nil
}

func newRule(key string, raw json.RawMessage, parent *rule, root *manifest.Manifest) (*rule, error) {
	arg, err := spec.Arg(key, "")
	if err != nil || arg.Name == "" {
		return nil, fmt.Errorf("overrides: %q does not name a package: write a name, or name@range", key)
	}
	r := &rule{name: arg.Name, keyText: key, key: arg, any: arg.Raw == "" || arg.Raw == "*" || arg.Fetch == "*", parent: parent, dir: parent.dir}
	var members map[string]json.RawMessage
	var value string
	switch {
	case json.Unmarshal(raw, &value) == nil:
		if value == "" {
			value = "*"
		}
	case json.Unmarshal(raw, &members) == nil:
		if own, ok := members["."]; ok && json.Unmarshal(own, &value) != nil {
			return nil, fmt.Errorf(`overrides: %q: "." is not a string`, key)
		}
		if value == "" {
			if value = arg.Raw; value == "" {
				value = "*"
			}
		}
	default:
		return nil, fmt.Errorf("overrides: %q is neither a version nor an object", key)
	}
	r.value, r.raw = value, value
	if ref, ok := strings.CutPrefix(value, "$"); ok {
		if r.raw = direct(root, ref); r.raw == "" {
			return nil, fmt.Errorf("overrides: %q refers to %s, which is no dependency of the root", key, value)
		}
	}
	return r, r.read(members, root)
}

// direct is what the root wants of name.
func direct(root *manifest.Manifest, name string) string {
	for _, deps := range []map[string]string{root.OptionalDependencies, root.Dependencies, root.PeerDependencies} {
		if s := deps[name]; s != "" {
			return s
		}
	}
	return ""
}

// set is the rules that hold below r: its own first, then those around it. An inner rule hides an outer one of its key.
func (r *rule) set() []*rule {
	var list []*rule
	seen := map[string]bool{}
	add := func(k *rule) {
		if !seen[k.keyText] {
			seen[k.keyText] = true
			list = append(list, k)
		}
	}
	for a := r; a != nil; a = a.parent {
		for _, k := range a.kids {
			add(k)
		}
		if a.parent != nil {
			add(a)
		}
	}
	return list
}

// forEdge is the rule for e below r: the one that is about it, else r itself.
func (r *rule) forEdge(e *Edge) *rule {
	for _, k := range r.set() {
		if k.name != e.Name {
			continue
		}
		if k.any {
			return k
		}
		s := e.spec
		if s.Kind == spec.Alias {
			s = *s.Alias
		}
		if ranged(s) && ranged(k.key) && !s.Range.Intersects(k.key.Range) {
			continue
		}
		return k
	}
	return r
}

func ranged(s spec.Spec) bool { return s.Kind == spec.Range || s.Kind == spec.Version }

// setRule gives the edge its rule, which overrides the spec where it is about this name.
func (e *Edge) setRule(r *rule) {
	e.rule, e.overridden = r, false
	if r == nil || r.name != e.Name || r.value == "" || r.value == "*" {
		return
	}
	over, err := spec.Parse(e.Name, r.raw, r.dir)
	if err != nil {
		e.err = fmt.Errorf("overrides: %q: %w", r.keyText, err)
		return
	}
	e.over, e.overridden = over, true
}

// ruleAdded tells the node that an edge with that rule leads to it now.
func (n *Node) ruleAdded(r *rule) {
	if r == nil || n.rules == r {
		return
	}
	if n.rules != nil {
		if r = specific(n.rules, r); r == nil || r == n.rules {
			return
		}
	}
	n.rules = r
	n.spread()
}

// ruleRemoved tells it that such an edge does no longer.
func (n *Node) ruleRemoved(r *rule) {
	if n.rules == nil || n.rules != r {
		return
	}
	var left *rule
	for _, e := range n.in {
		if left != nil && e.rule != nil {
			left = specific(e.rule, left)
		} else {
			left = e.rule
		}
	}
	if left == n.rules {
		return
	}
	if n.rules = left; left != nil { // else another edge is about to come
		n.spread()
	}
}

// spread hands the node's rules on to its dependencies.
func (n *Node) spread() {
	for e := range n.edges {
		e.reload(true)
		if e.To != nil {
			e.To.ruleAdded(e.rule)
		}
	}
}

// specific is the inner one of two rules, and where neither is inside the other and they agree, what encloses both; nil
// where they contradict each other.
func specific(a, b *rule) *rule {
	for r := b; r != nil; r = r.parent {
		if r == a {
			return b
		}
	}
	for r := a; r != nil; r = r.parent {
		if r == b {
			return a
		}
	}
	if contradict(a, b) {
		return nil
	}
	for r := a; r != nil; r = r.parent {
		for s := b; s != nil; s = s.parent {
			if r == s {
				return r
			}
		}
	}
	return nil
}

func conflict(a, b *rule) bool { return specific(a, b) == nil && contradict(a, b) }

// contradict reports whether the sets of two rules want versions of one package that exclude each other.
func contradict(a, b *rule) bool {
	others := map[string]*rule{}
	for _, k := range b.set() {
		others[k.keyText] = k
	}
	for _, k := range a.set() {
		o := others[k.keyText]
		if o == nil || o == k || strings.HasPrefix(k.value, "$") || strings.HasPrefix(o.value, "$") {
			continue
		}
		s, err := spec.Parse(k.name, k.value, "")
		t, err2 := spec.Parse(o.name, o.value, "")
		if err == nil && err2 == nil && ranged(s) && ranged(t) && !s.Range.Intersects(t.Range) {
			return true
		}
	}
	return false
}
