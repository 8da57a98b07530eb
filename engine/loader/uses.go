package loader

import (
	"cmp"
	"slices"
	"strings"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/token"
)

// use is a call of a member of a host module's, or a variable of the environment that is read.
type use struct {
	member
	at       file.Idx
	optional bool
}

// member is one of a host module's, by the module's bare name, or of a global object's; "default" is none.
type member struct{ module, name string }

// observer finds the uses in a file. It looks at names, not at values: a name counts as a module where the file binds it
// once, and to that; one that is bound twice, as in minified code, counts as nothing. What a file asks about before it
// calls it (typeof, if, &&, in) it is ready to do without.
type observer struct {
	hosted  func(specifier string) string
	bound   map[string]int    // how often a name is bound
	modules map[string]string // names that are bound to a module
	members map[string]member // names that are bound to a member
	guarded map[member]bool
	uses    []use
}

// globalObjects are looked at like modules where no file binds their names.
var globalObjects = []string{"process", "Intl"}

// usesOf lists the uses in a program, each member once, in their order. hosted is the name of the host's module that a specifier
// stands for, "" for none.
func usesOf(program *ast.Program, hosted func(specifier string) string) []use {
	o := observer{hosted: hosted, bound: map[string]int{}, modules: map[string]string{}, members: map[string]member{}, guarded: map[member]bool{}}
	o.bind(program)
	o.walk(program, false, false)
	list := slices.DeleteFunc(o.uses, func(u use) bool { return o.guarded[u.member] })
	slices.SortStableFunc(list, func(a, b use) int {
		return cmp.Or(strings.Compare(a.module, b.module), strings.Compare(a.name, b.name), compareOptional(a, b), cmp.Compare(a.at, b.at))
	})
	list = slices.CompactFunc(list, func(a, b use) bool { return a.member == b.member })
	slices.SortFunc(list, func(a, b use) int { return cmp.Compare(a.at, b.at) })
	return list
}

// compareOptional puts what must be there first.
func compareOptional(a, b use) int {
	switch {
	case a.optional == b.optional:
		return 0
	case b.optional:
		return -1
	}
	return 1
}

// bind notes what is bound to which name.
func (o *observer) bind(node any) {
	switch n := node.(type) {
	case *ast.Binding:
		if n != nil {
			o.target(n.Target)
			o.initialize(n.Target, n.Initializer)
		}
	case *ast.ParameterList:
		o.target(n.Rest)
	case *ast.FunctionLiteral:
		o.target(n.Name)
	case *ast.ClassLiteral:
		o.target(n.Name)
	case *ast.CatchStatement:
		o.target(n.Parameter)
	case *ast.ForDeclaration:
		o.target(n.Target)
	case *ast.AssignExpression:
		if name, ok := n.Left.(*ast.Identifier); ok {
			if o.moduleOf(n.Right) == "" {
				o.bound[name.Name.String()]++
			}
			o.initialize(name, n.Right)
		}
	}
	children(node, o.bind)
}

// target counts the names in a pattern.
func (o *observer) target(pattern any) {
	switch n := pattern.(type) {
	case *ast.Identifier:
		if n != nil {
			o.bound[n.Name.String()]++
		}
	case *ast.AssignExpression: // a default
		o.target(n.Left)
	case *ast.ArrayPattern:
		for _, e := range n.Elements {
			o.target(e)
		}
		o.target(n.Rest)
	case *ast.ObjectPattern:
		for _, p := range n.Properties {
			switch p := p.(type) {
			case *ast.PropertyShort:
				o.bound[p.Name.Name.String()]++
			case *ast.PropertyKeyed:
				o.target(p.Value)
			}
		}
		o.target(n.Rest)
	}
}

// initialize notes that a pattern is given a module, or members of one.
func (o *observer) initialize(pattern any, value ast.Expression) {
	module := o.moduleOf(value)
	switch n := pattern.(type) {
	case *ast.Identifier:
		if module != "" {
			o.modules[n.Name.String()] = module
		} else if m, ok := o.memberOf(value); ok {
			o.members[n.Name.String()] = m
		}
	case *ast.ObjectPattern:
		environment, _ := o.memberOf(value)
		for _, p := range n.Properties {
			key, name, optional := property(p)
			switch {
			case key == "":
			case environment == member{"process", "env"}:
				o.uses = append(o.uses, use{member{"process", "env." + key}, p.Idx0(), optional})
			case module == "" || name == "":
			case o.hosted(module+"/"+key) != "":
				o.modules[name] = module + "/" + key
			default:
				o.members[name] = member{module, key}
			}
		}
	}
}

// property takes one of a pattern's apart: the name of the property, and of the variable, which has a default if optional says so.
func property(p ast.Property) (key, name string, optional bool) {
	switch p := p.(type) {
	case *ast.PropertyShort:
		name = p.Name.Name.String()
		return name, name, p.Initializer != nil
	case *ast.PropertyKeyed:
		literal, ok := p.Key.(*ast.StringLiteral)
		if !ok || p.Computed {
			return "", "", false
		}
		value := p.Value
		if assign, ok := value.(*ast.AssignExpression); ok {
			value, optional = assign.Left, true
		}
		if id, ok := value.(*ast.Identifier); ok {
			name = id.Name.String()
		}
		return literal.Value.String(), name, optional
	}
	return "", "", false
}

// moduleOf is the host's module that an expression gives, "" for none.
func (o *observer) moduleOf(e ast.Expression) string {
	switch n := bare(e).(type) {
	case *ast.Identifier:
		name := n.Name.String()
		switch {
		case o.bound[name] == 1:
			return o.modules[name]
		case o.bound[name] == 0 && slices.Contains(globalObjects, name):
			return name
		}
	case *ast.CallExpression:
		return o.required(n)
	case *ast.DotExpression:
		module := o.moduleOf(n.Left)
		name := n.Identifier.Name.String()
		switch {
		case module == "" || name == "default":
			return module
		case o.hosted(module+"/"+name) != "":
			return module + "/" + name
		}
	}
	return ""
}

// required is the module that a call of require gives, or of a compiler's helper around one (__toESM, tslib.__importStar).
func (o *observer) required(n *ast.CallExpression) string {
	if len(n.ArgumentList) == 0 {
		return ""
	}
	name := ""
	switch callee := n.Callee.(type) {
	case *ast.Identifier:
		name = callee.Name.String()
	case *ast.DotExpression:
		name = callee.Identifier.Name.String()
	}
	switch literal, ok := n.ArgumentList[0].(*ast.StringLiteral); {
	case ok && (name == requireName || name == "require"):
		return o.hosted(literal.Value.String())
	case !ok && (strings.HasPrefix(name, "__") || strings.HasPrefix(name, "_interop")):
		return o.moduleOf(n.ArgumentList[0])
	}
	return ""
}

// memberOf is the member of a module that an expression gives.
func (o *observer) memberOf(e ast.Expression) (member, bool) {
	var left ast.Expression
	name := ""
	switch n := bare(e).(type) {
	case *ast.Identifier:
		m, ok := o.members[n.Name.String()]
		return m, ok && o.bound[n.Name.String()] == 1
	case *ast.DotExpression:
		left, name = n.Left, n.Identifier.Name.String()
	case *ast.BracketExpression:
		literal, ok := n.Member.(*ast.StringLiteral)
		if !ok {
			return member{}, false
		}
		left, name = n.Left, literal.Value.String()
	default:
		return member{}, false
	}
	if module := o.moduleOf(left); module != "" {
		return member{module, name}, name != "default"
	}
	if m, ok := o.memberOf(left); ok && m == (member{"process", "env"}) {
		return member{m.module, "env." + name}, true
	}
	return member{}, false
}

// bare takes off what does not change an expression's value: (0, x), x?.
func bare(e ast.Expression) ast.Expression {
	switch n := e.(type) {
	case *ast.SequenceExpression:
		return bare(n.Sequence[len(n.Sequence)-1])
	case *ast.Optional:
		return bare(n.Expression)
	case *ast.OptionalChain:
		return bare(n.Expression)
	}
	return e
}

// walk collects uses. optional: a failure is handled; tested: the value is only asked about.
func (o *observer) walk(node any, optional, tested bool) {
	below := func(child any) { o.walk(child, optional, false) }
	asked := func(child any) { o.walk(child, optional, true) }
	switch n := node.(type) {
	case *ast.TryStatement:
		o.walk(n.Body, optional || n.Catch != nil, false)
		if n.Catch != nil {
			below(n.Catch)
		}
		if n.Finally != nil {
			below(n.Finally)
		}
	case *ast.CallExpression:
		if dot, ok := n.Callee.(*ast.DotExpression); ok && handles(dot, n) {
			o.walk(dot.Left, true, false)
		} else {
			o.call(n.Callee, optional)
		}
		for _, a := range n.ArgumentList {
			below(a)
		}
	case *ast.NewExpression:
		o.call(n.Callee, optional)
		for _, a := range n.ArgumentList {
			below(a)
		}
	case *ast.UnaryExpression:
		o.walk(n.Operand, optional, n.Operator == token.NOT || n.Operator == token.TYPEOF)
	case *ast.BinaryExpression:
		if literal, ok := n.Left.(*ast.StringLiteral); ok && n.Operator == token.IN {
			o.guarded[member{o.moduleOf(n.Right), literal.Value.String()}] = true
		}
		tests := n.Comparison || n.Operator == token.LOGICAL_AND || n.Operator == token.LOGICAL_OR || n.Operator == token.COALESCE
		o.walk(n.Left, optional, tests)
		o.walk(n.Right, optional, tests && n.Comparison)
	case *ast.IfStatement:
		asked(n.Test)
		below(n.Consequent)
		if n.Alternate != nil {
			below(n.Alternate)
		}
	case *ast.ConditionalExpression:
		asked(n.Test)
		below(n.Consequent)
		below(n.Alternate)
	case *ast.Identifier, *ast.DotExpression, *ast.BracketExpression:
		m, ok := o.memberOf(n.(ast.Expression))
		switch {
		case !ok:
			children(node, below)
		case tested:
			o.guarded[m] = true
		case strings.HasPrefix(m.name, "env."):
			o.uses = append(o.uses, use{m, n.(ast.Expression).Idx0(), optional})
		}
	default:
		children(node, below)
	}
}

// call notes that e is called.
func (o *observer) call(e ast.Expression, optional bool) {
	m, ok := o.memberOf(e)
	if !ok {
		o.walk(e, optional, false)
		return
	}
	if _, asks := e.(*ast.Optional); asks {
		o.guarded[m] = true
	}
	if !strings.HasPrefix(m.name, "env.") {
		o.uses = append(o.uses, use{m, e.Idx0(), optional})
	}
}
