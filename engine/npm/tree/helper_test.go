package tree

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/guthega/guthega/engine/npm/manifest"
	"github.com/guthega/guthega/engine/npm/semver"
	"github.com/guthega/guthega/engine/npm/spec"
)

// world is a registry in a few lines: "name@version" and then its dependencies, "name@spec" each, with "peer:", "peer?:",
// "opt:" or "bundle:" before those of other kinds; "os:none" for a package that does not run here.
type world struct {
	versions map[string][]*manifest.Manifest
	found    []string
}

func newWorld(t *testing.T, text string) *world {
	t.Helper()
	w := &world{versions: map[string][]*manifest.Manifest{}}
	for line := range strings.Lines(text) {
		if words := strings.Fields(line); len(words) > 0 {
			m := parsePackage(t, words)
			w.versions[m.Name] = append(w.versions[m.Name], m)
		}
	}
	return w
}

func parsePackage(t *testing.T, words []string) *manifest.Manifest {
	t.Helper()
	name, version := split(words[0])
	m := &manifest.Manifest{
		Name: name, Version: version, Dependencies: map[string]string{}, OptionalDependencies: map[string]string{},
		PeerDependencies: map[string]string{}, OptionalPeers: map[string]bool{},
	}
	for _, word := range words[1:] {
		kind, dep, found := strings.Cut(word, ":")
		if !found || strings.Contains(kind, "@") {
			kind, dep = "", word
		}
		name, raw := split(dep)
		switch kind {
		case "":
			m.Dependencies[name] = raw
		case "opt":
			m.OptionalDependencies[name] = raw
		case "peer":
			m.PeerDependencies[name] = raw
		case "peer?":
			m.PeerDependencies[name], m.OptionalPeers[name] = raw, true
		case "bundle":
			m.Dependencies[name] = raw
			m.BundleDependencies = append(m.BundleDependencies, name)
		case "os":
			m.OS = []string{dep}
		default:
			t.Fatalf("what is %q?", word)
		}
	}
	return m
}

// split takes a name and what follows its @ apart.
func split(s string) (name, rest string) {
	at := strings.Index(s[1:], "@")
	if at < 0 {
		return s, ""
	}
	return s[:at+1], s[at+2:]
}

func (w *world) Find(_ context.Context, s spec.Spec) (*Package, error) {
	if s.Alias != nil {
		s = *s.Alias
	}
	w.found = append(w.found, s.Name+"@"+s.Raw)
	var best *manifest.Manifest
	for _, m := range w.versions[s.Name] {
		v, err := semver.ParseVersion(m.Version)
		if err != nil {
			return nil, err
		}
		if (s.Match(v) || s.Kind == spec.Tag) && (best == nil || semver.Compare(m.Version, best.Version) > 0) {
			best = m
		}
	}
	if best == nil {
		return nil, fmt.Errorf("there is no %s@%s", s.Name, s.Raw)
	}
	return &Package{
		Manifest: best, Resolved: "https://registry.example/" + best.Name + "-" + best.Version + ".tgz",
		Integrity: integrityOf(best),
	}, nil
}

func (w *world) Expect(spec.Spec) {}

func (w *world) Placed(*Package) {}

func (w *world) Inside(_ context.Context, p *Package) ([]Inner, error) {
	var list []Inner
	for _, name := range p.BundleDependencies {
		list = append(list, Inner{
			Path: "node_modules/" + name, Bundled: true,
			Package: &Package{Manifest: &manifest.Manifest{Name: name, Version: "0.0.0-bundled"}},
		})
	}
	return list, nil
}

// rootOf makes the root's manifest.
func rootOf(t *testing.T, line, overrides string) *manifest.Manifest {
	t.Helper()
	m := parsePackage(t, append([]string{"root@1.0.0"}, strings.Fields(line)...))
	if overrides != "" {
		m.Overrides = json.RawMessage(overrides)
	}
	return m
}

// build builds the tree and prints it: "a@1.0.0" for node_modules/a, "a/b@1.0.0" for what is nested in it.
func build(t *testing.T, w *world, root *manifest.Manifest, o Options) (*Result, string) {
	t.Helper()
	o.Skip = func(m *manifest.Manifest) bool { return slices.Contains(m.OS, "none") }
	r, err := Build(t.Context(), root, "/project", w, o)
	if err != nil {
		t.Fatal(err)
	}
	check(t, r.Root)
	return r, show(r.Root)
}

func show(root *Node) string {
	var s strings.Builder
	for n := range root.All() {
		if n.Parent() == nil {
			continue
		}
		s.WriteString(strings.ReplaceAll(strings.TrimPrefix(n.Path(), "node_modules/"), "/node_modules/", "/"))
		switch {
		case n.Link != nil:
			s.WriteString(" -> " + strings.TrimPrefix(n.Link.Path(), "node_modules/"))
		case n.Package.Name != n.Name:
			s.WriteString("=" + n.Package.Name + "@" + n.Version)
		default:
			s.WriteString("@" + n.Version)
		}
		for _, flag := range []struct {
			set  bool
			text string
		}{
			{n.Optional && !n.Extraneous, " optional"}, {n.Peer && !n.Extraneous, " peer"}, {n.Extraneous, " extraneous"},
			{n.Inert, " inert"}, {n.InBundle, " bundled"},
		} {
			if flag.set {
				s.WriteString(flag.text)
			}
		}
		s.WriteByte('\n')
	}
	return s.String()
}

// check holds what is true of every tree: what an edge leads to is what Node.js would find, and the other way round.
func check(t *testing.T, root *Node) {
	t.Helper()
	for n := range root.All() {
		if n.root != root {
			t.Errorf("%s has another root", n.Path())
		}
		for e := range n.edges {
			if to := n.resolve(e.Name); to != e.To {
				t.Errorf("%s: the edge to %s leads elsewhere than it resolves to", n.Path(), e.Name)
			}
			if e.To != nil && !slices.Contains(e.To.in, e) {
				t.Errorf("%s does not know its dependent %s", e.To.Path(), n.Path())
			}
		}
		for _, e := range n.in {
			if e.To != n || e.From.out[e.Name] != e || e.From.root != root {
				t.Errorf("%s has a dependent %s that is none", n.Path(), e.From.label())
			}
		}
		if !slices.Contains(root.byName[n.Name], n) {
			t.Errorf("%s is not found by its name", n.Path())
		}
	}
}

// refusing is a world that knows what cannot be fetched.
type refusing struct{ *world }

func (r *refusing) Find(ctx context.Context, s spec.Spec) (*Package, error) {
	if err := s.Unsupported(); err != nil {
		return nil, err
	}
	return r.world.Find(ctx, s)
}
