package loader

import (
	"reflect"
	"strings"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
)

// requirement is one literal specifier in a file.
type requirement struct {
	specifier  string
	conditions conditions
	optional   bool
	lazy       bool // it is inside a function, which may never be called
	at         file.Idx
}

// surroundings are what is around a node.
type surroundings struct {
	optional bool // a failure is handled
	depth    int  // of functions; 1 is the module's own
}

// walker finds the requirements in a file that was transformed with the author's require named apart: a call of
// requireName is the author's, one of "require" an import, and no other function can go by these names.
//
// It goes through goja's syntax tree by reflection: the tree has some seventy kinds of nodes, of which three matter.
type walker struct {
	found func(requirement)
}

var astPackage = reflect.TypeFor[ast.Program]().PkgPath()

// walk goes through node.
func (w walker) walk(node any, at surroundings) {
	switch n := node.(type) {
	case *ast.TryStatement:
		w.children(n.Body, surroundings{at.optional || n.Catch != nil, at.depth})
		if n.Catch != nil {
			w.children(n.Catch, at)
		}
		if n.Finally != nil {
			w.children(n.Finally, at)
		}
	case *ast.CallExpression:
		w.call(n, at)
		if dot, ok := n.Callee.(*ast.DotExpression); ok && handles(dot, n) {
			at.optional = true
		}
		switch n.Callee.(type) {
		case *ast.FunctionLiteral, *ast.ArrowFunctionLiteral: // it is called where it stands
			w.children(n.Callee, at)
			for _, a := range n.ArgumentList {
				w.walk(a, at)
			}
		default:
			w.children(n, at)
		}
	case *ast.FunctionLiteral, *ast.ArrowFunctionLiteral:
		at.depth++
		w.children(n, at)
	default:
		w.children(node, at)
	}
}

func (w walker) children(node any, at surroundings) {
	children(node, func(child any) { w.walk(child, at) })
}

// handles reports whether calling dot, as in promise.catch(f) or promise.then(f, g), handles the promise's failure.
func handles(dot *ast.DotExpression, call *ast.CallExpression) bool {
	name := dot.Identifier.Name.String()
	return name == "catch" || name == "then" && len(call.ArgumentList) > 1
}

// call reports a call of require, an import, or require.resolve with a literal.
func (w walker) call(n *ast.CallExpression, at surroundings) {
	if len(n.ArgumentList) == 0 {
		return
	}
	literal, ok := n.ArgumentList[0].(*ast.StringLiteral)
	if !ok || literal.Value == "" {
		return
	}
	r := requirement{specifier: literal.Value.String(), optional: at.optional, lazy: at.depth > 1, at: n.Idx0()}
	callee := n.Callee
	if dot, ok := callee.(*ast.DotExpression); ok && dot.Identifier.Name == "resolve" {
		callee = dot.Left
	}
	name, ok := callee.(*ast.Identifier)
	switch {
	case !ok:
		return
	case name.Name == requireName:
	case name.Name == "require" && callee == n.Callee:
		r.conditions = forImport
	default:
		return
	}
	w.found(r)
}

// children calls each with the nodes that node consists of.
func children(node any, each func(any)) {
	v := reflect.ValueOf(node)
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return
		}
		v = v.Elem()
	}
	if v.Kind() != reflect.Struct || !strings.HasPrefix(v.Type().PkgPath(), astPackage) {
		return
	}
	for i := range v.NumField() {
		if v.Type().Field(i).IsExported() && v.Type().Field(i).Name != "DeclarationList" { // which repeats what the body has
			value(v.Field(i), each)
		}
	}
}

func value(v reflect.Value, each func(any)) {
	switch v.Kind() {
	case reflect.Slice:
		for i := range v.Len() {
			value(v.Index(i), each)
		}
	case reflect.Interface, reflect.Pointer:
		if !v.IsNil() {
			each(v.Interface())
		}
	case reflect.Struct:
		children(v.Interface(), each)
	}
}
