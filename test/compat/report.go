package main

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// tell prints a line for each script that ended, and with -v what the two sides said.
func (b *bench) tell(r *result) {
	verdict := "same"
	if r.reason != "" {
		verdict = r.reason
	}
	if r.broken != "" {
		verdict = "BROKEN on Node: " + r.broken
	}
	b.printf("%-26s %6s %6s   %s\n", r.name, seconds(r.node.took), seconds(r.guthega.took), verdict)
	if !b.verbose || r.reason == "" && r.broken == "" {
		return
	}
	for _, side := range []struct {
		name string
		outcome
	}{{"node", r.node}, {"guthega", r.guthega}} {
		b.printf("  %s ended with %d\n", side.name, side.code)
		for _, line := range lines(side.stdout) {
			b.printf("    %s\n", strings.ReplaceAll(strings.TrimSpace(line), "\n", "\n    "))
		}
		if text := strings.TrimSpace(side.stderr); text != "" {
			b.printf("    on stderr: %s\n", strings.ReplaceAll(text, "\n", "\n      "))
		}
	}
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.1fs", d.Seconds()) }

// counts prints how many scripts are the same, and is an error where some do not run on Node.
func (o *options) counts(out io.Writer, all []*result) error {
	var broken []string
	for _, list := range []struct {
		drawn bool
		name  string
	}{{false, ""}, {true, " (drawn.txt)"}} {
		same, tried := 0, 0
		for _, r := range all {
			switch {
			case r.drawn != list.drawn:
				continue
			case r.broken != "":
				broken = append(broken, r.name)
			case r.reason == "":
				same++
			}
			tried++
		}
		if tried > 0 {
			fmt.Fprintf(out, "%d of %d the same as Node%s\n", same, tried, list.name) //nolint:errcheck // as all output
		}
	}
	if len(broken) > 0 {
		return fmt.Errorf("these do not run on Node: %s", strings.Join(broken, ", "))
	}
	return nil
}
