package loader

import (
	"errors"
	"fmt"
	"strings"

	"github.com/dop251/goja"
)

// The codes of Node's module errors (nodejs.org/api/errors.html), which packages compare with.
const (
	codeNotFound        = "MODULE_NOT_FOUND"
	codeESMNotFound     = "ERR_MODULE_NOT_FOUND"
	codeNotExported     = "ERR_PACKAGE_PATH_NOT_EXPORTED"
	codeInvalidTarget   = "ERR_INVALID_PACKAGE_TARGET"
	codeInvalidConfig   = "ERR_INVALID_PACKAGE_CONFIG"
	codeInvalidSpec     = "ERR_INVALID_MODULE_SPECIFIER"
	codeImportUndefined = "ERR_PACKAGE_IMPORT_NOT_DEFINED"
	codeUnknownBuiltin  = "ERR_UNKNOWN_BUILTIN_MODULE"
	codeAddon           = "ERR_DLOPEN_FAILED"
	codeScheme          = "ERR_UNSUPPORTED_ESM_URL_SCHEME"
	codeAsyncModule     = "ERR_REQUIRE_ASYNC_MODULE"
	codeArgType         = "ERR_INVALID_ARG_TYPE"
	codeArgValue        = "ERR_INVALID_ARG_VALUE"
	codeDenied          = "ERR_ACCESS_DENIED"
)

// Error is a module that could not be resolved or loaded, as Node would put it. Thrown in JavaScript it becomes an
// error object with the same name, message and code.
type Error struct {
	// Name is the JavaScript class: "Error", "TypeError" or "SyntaxError".
	Name string
	// Code is Node's: "MODULE_NOT_FOUND", "ERR_PACKAGE_PATH_NOT_EXPORTED", …
	Code string
	// Message is Node's text without the require stack.
	Message string
	// Path is the package.json or file the error is about; may be empty.
	Path string
	// Err is the cause, where there is one in Go.
	Err error

	stack   bool // to be thrown with the require stack
	builtin bool // it is about a module of Node's that the host lacks
}

func (e *Error) Error() string { return e.Message }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

func newError(code, format string, args ...any) *Error {
	return &Error{Name: "Error", Code: code, Message: fmt.Sprintf(format, args...)}
}

func newTypeError(code, format string, args ...any) *Error {
	e := newError(code, format, args...)
	e.Name = "TypeError"
	return e
}

// SyntaxError is a file that is no JavaScript, TypeScript or JSON.
type SyntaxError struct {
	// File is the path as stacks show it; Line and Column count from 1, and are 0 where nobody knows.
	File         string
	Line, Column int
	// Text says what is wrong, and Source is the author's line it is in.
	Text, Source string
}

func (e *SyntaxError) Error() string {
	var s strings.Builder
	s.WriteString(e.File)
	if e.Line > 0 {
		fmt.Fprintf(&s, ":%d:%d", e.Line, e.Column)
	}
	s.WriteString(": " + e.Text)
	if src := strings.TrimRight(e.Source, "\r\n"); src != "" && len(src) <= maxSourceLine {
		s.WriteString("\n  " + src)
		if 0 < e.Column && e.Column <= len(src)+1 {
			s.WriteString("\n  " + caretIndent(src[:e.Column-1]) + "^")
		}
	}
	return s.String()
}

// maxSourceLine keeps a minified line out of the message: it would say nothing and fill the log.
const maxSourceLine = 200

// caretIndent is white space as wide as s.
func caretIndent(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\t' {
			return r
		}
		return ' '
	}, s)
}

// throw panics with err as goja wants it: what JavaScript threw and what must not be caught pass through untouched,
// the rest becomes an error object whose stack starts at the require that is running.
func (i *Instance) throw(err error, from *module) {
	if passes(err) {
		panic(err)
	}
	panic(i.errorObject(err, from))
}

// passes reports whether err came out of goja.
func passes(err error) bool {
	_, exception := errors.AsType[*goja.Exception](err)
	_, interrupted := errors.AsType[*goja.InterruptedError](err)
	_, overflow := errors.AsType[*goja.StackOverflowError](err)
	return exception || interrupted || overflow
}

// errorObject makes the JavaScript error for err, with the require stack that leads to the module from.
func (i *Instance) errorObject(err error, from *module) goja.Value {
	name, message := "Error", err.Error()
	e, _ := errors.AsType[*Error](err)
	if e != nil {
		name = e.Name
	} else if _, ok := errors.AsType[*SyntaxError](err); ok {
		name = "SyntaxError"
	}
	var stack []string
	if e != nil && e.stack {
		for m := from; m != nil && m != i.host; m = m.parent {
			stack = append(stack, m.filename)
		}
		if len(stack) > 0 {
			message += "\nRequire stack:\n- " + strings.Join(stack, "\n- ")
		}
	}
	o, newErr := i.rt.New(i.rt.GlobalObject().Get(name), i.rt.ToValue(message))
	if newErr != nil {
		return i.rt.NewGoError(err)
	}
	if e == nil {
		return o
	}
	i.set(o, "code", i.rt.ToValue(e.Code))
	if e.Path != "" {
		i.set(o, "path", i.rt.ToValue(e.Path))
	}
	if e.stack {
		i.set(o, "requireStack", i.strings(stack))
	}
	if e.Code == codeDenied {
		i.set(o, "permission", i.rt.ToValue("FileSystemRead"))
		i.set(o, "resource", i.rt.ToValue(e.Path))
	}
	return o
}

// set sets a property of an object this package made; nothing there can refuse it.
func (i *Instance) set(o *goja.Object, name string, v goja.Value) {
	if err := o.Set(name, v); err != nil {
		panic(err)
	}
}

// hide sets a property that enumeration does not show.
func (i *Instance) hide(o *goja.Object, name string, v goja.Value) {
	if err := o.DefineDataProperty(name, v, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE); err != nil {
		panic(err)
	}
}

// fix sets a property that JavaScript can only define anew, as those of functions are.
func (i *Instance) fix(o *goja.Object, name string, v goja.Value) {
	if err := o.DefineDataProperty(name, v, goja.FLAG_FALSE, goja.FLAG_TRUE, goja.FLAG_FALSE); err != nil {
		panic(err)
	}
}
