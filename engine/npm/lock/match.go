package lock

import (
	"slices"

	"github.com/guthega/guthega/engine/npm/locale"
	"github.com/guthega/guthega/engine/npm/manifest"
)

// Matches returns a *StaleError where root's dependencies or overrides are not those that the lock was written for, or
// have no package in it, as after a merge by hand. As in npm the texts are compared: a lock is not asked whether it would
// do for other ones.
func (l *Lock) Matches(root *manifest.Manifest) error {
	was, is := asked(l.Root), asked(root)
	var changes []Change
	for name, spec := range was {
		if is[name] != spec {
			changes = append(changes, Change{Name: name, Was: spec, Is: is[name]})
		}
	}
	for name, spec := range is {
		_, asked := was[name]
		_, needed := root.Dependencies[name]
		if !asked || needed && was[name] == spec && l.Packages[folder+name] == nil {
			changes = append(changes, Change{Name: name, Is: spec})
		}
	}
	if changes == nil {
		return nil
	}
	slices.SortFunc(changes, func(a, b Change) int { return locale.Compare(a.Name, b.Name) })
	return &StaleError{Changes: changes}
}

// asked has all that a root asks for, each with its kind.
func asked(m *manifest.Manifest) map[string]string {
	specs := map[string]string{}
	if m == nil {
		return specs
	}
	add := func(name, spec, kind string) {
		if spec == "" { // any version
			spec = `""`
		}
		if specs[name] != "" {
			specs[name] += " and "
		}
		specs[name] += spec + kind
	}
	for name, spec := range m.Dependencies {
		add(name, spec, "")
	}
	for name, spec := range m.OptionalDependencies {
		add(name, spec, " (optional)")
	}
	for name, spec := range m.PeerDependencies {
		kind := " (peer)"
		if m.OptionalPeers[name] {
			kind = " (optional peer)"
		}
		add(name, spec, kind)
	}
	if !emptyJSON(m.Overrides) {
		var w writer // in one order, whatever that of the file is
		w.value(m.Overrides, 0)
		add("overrides", w.String(), "")
	}
	return specs
}
