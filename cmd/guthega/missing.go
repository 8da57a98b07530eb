package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/guthega/guthega/engine/loader"
)

// lacking is an installed package that requires modules of Node's which are not there.
type lacking struct {
	name, first string // the package, and where the first of them is required
	modules     []string
}

// condense puts the problems into words: one line for each, but what an installed package lacks of Node's modules in one.
// Paths in the tree begin with node_modules.
func condense(problems []loader.Problem, tree string) []error {
	var list []error
	var packages []*lacking
	for _, p := range problems {
		file := strings.TrimPrefix(p.File, tree+"/")
		at := strings.LastIndex(file, "node_modules/")
		if p.Kind != loader.MissingBuiltin || at < 0 {
			list = append(list, errors.New(strings.ReplaceAll(p.String(), tree+"/", "")))
			continue
		}
		name, inside := packageOf(file[at+len("node_modules/"):])
		i := slices.IndexFunc(packages, func(l *lacking) bool { return l.name == name })
		if i < 0 {
			packages = append(packages, &lacking{name: name, first: fmt.Sprintf("%s:%d", inside, p.Line)})
			i = len(packages) - 1
		}
		if module := strings.TrimPrefix(p.Specifier, "node:"); !slices.Contains(packages[i].modules, module) {
			packages[i].modules = append(packages[i].modules, module)
		}
	}
	for _, l := range packages {
		list = append(list, fmt.Errorf("the package %s requires modules of Node's that guthega does not provide: %s (first in %s)",
			l.name, strings.Join(l.modules, ", "), l.first))
	}
	return list
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
