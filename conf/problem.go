package conf

import (
	"fmt"
	"strings"
)

// Problem is one thing that is wrong with a config.
type Problem struct {
	// Path says where: "retry.attempts", "permissions.net[2]". It is empty when the text as a whole is meant.
	Path string
	// Line and Column, from 1 and in characters, say where in the file; zero when the problem is not in what the file
	// says but in what it leaves out, or in how two of its values go together.
	Line, Column int
	// Message says what is wrong, Hint what to do about it; Hint may be empty.
	Message, Hint string
}

// Problems is the error for a config that cannot be used: everything found in one file, in the file's order. Error
// writes one line per problem: "file: path: message (hint)", or "file:line:column: message (hint)" where there is no
// path.
type Problems struct {
	// File is the name the config was read under; empty for one that was built in code.
	File string
	List []Problem
}

func (p *Problems) Error() string {
	lines := make([]string, len(p.List))
	for i, one := range p.List {
		lines[i] = one.line(p.File)
	}
	return strings.Join(lines, "\n")
}

func (p Problem) line(file string) string {
	var b strings.Builder
	b.WriteString(file)
	if p.Path == "" && p.Line > 0 {
		fmt.Fprintf(&b, ":%d:%d", p.Line, p.Column)
	}
	if b.Len() > 0 {
		b.WriteString(": ")
	}
	if p.Path != "" {
		b.WriteString(p.Path + ": ")
	}
	b.WriteString(p.Message)
	if p.Hint != "" {
		b.WriteString(" (" + p.Hint + ")")
	}
	return b.String()
}
