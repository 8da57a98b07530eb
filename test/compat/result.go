package main

import (
	"encoding/json"
	"strings"
)

// result is what became of a script on both sides.
type result struct {
	name          string
	drawn         bool // the script is one of drawn.txt
	node, guthega outcome
	// broken says what is wrong with the script on Node: then there is nothing to compare with.
	broken string
	// reason is why guthega is not the same as Node, in one line; "" where it is.
	reason string
	// differs is the first line that is another one, as Node has it and as guthega has it.
	differs [2]string
}

// compare judges r. plain takes out of a text what is another one in the next run: ports and folders.
func (r *result) compare(plain func(string) string) {
	switch {
	case r.node.late:
		r.broken = "it does not end on Node"
	case r.node.code != 0:
		r.broken = plain(firstError(r.node.stderr))
	case thrown(r.node.stdout) != "":
		r.broken = plain(thrown(r.node.stdout))
	case r.guthega.late:
		r.reason = "it does not end"
	case r.guthega.code != 0:
		r.reason = plain(shorten(failure(r.guthega.stderr)))
	case r.guthega.stdout != r.node.stdout:
		r.reason = plain(shorten(r.difference()))
	}
}

// difference says how the printed lines differ: by an error where guthega's end with one.
func (r *result) difference() string {
	theirs, ours := lines(r.node.stdout), lines(r.guthega.stdout)
	for i := range max(len(theirs), len(ours)) {
		if a, b := at(theirs, i), at(ours, i); a != b {
			r.differs = [2]string{a, b}
			break
		}
	}
	if e := thrown(r.guthega.stdout); e != "" {
		return tidy(e)
	}
	return "prints " + firstLine(r.differs[1]) + " where Node prints " + firstLine(r.differs[0])
}

// thrown is the error that the script did not catch, or "".
func thrown(stdout string) string {
	list := lines(stdout)
	text, ok := strings.CutPrefix(at(list, len(list)-1), "threw ")
	if !ok {
		return ""
	}
	return text
}

// lines are what a script has printed: its results, each string of a list on a line of its own.
func lines(stdout string) (list []string) {
	for line := range strings.Lines(stdout) {
		line = strings.TrimSuffix(line, "\n")
		var one string
		var many []string
		switch text := []byte(line); {
		case json.Unmarshal(text, &many) == nil:
			list = append(list, many...)
		case json.Unmarshal(text, &one) == nil:
			list = append(list, one)
		default:
			list = append(list, line)
		}
	}
	return list
}

// at is a line, or "nothing" where there is none.
func at(lines []string, i int) string {
	if i < 0 || i >= len(lines) {
		return "nothing"
	}
	return lines[i]
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return line
}

// longest is how long a reason may be: a line of a table.
const longest = 120

// shorten cuts a reason to a line that fits.
func shorten(text string) string {
	runes := []rune(text)
	if len(runes) <= longest {
		return text
	}
	return string(runes[:longest]) + "…"
}
