package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

//go:embed compat.json
var compat string

//go:embed conflicts.txt
var conflicts string

// few is how many of the conflicts -quick takes.
const few = 5

// allowed is the share of places that may differ: fewer than 1 in 100.
const allowed = 0.01

// trees has both sides choose, and lists where they differ.
func (o *options) trees(ctx context.Context) error {
	upstream, err := o.upstream(ctx)
	if err != nil {
		return err
	}
	names, jsons := []string{"compat"}, []string{compat}
	for line := range strings.Lines(conflicts) {
		name, version, _ := strings.Cut(strings.TrimSpace(line), " ")
		if o.quick && len(names) > few {
			break
		}
		names = append(names, name)
		jsons = append(jsons, fmt.Sprintf(`{"name": "x", "version": "1.0.0", "dependencies": {%q: %q}}`, name, version))
	}
	places, different := 0, 0
	for i, name := range names {
		var sides [2]*side // each in a folder of its own: guthega would begin with npm's lock
		for k, who := range []string{"npm", "guthega"} {
			dir, err := o.project(fmt.Sprintf("trees-%d-%s", i, who), jsons[i])
			if err != nil {
				return err
			}
			sides[k] = &side{o: o, dir: dir, registry: upstream}
		}
		n, list, err := compare(ctx, sides[0], sides[1])
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		o.printf("%-24s %5d places, %d different\n", name, n, len(list))
		for _, d := range list {
			o.printf("    %s\n", d)
		}
		places, different = places+n, different+len(list)
	}
	o.printf("%d of %d places different (fewer than 1 in 100 are allowed)\n", different, places)
	if float64(different) >= allowed*float64(places) {
		return fmt.Errorf("%d of %d places differ", different, places)
	}
	return nil
}

// compare returns how many places npm's lock has, and what is different in ours.
func compare(ctx context.Context, npm, guthega *side) (int, []string, error) {
	if _, err := npm.npm(ctx, "--package-lock-only"); err != nil {
		return 0, nil, err
	}
	theirs, err := readLock(filepath.Join(npm.dir, "app", "package-lock.json"))
	if err != nil {
		return 0, nil, err
	}
	if _, err := guthega.guthega(ctx); err != nil {
		return 0, nil, err
	}
	ours, err := readLock(filepath.Join(guthega.dir, "receiver.lock.json"))
	if err != nil {
		return 0, nil, err
	}
	var list []string
	for path, want := range theirs {
		if got := ours[path]; got != want {
			list = append(list, fmt.Sprintf("%s: npm has %s, guthega %s", path, want, orNothing(got)))
		}
	}
	for path, got := range ours {
		if _, ok := theirs[path]; !ok {
			list = append(list, fmt.Sprintf("%s: npm has nothing, guthega %s", path, got))
		}
	}
	slices.Sort(list)
	return len(theirs), list, nil
}

func orNothing(s string) string {
	if s == "" {
		return "nothing"
	}
	return s
}

// readLock reads what stands where: "name@version" by path.
func readLock(file string) (map[string]string, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var l struct {
		Packages map[string]struct {
			Name, Version, Resolved string
			Link                    bool
		}
	}
	if err := json.Unmarshal(data, &l); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	places := map[string]string{}
	for path, e := range l.Packages {
		name := e.Name
		if name == "" {
			name = path[strings.LastIndex(path, "node_modules/")+len("node_modules/"):]
		}
		switch {
		case path == "":
		case e.Link:
			places[path] = "a link to " + e.Resolved
		default:
			places[path] = name + "@" + e.Version
		}
	}
	return places, nil
}
