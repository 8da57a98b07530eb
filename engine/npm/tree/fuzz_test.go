package tree

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/guthega/guthega/engine/npm/manifest"
)

// FuzzBuild makes registries by chance. Whatever is in them, Build ends; and where it makes a tree, every dependency in
// it is met that is not optional or reported, and nothing in it is there for nothing.
func FuzzBuild(f *testing.F) {
	for seed := range uint64(300) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, seed uint64) {
		r := rand.New(rand.NewPCG(seed, 7))
		w, root := randomWorld(r)
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		res, err := Build(ctx, root, "/project", w, Options{})
		if err != nil {
			_, conflict := errors.AsType[*ConflictError](err)
			_, missing := errors.AsType[*MissingError](err)
			if !conflict && !missing {
				t.Fatal(err)
			}
			return
		}
		check(t, res.Root)
		for n := range res.Root.All() {
			for e := range n.edges {
				if !e.Valid() && !e.optional() && !n.Inert && !slices.Contains(res.Conflicts, e) {
					t.Errorf("%s wants %s@%s, and it is not reported", n.label(), e.Name, e.Spec())
				}
				if !e.Valid() && e.Kind == Prod && n == res.Root {
					t.Errorf("the root wants %s@%s and does not get it", e.Name, e.Spec())
				}
			}
		}
	})
}

func randomWorld(r *rand.Rand) (*world, *manifest.Manifest) {
	w := &world{versions: map[string][]*manifest.Manifest{}}
	names := 3 + r.IntN(8)
	deps := func(m *manifest.Manifest, most int) {
		for range r.IntN(most + 1) {
			name := fmt.Sprintf("p%d", r.IntN(names))
			if name == m.Name {
				continue
			}
			raw := [...]string{"1", "2", "3", "*", "1||2", ">=2", "^1.0.0", "9"}[min(r.IntN(30), 7)%8]
			if r.IntN(20) > 0 && raw == "9" {
				raw = "*"
			}
			switch r.IntN(10) {
			case 0:
				m.OptionalDependencies[name] = raw
				delete(m.Dependencies, name)
			case 1, 2:
				m.PeerDependencies[name] = raw
			case 3:
				m.PeerDependencies[name], m.OptionalPeers[name] = raw, true
			default:
				m.Dependencies[name] = raw
				delete(m.OptionalDependencies, name)
			}
		}
	}
	for i := range names {
		for v := range 1 + r.IntN(3) {
			m := empty(fmt.Sprintf("p%d", i), fmt.Sprintf("%d.0.0", v+1))
			deps(m, 4)
			w.versions[m.Name] = append(w.versions[m.Name], m)
		}
	}
	root := empty("root", "1.0.0")
	deps(root, 5)
	root.PeerDependencies = map[string]string{}
	return w, root
}

func empty(name, version string) *manifest.Manifest {
	return &manifest.Manifest{
		Name: name, Version: version, Dependencies: map[string]string{}, OptionalDependencies: map[string]string{},
		PeerDependencies: map[string]string{}, OptionalPeers: map[string]bool{},
	}
}
