package loader

import (
	"cmp"
	"errors"
	"fmt"
	"path"
	"slices"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
)

// ProblemKind says what is the matter with a Problem.
type ProblemKind uint8

const (
	// Unresolved: no such module, or a package's exports do not offer it.
	Unresolved ProblemKind = iota
	// MissingBuiltin: a module of Node's that the host lacks.
	MissingBuiltin
	// NativeAddon: a .node file, which cannot be loaded.
	NativeAddon
	// Member: a member of one of Node's modules, or of a global object, that is not there or is denied.
	Member
	// Unreadable: the file itself cannot be read or compiled.
	Unreadable
)

// Problem is one thing that will fail, or may, when the receiver runs.
type Problem struct {
	Kind ProblemKind
	// File, Line and Column say where; Line and Column count from 1, and are 0 for a file as a whole.
	File         string
	Line, Column int
	// Specifier is what is required there, or "fs.watch" for a Member; "" where File itself is the problem.
	Specifier string
	// Optional: the code is ready to do without, as the require is inside a try with a catch, its promise has a catch,
	// or the package.json calls the dependency optional.
	Optional bool
	// Unsure: an installed package does so in a function that may never be called, or in a file that may never be loaded.
	Unsure bool
	// Err is what the require will throw.
	Err error
}

func (p Problem) String() string {
	s := p.File
	if p.Line > 0 {
		s = fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
	}
	if p.Optional {
		s += ": optional"
	}
	if syntax, ok := errors.AsType[*SyntaxError](p.Err); ok && syntax.File == p.File {
		return syntax.Error()
	}
	return s + ": " + p.Err.Error()
}

// Check walks the literal require and import specifiers that lead on from the entry, without running anything, and
// lists what cannot be had, by file and line. Code that is never reached counts too, and a specifier that is computed
// does not.
func (b *Bundle) Check() []Problem {
	c := checker{bundle: b, seen: map[string]bool{}}
	c.enter(b.entry, false)
	for len(c.queue)+len(c.later) > 0 {
		if len(c.queue) == 0 { // what is left is reached only from there
			c.unsure = true
			c.queue, c.later = c.later, nil
		}
		p := c.queue[0]
		c.queue = c.queue[1:]
		if !c.seen[p] {
			c.seen[p] = true
			c.check(p)
		}
	}
	slices.SortStableFunc(c.problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return slices.CompactFunc(c.problems, func(a, b Problem) bool {
		return a.File == b.File && a.Line == b.Line && a.Column == b.Column && a.Specifier == b.Specifier
	})
}

type checker struct {
	bundle   *Bundle
	seen     map[string]bool
	queue    []string
	later    []string // files that may never be loaded
	unsure   bool     // those of the queue are such
	problems []Problem
}

func (c *checker) enter(p string, unsure bool) {
	if unsure {
		c.later = append(c.later, p)
	} else {
		c.queue = append(c.queue, p)
	}
}

// check lists what the file p requires.
func (c *checker) check(p string) {
	if path.Ext(p) == ".json" {
		return
	}
	u, _, err := c.bundle.unit(p, true)
	var program *ast.Program
	if err == nil {
		program, err = u.parse(p)
	}
	if err != nil {
		problem := Problem{Kind: Unreadable, File: p, Err: err, Unsure: c.unsure}
		if syntax, ok := errors.AsType[*SyntaxError](err); ok {
			problem.Line, problem.Column = syntax.Line, syntax.Column
		}
		c.problems = append(c.problems, problem)
		return
	}
	w := walker{found: func(r requirement) { c.require(p, r, program.File.Position(int(r.at)-program.File.Base())) }}
	w.walk(program, surroundings{})
	if c.bundle.options.Member == nil {
		return
	}
	for _, u := range usesOf(program, c.bundle.resolver.hosted) {
		if err := c.bundle.options.Member(u.module, u.name); err != nil {
			at := program.File.Position(int(u.at) - program.File.Base())
			c.problems = append(c.problems, Problem{
				Kind: Member, File: p, Line: at.Line, Column: at.Column, Specifier: u.module + "." + u.name, Optional: u.optional, Err: err,
				Unsure: installed(p),
			})
		}
	}
}

// require judges one requirement of the file p.
func (c *checker) require(p string, r requirement, at file.Position) {
	t, err := c.bundle.resolver.resolve(r.specifier, p, r.conditions)
	unsure := c.unsure || installed(p) && (r.lazy || r.optional)
	problem := Problem{File: p, Line: at.Line, Column: at.Column, Specifier: r.specifier, Optional: r.optional, Unsure: unsure, Err: err}
	var e *Error
	switch {
	case err == nil && t.builtin != "":
		return
	case err == nil && path.Ext(t.path) == ".node":
		_, _, problem.Err = c.bundle.unit(t.path, true)
		problem.Kind = NativeAddon
	case err == nil:
		c.enter(t.path, unsure || r.optional)
		return
	case errors.As(err, &e) && e.builtin:
		problem.Kind = MissingBuiltin
	}
	if parts := packageName.FindStringSubmatch(r.specifier); parts != nil && !problem.Optional {
		m, err := c.bundle.resolver.manifests.scope(p)
		problem.Optional = err == nil && m != nil && m.optional[parts[1]]
	}
	c.problems = append(c.problems, problem)
}
