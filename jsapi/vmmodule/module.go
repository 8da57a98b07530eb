package vmmodule

import (
	_ "embed"
	"fmt"

	"github.com/dop251/goja"
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/parser"

	"github.com/guthega/guthega/jsapi"
)

//go:embed vm.js
var vmJS string

// Compiled programs are immutable and shared by every VM of the process.
var script = jsapi.NewScript("node:vm", vmJS)

// Module makes the exports of "vm".
func Module(h *jsapi.Host) goja.Value {
	rt := h.Runtime
	host := jsapi.NewScriptHost(h)
	// compile(code, filename) returns a function that runs the code as a script of the realm.
	jsapi.SetMethod(rt, host, "compile", func(call goja.FunctionCall) goja.Value {
		program := compile(rt, call.Argument(1).String(), call.Argument(0).String())
		return jsapi.NewFunction(rt, "run", func(goja.FunctionCall) goja.Value {
			v, err := rt.RunProgram(program)
			if err != nil {
				panic(err)
			}
			return v
		})
	})
	jsapi.SetMethod(rt, host, "functions", func(call goja.FunctionCall) goja.Value {
		return rt.NewArray(functions(call.Argument(0).String())...)
	})
	// checkFunction(code, filename) throws a SyntaxError for what is not one function and nothing else.
	jsapi.SetMethod(rt, host, "checkFunction", func(call goja.FunctionCall) goja.Value {
		code := call.Argument(0).String()
		compile(rt, call.Argument(1).String(), code)
		if !oneFunction(code) {
			panic(syntaxError(rt, "Unexpected token '}'"))
		}
		return goja.Undefined()
	})
	return script.Run(rt, host)
}

// compile throws a SyntaxError for what does not compile, also where goja panics (its lexer does on some strings).
func compile(rt *goja.Runtime, name, code string) (program *goja.Program) {
	var err error
	func() {
		defer func() {
			if x := recover(); x != nil {
				err = fmt.Errorf("the engine cannot read it: %v", x)
			}
		}()
		program, err = goja.Compile(name, code, false)
	}()
	if err != nil {
		panic(syntaxError(rt, err.Error()))
	}
	return program
}

func syntaxError(rt *goja.Runtime, message string) *goja.Object {
	e, err := rt.New(rt.Get("SyntaxError"), rt.ToValue(message))
	if err != nil {
		panic(err)
	}
	return e
}

// oneFunction reports whether code is a single function expression, so that nothing in it has closed the function early.
func oneFunction(code string) bool {
	program, err := parser.ParseFile(nil, "", code, 0)
	if err != nil || len(program.Body) != 1 {
		return false
	}
	s, ok := program.Body[0].(*ast.ExpressionStatement)
	if !ok {
		return false
	}
	_, ok = s.Expression.(*ast.FunctionLiteral)
	return ok
}

// functions names the functions that code declares at its top level. Code that has been compiled parses.
func functions(code string) []any {
	program, err := parser.ParseFile(nil, "", code, 0)
	if err != nil {
		return nil
	}
	var names []any
	for _, s := range program.Body {
		if f, ok := s.(*ast.FunctionDeclaration); ok && f.Function.Name != nil {
			names = append(names, f.Function.Name.Name.String())
		}
	}
	return names
}
