package tree

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// scenarios are trees small enough to be understood, with what npm makes of them.
var scenarios = map[string]struct {
	packages, root, overrides, want string
}{
	"hoisted": {
		"a@1.0.0 b@^1\nb@1.0.0 c@1\nc@1.0.0", "a@1", "",
		"a@1.0.0\nb@1.0.0\nc@1.0.0\n",
	},
	"the newest that the range allows": {
		"a@1.0.0\na@1.2.0\na@2.0.0\na@1.3.0-rc.1", "a@^1", "",
		"a@1.2.0\n",
	},
	"nested on conflict": {
		"a@1.0.0 b@1\nb@1.0.0\nb@2.0.0", "a@1 b@2", "",
		"a@1.0.0\na/b@1.0.0\nb@2.0.0\n",
	},
	"nested twice where two need what the root does not": {
		"a@1.0.0 c@1\nb@1.0.0 c@1\nc@1.0.0\nc@2.0.0", "a@1 b@1 c@2", "",
		"a@1.0.0\na/c@1.0.0\nb@1.0.0\nb/c@1.0.0\nc@2.0.0\n",
	},
	"what is there will do": {
		"a@1.0.0 b@1\nb@1.0.0\nb@1.1.0", "a@1 b@1.0.0", "",
		"a@1.0.0\nb@1.0.0\n",
	},
	"the first by name gets the place": {
		"a@1.0.0 x@1\nb@1.0.0 x@2\nx@1.0.0\nx@2.0.0", "b@1 a@1", "",
		"a@1.0.0\nb@1.0.0\nb/x@2.0.0\nx@1.0.0\n",
	},
	"a newer one takes the place where all are content": {
		"a@1.0.0 x@1.0.0||2\nb@1.0.0 x@2\nx@1.0.0\nx@2.0.0", "a@1 b@1", "",
		"a@1.0.0\nb@1.0.0\nx@2.0.0\n",
	},
	"cycles": {
		"a@1.0.0 b@1\nb@1.0.0 a@1", "a@1", "",
		"a@1.0.0\nb@1.0.0\n",
	},
	"what would nest for ever": {
		"a@1.0.0 b@1\nb@1.0.0 a@2\na@2.0.0 b@2\nb@2.0.0 a@1", "a@1", "",
		"a@1.0.0\nb@1.0.0\nb/a@2.0.0\nb/b@2.0.0\nb/b/a@1.0.0\nb/b/b -> b\n",
	},
	"peers beside those who have them": {
		"a@1.0.0 peer:p@1\np@1.0.0\np@2.0.0", "a@1", "",
		"a@1.0.0\np@1.0.0 peer\n",
	},
	"peers follow the root": {
		"a@1.0.0 peer:p@1||2\np@1.0.0\np@2.0.0", "a@1 p@1", "",
		"a@1.0.0\np@1.0.0\n",
	},
	"a set of peers goes deeper as one": {
		"a@1.0.0 c@1\nc@1.0.0 peer:p@1\np@1.0.0\np@2.0.0", "a@1 p@2", "",
		"a@1.0.0\na/c@1.0.0\na/p@1.0.0 peer\np@2.0.0\n",
	},
	"peers of peers": {
		"a@1.0.0 peer:p@1\np@1.0.0 peer:q@1\nq@1.0.0", "a@1", "",
		"a@1.0.0\np@1.0.0 peer\nq@1.0.0 peer\n",
	},
	"optional peers are not installed": {
		"a@1.0.0 peer?:p@1\np@1.0.0", "a@1", "",
		"a@1.0.0\n",
	},
	"optional peers still keep others away": {
		"a@1.0.0 b@1 c@1\nb@1.0.0 peer?:p@1\nc@1.0.0 p@2\np@1.0.0\np@2.0.0", "a@1", "",
		"a@1.0.0\nb@1.0.0\nc@1.0.0\nc/p@2.0.0\np@1.0.0 extraneous\n",
	},
	"optional": {
		"a@1.0.0 opt:b@1\nb@1.0.0 c@1\nc@1.0.0", "a@1", "",
		"a@1.0.0\nb@1.0.0 optional\nc@1.0.0 optional\n",
	},
	"optional and missing": {
		"a@1.0.0 opt:b@1 c@1\nc@1.0.0", "a@1", "",
		"a@1.0.0\nc@1.0.0\n",
	},
	"optional and for another platform": {
		"a@1.0.0 opt:b@1 c@1\nb@1.0.0 os:none c@1 d@1\nc@1.0.0\nd@1.0.0", "a@1", "",
		"a@1.0.0\nb@1.0.0 optional inert\nc@1.0.0\nd@1.0.0 optional inert\n",
	},
	"optional with a dependency that is missing": {
		"a@1.0.0 opt:b@1\nb@1.0.0 d@1 e@1\nd@1.0.0", "a@1", "",
		"a@1.0.0\nb@1.0.0 optional inert\nd@1.0.0 optional inert\n",
	},
	"aliases": {
		"a@1.0.0\na@2.0.0", "one@npm:a@1 two@npm:a@2", "",
		"one=a@1.0.0\ntwo=a@2.0.0\n",
	},
	"tags": {
		"a@1.0.0", "a@latest", "",
		"a@1.0.0\n",
	},
	"scopes": {
		"@s/a@1.0.0 @s/b@1\n@s/b@1.0.0\n@s/b@2.0.0", "@s/a@1 @s/b@2", "",
		"@s/a@1.0.0\n@s/a/@s/b@1.0.0\n@s/b@2.0.0\n",
	},
	"bundled": {
		"a@1.0.0 bundle:b@1 c@1\nb@1.0.0\nc@1.0.0", "a@1", "",
		"a@1.0.0\na/b@0.0.0-bundled bundled\nc@1.0.0\n",
	},
	"overridden": {
		"a@1.0.0 b@1\nb@1.0.0\nb@1.1.0\nb@2.0.0", "a@1", `{"b": "2"}`,
		"a@1.0.0\nb@2.0.0\n",
	},
	"overridden below one package only": {
		"a@1.0.0 c@1\nb@1.0.0 c@1\nc@1.0.0\nc@1.1.0", "a@1 b@1", `{"a": {"c": "1.0.0"}}`,
		"a@1.0.0\nb@1.0.0\nc@1.0.0\n",
	},
	"overridden for some versions only": {
		"a@1.0.0 c@1\nb@1.0.0 c@2\nc@1.0.0\nc@1.1.0\nc@2.0.0", "a@1 b@1", `{"c@1": "1.0.0"}`,
		"a@1.0.0\nb@1.0.0\nb/c@2.0.0\nc@1.0.0\n",
	},
	"overridden with what the root has": {
		"a@1.0.0 c@1\nc@1.0.0\nc@2.0.0", "a@1 c@2", `{"c": "$c"}`,
		"a@1.0.0\nc@2.0.0\n",
	},
}

func TestBuild(t *testing.T) {
	for name, tt := range scenarios {
		t.Run(name, func(t *testing.T) {
			_, got := build(t, newWorld(t, tt.packages), rootOf(t, tt.root, tt.overrides), Options{})
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

func TestBuildFails(t *testing.T) {
	tests := map[string]struct {
		packages, root, overrides string
		want                      []string
	}{
		"missing": {
			"a@1.0.0 b@1\nb@1.0.0 c@9\nc@1.0.0", "a@1", "",
			[]string{"there is no c@9", "required by a@1.0.0 → b@1.0.0"},
		},
		"missing at the root": {
			"", "a@1", "", []string{"there is no a@1"},
		},
		"git": {
			"a@1.0.0 b@git+https://host.example/b.git", "a@1", "", []string{"b@git+https", "required by a@1.0.0"},
		},
		"peers that exclude each other": {
			"a@1.0.0 peer:p@1\nb@1.0.0 peer:p@2\np@1.0.0\np@2.0.0", "a@1 b@1", "",
			[]string{"exclude each other", "p@"},
		},
		"a peer that the root excludes": {
			"a@1.0.0 peer:p@1\np@1.0.0\np@2.0.0", "a@1 p@2", "",
			[]string{"a@1.0.0 wants p@1 beside it", "p@2.0.0 is there"},
		},
		"overrides of a direct dependency": {
			"a@1.0.0\na@2.0.0", "a@1", `{"a": "2"}`, []string{`"a" is a direct dependency`},
		},
		"overrides that are none": {
			"a@1.0.0", "a@1", `{"b": 7}`, []string{`"b" is neither a version nor an object`},
		},
		"overrides that refer to nothing": {
			"a@1.0.0", "a@1", `{"b": "$c"}`, []string{"$c", "no dependency of the root"},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			w := &refusing{newWorld(t, tt.packages)}
			r, err := Build(t.Context(), rootOf(t, tt.root, tt.overrides), "/project", w, Options{})
			if err == nil {
				t.Fatalf("no error, but\n%s", show(r.Root))
			}
			for _, want := range tt.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("got %q, want %q in it", err, want)
				}
			}
		})
	}
}

// A peer conflict that is not the root's own doing is reported, and the tree is made all the same.
func TestConflictsOfOthersAreReported(t *testing.T) {
	w := newWorld(t, "a@1.0.0 b@1 c@1\nb@1.0.0 peer:p@1\nc@1.0.0 peer:p@2\np@1.0.0\np@2.0.0")
	r, got := build(t, w, rootOf(t, "a@1", ""), Options{})
	if !strings.Contains(got, "a@1.0.0\n") || len(r.Conflicts) == 0 && !strings.Contains(got, "a/") {
		t.Errorf("conflicts %v in\n%s", r.Conflicts, got)
	}
	if !errors.Is(t.Context().Err(), nil) {
		t.Fatal("no time left")
	}
}
