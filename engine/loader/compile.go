package loader

import (
	"errors"
	"fmt"

	"github.com/dop251/goja"
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/parser"
	"github.com/go-sourcemap/sourcemap"
)

// parse reads a transformed file, whose positions then lead to the author's.
func (u *unit) parse(p string) (program *ast.Program, err error) {
	positions, err := consumer(u.mappings, p)
	if err != nil {
		return nil, fmt.Errorf("reading the source map of %s: %w", p, err)
	}
	defer recovered(p, &err)
	program, err = parser.ParseFile(nil, programName(p), u.code, 0, parser.WithDisableSourceMaps)
	if err != nil {
		return nil, parseError(p, positions, err)
	}
	program.File.SetSourceMap(positions)
	return program, nil
}

// compile makes the program that gives a module's function, for any number of VMs.
func (u *unit) compile(p string) (_ *goja.Program, err error) {
	program, err := u.parse(p)
	if err != nil {
		return nil, err
	}
	defer recovered(p, &err)
	compiled, err := goja.CompileAST(program, false)
	if syntax, ok := errors.AsType[*goja.CompilerSyntaxError](err); ok {
		e := &SyntaxError{File: p, Text: syntax.Message}
		if syntax.File != nil {
			at := syntax.File.Position(syntax.Offset)
			e.Line, e.Column = at.Line, at.Column
		}
		return nil, e
	}
	if err != nil {
		return nil, &SyntaxError{File: p, Text: err.Error()}
	}
	return compiled, nil
}

// recovered turns a panic of goja's lexer or compiler, which some literals cause, into an error that names the file.
func recovered(p string, err *error) {
	if x := recover(); x != nil {
		*err = &SyntaxError{File: p, Text: fmt.Sprintf("the JavaScript engine cannot compile this file: %v", x)}
	}
}

// parseError gives goja's first error its place in the author's file.
func parseError(p string, positions *sourcemap.Consumer, err error) error {
	e := &SyntaxError{File: p, Text: err.Error()}
	var list parser.ErrorList
	if errors.As(err, &list) && len(list) > 0 {
		e.Text = list[0].Message
		e.Line, e.Column = author(positions, list[0].Position)
	}
	return e
}

func author(positions *sourcemap.Consumer, at file.Position) (line, column int) {
	if _, _, line, column, ok := positions.Source(at.Line, at.Column); ok {
		return line, column
	}
	return at.Line, at.Column
}
