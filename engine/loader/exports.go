package loader

import (
	"errors"
	"fmt"
	"net/url"
	"path"
	"regexp"
	"strings"
)

// This file is Node's package entry point resolution (nodejs.org/api/esm.html#resolution-algorithm-specification:
// PACKAGE_EXPORTS_RESOLVE, PACKAGE_IMPORTS_RESOLVE, PACKAGE_TARGET_RESOLVE, PATTERN_KEY_COMPARE) with the messages of
// Node 20.

// conditions a package's exports and imports are looked up under.
type conditions uint8

const (
	forRequire conditions = iota // node, require, default
	forImport                    // node, import, default
)

func (c conditions) has(name string) bool {
	return name == "default" || name == "node" || c == forRequire && name == "require" || c == forImport && name == "import"
}

// Segments that would lead out of a package or into another one, in every spelling a URL allows.
var (
	dots      = `(\.|%2e)(\.|%2e)?`
	modules   = `(n|%6e|%4e)(o|%6f|%4f)(d|%64|%44)(e|%65|%45)(_|%5f)(m|%6d|%4d)(o|%6f|%4f)(d|%64|%44)(u|%75|%55)(l|%6c|%4c)(e|%65|%45)(s|%73|%53)`
	escaping  = regexp.MustCompile(`(?i)(^|\\|/)(` + dots + `|` + modules + `)(\\|/|$)`)
	separator = regexp.MustCompile(`(?i)%2f|%5c`)
)

// exportsOf finds what subpath ("." or "./x") is in m's exports. from is the importing file, for messages.
func (r *resolver) exportsOf(m *manifest, subpath, from string, c conditions) (string, error) {
	sugar, err := isMainSugar(m)
	if err != nil {
		return "", err
	}
	exports := m.exports
	if sugar {
		exports = &jsonValue{kind: jsonObject, members: []jsonMember{{".", *exports}}}
	}
	q := query{r: r, m: m, from: from, conditions: c}
	found, err := q.match(exports, subpath)
	if err != nil {
		return "", err
	}
	if found.path == "" {
		e := newError(codeNotExported, "Package subpath '%s' is not defined by \"exports\" in %s%s", subpath, m.file, importedFrom(from))
		if subpath == "." {
			e.Message = fmt.Sprintf("No \"exports\" main defined in %s%s", m.file, importedFrom(from))
		}
		return "", e
	}
	return found.path, nil
}

// importsOf finds what name ("#x") is in m's imports; it may be a file or another package's.
func (r *resolver) importsOf(m *manifest, name, from string, c conditions) (target, error) {
	if name == "#" || strings.HasPrefix(name, "#/") || strings.HasSuffix(name, "/") {
		return target{}, newTypeError(codeInvalidSpec, "Invalid module \"%s\" is not a valid internal imports specifier name%s", name, importedFrom(from))
	}
	q := query{r: r, m: m, from: from, conditions: c, internal: true}
	found, err := q.match(m.imports, name)
	if err == nil && found == (target{}) {
		err = newTypeError(codeImportUndefined, "Package import specifier \"%s\" is not defined in package %s%s", name, m.file, importedFrom(from))
	}
	return found, err
}

func importedFrom(from string) string {
	if from == "" {
		return ""
	}
	return " imported from " + from
}

// isMainSugar reports whether exports is short for its "." entry.
func isMainSugar(m *manifest) (bool, error) {
	if m.exports.kind != jsonObject {
		return m.exports.kind == jsonString || m.exports.kind == jsonArray, nil
	}
	sugar := false
	for i, member := range m.exports.members {
		isCondition := !strings.HasPrefix(member.key, ".")
		if i == 0 {
			sugar = isCondition
		} else if sugar != isCondition {
			return false, invalidConfig(m, `"exports" cannot contain some keys starting with '.' and some not. The exports object must either be `+
				`an object of package subpath keys or an object of main entry condition name keys only.`)
		}
	}
	return sugar, nil
}

func invalidConfig(m *manifest, why string) error {
	e := newError(codeInvalidConfig, "Invalid package config %s. %s", m.file, why)
	e.Path = m.file
	return e
}

// query is one look-up in a package's exports or imports.
type query struct {
	r          *resolver
	m          *manifest
	from       string
	conditions conditions
	internal   bool // imports, not exports
	// Of the entry that matched:
	key     string
	pattern bool   // key has a *
	rest    string // what the * stands for
}

// match finds key in the map, by itself or through the pattern that says most; the zero target means nowhere.
func (q *query) match(in *jsonValue, key string) (target, error) {
	if v, ok := in.get(key); ok && !strings.Contains(key, "*") && !strings.HasSuffix(key, "/") {
		q.key = key
		found, _, err := q.target(v)
		return found, err
	}
	var best *jsonValue
	for i := range in.members {
		k := in.members[i].key
		before, after, ok := strings.Cut(k, "*")
		if !ok || strings.Contains(after, "*") || len(key) < len(k) ||
			!strings.HasPrefix(key, before) || !strings.HasSuffix(key, after) || !moreSpecific(k, q.key) {
			continue
		}
		best, q.key, q.pattern = &in.members[i].value, k, true
		q.rest = key[len(before) : len(key)-len(after)]
	}
	if best == nil {
		return target{}, nil
	}
	found, _, err := q.target(best)
	return found, err
}

// moreSpecific reports whether pattern a says more than b ("" says nothing): PATTERN_KEY_COMPARE.
func moreSpecific(a, b string) bool {
	ai, bi := strings.IndexByte(a, '*'), strings.IndexByte(b, '*')
	if ai != bi {
		return ai > bi
	}
	return len(a) > len(b)
}

// target resolves one target. The zero target is null with ok, and undefined (no condition held) without.
func (q *query) target(v *jsonValue) (found target, ok bool, err error) {
	switch v.kind {
	case jsonString:
		found, err = q.path(v.str)
		return found, true, err
	case jsonArray:
		return q.fallbacks(v.list)
	case jsonObject:
		return q.conditional(v)
	case jsonNull:
		return target{}, true, nil
	}
	return target{}, false, q.invalid(v)
}

// fallbacks takes the first target of an array that is valid; whether its file exists does not matter.
func (q *query) fallbacks(list []jsonValue) (target, bool, error) {
	if len(list) == 0 {
		return target{}, true, nil
	}
	defined, last := false, error(nil)
	for i := range list {
		found, ok, err := q.target(&list[i])
		var e *Error
		switch {
		case errors.As(err, &e) && e.Code == codeInvalidTarget:
			last = err
		case err != nil:
			return target{}, false, err
		case ok && found == (target{}):
			defined, last = true, nil
		case ok:
			return found, true, nil
		}
	}
	return target{}, defined, last
}

func (q *query) conditional(v *jsonValue) (target, bool, error) {
	for _, m := range v.members {
		if isArrayIndex(m.key) {
			return target{}, false, invalidConfig(q.m, `"exports" cannot contain numeric property keys.`)
		}
	}
	for i := range v.members {
		if !q.conditions.has(v.members[i].key) {
			continue
		}
		if found, ok, err := q.target(&v.members[i].value); ok || err != nil {
			return found, ok, err
		}
	}
	return target{}, false, nil
}

// isArrayIndex reports whether JavaScript would sort key as a number, before all others.
func isArrayIndex(key string) bool {
	if key == "" || len(key) > 10 || len(key) > 1 && key[0] == '0' {
		return false
	}
	n := uint64(0)
	for _, c := range []byte(key) {
		if c < '0' || c > '9' {
			return false
		}
		n = n*10 + uint64(c-'0')
	}
	return n < 1<<32-1
}

// path resolves a string target.
func (q *query) path(s string) (target, error) {
	if !strings.HasPrefix(s, "./") {
		if !q.internal || strings.HasPrefix(s, "../") || strings.HasPrefix(s, "/") || isURL(s) {
			return target{}, q.invalid(&jsonValue{kind: jsonString, str: s})
		}
		// imports may name another package, or a module of Node's, which is then resolved from this package.
		if q.pattern {
			s = strings.ReplaceAll(s, "*", q.rest)
		}
		if name, ok, err := q.r.builtin(s); ok {
			return target{builtin: name}, nil
		} else if err != nil {
			return target{}, err
		}
		return q.r.bare(s, q.m.file, q.m.file, q.conditions)
	}
	if escaping.MatchString(s[2:]) {
		return target{}, q.invalid(&jsonValue{kind: jsonString, str: s})
	}
	if q.pattern {
		if escaping.MatchString(q.rest) {
			list := "exports"
			if q.internal {
				list = "imports"
			}
			return target{}, newTypeError(codeInvalidSpec, "Invalid module \"%s\" request is not a valid match in pattern \"%s\" for the \"%s\" resolution of %s%s",
				strings.Replace(q.key, "*", q.rest, 1), q.key, list, q.m.file, importedFrom(q.from))
		}
		s = strings.ReplaceAll(s, "*", q.rest)
	}
	if separator.MatchString(s) {
		return target{}, newTypeError(codeInvalidSpec, "Invalid module \"%s\" must not include encoded \"/\" or \"\\\" characters%s",
			path.Join(q.m.dir, s), importedFrom(q.from))
	}
	return target{path: path.Join(q.m.dir, urlPath(s))}, nil
}

// isURL reports whether s parses as an absolute URL; a module of Node's by its node: name is one.
func isURL(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.IsAbs() && u.Scheme != "node"
}

// urlPath is the file path in a relative URL: targets and import specifiers are URLs, where % escapes and ? ends.
func urlPath(s string) string {
	if i := strings.IndexAny(s, "?#"); i >= 0 {
		s = s[:i]
	}
	s = strings.ReplaceAll(s, `\`, "/")
	if decoded, err := url.PathUnescape(s); err == nil {
		return decoded
	}
	return s
}

// invalid says that v, a string or something that is no target at all, cannot be one.
func (q *query) invalid(v *jsonValue) error {
	list, hint := "exports", ""
	if q.internal {
		list = "imports"
	} else if v.str != "" && !strings.HasPrefix(v.str, "./") {
		hint = `; targets must start with "./"`
	}
	shown := quoteJSON(v.str)
	if q.key == "." {
		return newError(codeInvalidTarget, "Invalid \"exports\" main target %s defined in the package config %s%s%s", shown, q.m.file, importedFrom(q.from), hint)
	}
	return newError(codeInvalidTarget, "Invalid \"%s\" target %s defined for '%s' in the package config %s%s%s", list, shown, q.key, q.m.file, importedFrom(q.from), hint)
}
