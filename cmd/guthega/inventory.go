package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/guthega/guthega/engine/loader"
	"github.com/guthega/guthega/engine/npm"
)

// inventory is what the check command prints of a receiver's packages.
type inventory struct {
	folder  string
	details []npm.Detail
}

// newInventory looks at what was installed; nil where nothing was.
func newInventory(p *packages) *inventory {
	if p.result == nil {
		return nil
	}
	return &inventory{folder: p.result.Dir, details: p.installer.Inspect(p.result)}
}

// list prints the tree, then what it adds up to, then what is to be looked at.
func (i *inventory) list(out io.Writer) error {
	if i == nil || len(i.details) == 0 {
		return nil
	}
	tabs := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	row := func(format string, args ...any) { _, _ = fmt.Fprintf(tabs, format, args...) } // Flush has the error
	licences, files, bytes := map[string]int{}, 0, int64(0)
	for _, d := range i.details {
		depth := strings.Count(d.Path, "/node_modules/")
		name := d.Path[strings.LastIndex(d.Path, "node_modules/")+len("node_modules/"):]
		if name != d.Name {
			name += " (" + d.Name + ")"
		}
		licence := cmp.Or(d.License, "no licence")
		licences[licence]++
		files += d.Files
		bytes += d.Bytes
		row("%s%s\t%s\t%s\t%s\n", strings.Repeat("  ", depth), name, d.Version, licence, size(d.Bytes))
	}
	row("\n%s, %s, %s in %s\n", count(len(i.details), "package"), count(files, "file"), size(bytes), i.folder)
	row("licences: %s\n", tally(licences))
	said := map[string]bool{}
	for _, d := range i.details {
		for _, note := range notes(d) {
			if line := fmt.Sprintf("note: %s@%s %s\n", d.Name, d.Version, note); !said[line] { // it may stand in several places
				said[line] = true
				row("%s", line)
			}
		}
	}
	row("\n")
	return tabs.Flush()
}

// notes are what is to be looked at.
func notes(d npm.Detail) []string {
	var list []string
	if len(d.Native) > 0 {
		list = append(list, fmt.Sprintf("has native code (%s), which guthega cannot load%s", strings.Join(d.Native, ", "), alternative(d.Name)))
	}
	if d.Script {
		text := "has an install script, which was not run"
		if len(d.Native) == 0 {
			text += alternative(d.Name)
		}
		list = append(list, text)
	}
	if d.Node != "" {
		list = append(list, "wants node "+d.Node)
	}
	return list
}

// alternative says what to use in place of a package that is a native add-on, where that is known.
func alternative(name string) string {
	if a := loader.Alternative(name); a != "" {
		return ": " + a + " is plain JavaScript"
	}
	return ""
}

// tally is "MIT 12, ISC 3", the most frequent first.
func tally(counts map[string]int) string {
	names := make([]string, 0, len(counts))
	for name := range counts {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(counts[b]-counts[a], strings.Compare(a, b)) })
	for i, name := range names {
		names[i] = fmt.Sprintf("%s %d", name, counts[name])
	}
	return strings.Join(names, ", ")
}
