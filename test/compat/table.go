package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
)

// row is a package of the table.
type row struct{ name, version, works, notes string }

// tableOf is TABLE.md: which packages work, where k is what does not.
func tableOf(k known) (string, error) {
	specs, err := allSpecs()
	if err != nil {
		return "", err
	}
	versions, err := packageVersions()
	if err != nil {
		return "", err
	}
	var rows []row
	var same, tried struct{ specs, drawn int }
	for _, s := range specs {
		a, b := &tried.specs, &same.specs
		if s.drawn {
			a, b = &tried.drawn, &same.drawn
		}
		*a++
		if k[s.name] == "" {
			*b++
		}
	}
	scripts := serverScripts()
	for _, s := range specs {
		scripts[s.name] = append([]string{s.name}, scripts[s.name]...)
	}
	for name, list := range scripts {
		rows = append(rows, k.row(name, versions[name], list))
	}
	slices.SortFunc(rows, func(a, b row) int {
		if c := order(a.name, b.name); c != 0 {
			return c
		}
		return strings.Compare(a.version, b.version)
	})
	var t strings.Builder
	fmt.Fprintf(&t, tableHead, same.specs, tried.specs, same.drawn, tried.drawn)
	for _, r := range rows {
		fmt.Fprintf(&t, "| %s | %s | %s | %s |\n", r.name, r.version, r.works, escape(r.notes))
	}
	return t.String(), nil
}

// row is the row of a package that has those scripts.
func (k known) row(name, version string, scripts []string) row {
	r := row{name: name, version: version, works: "yes"}
	if actual, version, ok := aliased(r.version); ok {
		r.name, r.version = actual, version
	}
	var notes []string
	for _, script := range scripts {
		reason, served := k[script], strings.HasPrefix(script, serverPrefix)
		if reason != "" {
			r.works = "no"
		} else if served {
			reason = "writes, reads back, 1 MB, reconnects"
		}
		if served {
			reason = "real server: " + reason
		}
		if reason != "" {
			notes = append(notes, reason)
		}
	}
	r.notes = strings.Join(notes, "; ")
	return r
}

const tableHead = `# Packages that are tried on guthega

Made by ` + "`go run ./test/compat -update`" + `, and checked by ` + "`make test-compat`" + `. A package works where its script prints on guthega, byte
for byte, what it prints on Node 20: %d of %d do (specs.txt), and
%d of the %d that were drawn before anything was done for them (drawn.txt). Those with a real server are also run against one.

| package | version | works | notes |
|---|---|---|---|
`

func escape(notes string) string {
	return strings.NewReplacer("|", `\|`, "<", "&lt;", "\t", " ").Replace(notes)
}

// aliased takes npm:name@version apart.
func aliased(spec string) (name, version string, ok bool) {
	spec, ok = strings.CutPrefix(spec, "npm:")
	at := strings.LastIndex(spec, "@")
	if !ok || at <= 0 {
		return "", "", false
	}
	return spec[:at], spec[at+1:], true
}

// packageVersions are the dependencies of package.json.
func packageVersions() (map[string]string, error) {
	text, err := wanted.ReadFile("package.json")
	if err != nil {
		return nil, err
	}
	var m struct {
		Dependencies map[string]string `json:"dependencies"`
	}
	if err := json.Unmarshal(text, &m); err != nil {
		return nil, fmt.Errorf("package.json: %w", err)
	}
	return m.Dependencies, nil
}

func (o *options) writeTable(k known) error {
	text, err := tableOf(k)
	if err != nil {
		return err
	}
	return writeIfOther(o.table, text)
}

// checkTable is an error where TABLE.md is not what known.txt makes of it.
func (o *options) checkTable(k known) error {
	want, err := tableOf(k)
	if err != nil {
		return err
	}
	have, err := os.ReadFile(o.table)
	if err != nil {
		return err
	}
	if string(have) != want {
		return errors.New(o.table + " is not what the packages and the known failures make of it: -update renews it")
	}
	return nil
}
