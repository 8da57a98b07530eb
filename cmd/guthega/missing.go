package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/guthega/guthega/engine/loader"
)

// lacking is what an installed package uses of Node's modules and cannot have, of one kind.
type lacking struct {
	name, first string // the package, and where the first of them is
	kind        loader.ProblemKind
	unsure      bool
	names       []string
}

// condense puts the problems into words: one line for each, but what an installed package lacks of Node's in one. Notes are
// what need not fail. Paths in the tree begin with node_modules.
func condense(problems []loader.Problem, tree string) (list []error, notes []string) {
	var packages []*lacking
	short := func(text string) string { return text }
	if tree != "" {
		short = func(text string) string { return strings.ReplaceAll(text, tree+"/", "") }
	}
	for _, p := range problems {
		file := short(p.File)
		at := strings.LastIndex(file, "node_modules/")
		if p.Kind != loader.MissingBuiltin && p.Kind != loader.Member || at < 0 {
			text := short(p.String())
			switch m, ok := errors.AsType[*unusableMember](p.Err); {
			case p.Unsure:
				notes = append(notes, text+" (which may never be reached)")
			case ok && m.note:
				notes = append(notes, text)
			default:
				list = append(list, errors.New(text+advice(p)))
			}
			continue
		}
		if m, ok := errors.AsType[*unusableMember](p.Err); ok && m.note {
			continue // packages look at variables that nobody need set
		}
		name, inside := packageOf(file[at+len("node_modules/"):])
		i := slices.IndexFunc(packages, func(l *lacking) bool { return l.name == name && l.kind == p.Kind && l.unsure == p.Unsure })
		if i < 0 {
			packages = append(packages, &lacking{name: name, kind: p.Kind, unsure: p.Unsure, first: fmt.Sprintf("%s:%d", inside, p.Line)})
			i = len(packages) - 1
		}
		if name := strings.TrimPrefix(p.Specifier, "node:"); !slices.Contains(packages[i].names, name) {
			packages[i].names = append(packages[i].names, name)
		}
	}
	for _, l := range packages {
		names := strings.Join(l.names, ", ")
		what := "requires modules of Node's that guthega does not provide"
		if l.kind == loader.Member {
			what = "calls what guthega does not provide or the permissions deny"
		}
		text := fmt.Sprintf("the package %s %s: %s (first in %s)", l.name, what, names, l.first)
		if l.unsure {
			notes = append(notes, text)
		} else {
			list = append(list, errors.New(text))
		}
	}
	return list, notes
}

// advice says what to do about a package that the receiver itself requires.
func advice(p loader.Problem) string {
	if p.Kind != loader.Unresolved || p.Specifier == "" || strings.ContainsAny(p.Specifier[:1], "./#") || strings.Contains(p.File, "/node_modules/") {
		return ""
	}
	name, _ := packageOf(p.Specifier)
	return fmt.Sprintf(" (is %q among the dependencies in the receiver's package.json? guthega fetches those, unless it has a node_modules folder)", name)
}

// packageOf takes a path below a node_modules folder apart.
func packageOf(path string) (name, inside string) {
	parts := strings.SplitN(path, "/", 3)
	if strings.HasPrefix(path, "@") && len(parts) == 3 {
		return parts[0] + "/" + parts[1], parts[2]
	}
	name, inside, _ = strings.Cut(path, "/")
	return name, inside
}
