package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
)

// knownHead is what known.txt begins with.
const knownHead = `# The scripts that do not do on guthega what they do on Node, and why: name | reason. Those of servers/ have its name
# before theirs. make test-compat fails where a script is missing here, and where one should not be here any more;
# go run ./test/compat -update writes it.
`

// known are the scripts that differ, and why.
type known map[string]string

func readKnown(file string) (known, error) {
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return known{}, nil
	}
	if err != nil {
		return nil, err
	}
	return parseKnown(string(text))
}

func parseKnown(text string) (known, error) {
	k := known{}
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		name, reason, ok := strings.Cut(line, " | ")
		if !ok || k[name] != "" {
			return nil, fmt.Errorf("known.txt: %q is not `name | reason`, or is there twice", line)
		}
		k[name] = reason
	}
	return k, nil
}

func (k known) String() string {
	var s strings.Builder
	s.WriteString(knownHead)
	for _, name := range slices.SortedFunc(maps.Keys(k), order) {
		fmt.Fprintf(&s, "%s | %s\n", name, k[name])
	}
	return s.String()
}

// order is that of names without regard to case, the scripts of servers/ last.
func order(a, b string) int {
	if x, y := strings.HasPrefix(a, serverPrefix), strings.HasPrefix(b, serverPrefix); x != y {
		if x {
			return 1
		}
		return -1
	}
	return strings.Compare(strings.ToLower(strings.TrimPrefix(a, "@")), strings.ToLower(strings.TrimPrefix(b, "@")))
}

// compare says where what was found is not what is known; scripts that were not run are left out. changed are the
// scripts that fail for another reason, which is no failure of the run.
func (k known) compare(all []*result) (failed, fixed, changed []string) {
	for _, r := range all {
		before := k[r.name]
		switch {
		case r.broken != "": // which is an error of its own
		case r.reason != "" && before == "":
			failed = append(failed, r.name)
		case r.reason == "" && before != "":
			fixed = append(fixed, r.name)
		case r.reason != before:
			changed = append(changed, r.name)
		}
	}
	return failed, fixed, changed
}

// with is k with what was found.
func (k known) with(all []*result) known {
	k = maps.Clone(k)
	for _, r := range all {
		if r.broken != "" {
			continue
		}
		delete(k, r.name)
		if r.reason != "" {
			k[r.name] = r.reason
		}
	}
	return k
}

// judge says what came of the scripts, compares it with what is recorded, and records it where that is wished.
func (o *options) judge(out io.Writer, all []*result) error {
	before, err := readKnown(o.known)
	if err != nil {
		return err
	}
	if err := o.counts(out, all); err != nil {
		return err
	}
	if o.update {
		after := before.with(all)
		return errors.Join(writeIfOther(o.known, after.String()), o.writeTable(after))
	}
	failed, fixed, changed := before.compare(all)
	if len(changed) > 0 {
		fmt.Fprintf(out, "fail for another reason than %s says: %s\n", o.known, strings.Join(changed, ", ")) //nolint:errcheck // as all output
	}
	var errs []error
	if len(failed) > 0 {
		errs = append(errs, fmt.Errorf("new failures: %s", strings.Join(failed, ", ")))
	}
	if len(fixed) > 0 {
		errs = append(errs, fmt.Errorf("mended, and still listed in %s (-update takes them out): %s", o.known, strings.Join(fixed, ", ")))
	}
	return errors.Join(append(errs, o.checkTable(before))...)
}

func writeIfOther(file, text string) error {
	if have, err := os.ReadFile(file); err == nil && string(have) == text {
		return nil
	}
	return os.WriteFile(file, []byte(text), 0o644) //nolint:gosec // it is committed
}
