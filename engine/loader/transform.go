package loader

import (
	"bytes"
	"encoding/binary"
	"errors"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

const (
	// esbuildVersion is part of every cache key: another version may write other code. A test holds it to go.mod's.
	esbuildVersion = "v0.28.2"
	// transformVersion changes when this file makes other code of the same source.
	transformVersion = "3"
)

// The names that stand for what the author wrote. esbuild turns import statements into calls of "require" too, and
// they follow other conditions, so that the author's own require gets a name apart where a file has both.
const (
	requireName = "__guthega_require"
	metaName    = "__guthega_meta"
	// moduleName is what esbuild takes for the file's name, and so for its default export's ("es_module_default").
	moduleName = "es_module"
)

// asyncGeneratorPrototype is where package jsapi/ecma keeps that object.
const asyncGeneratorPrototype = `globalThis[Symbol.for("guthega.AsyncGenerator.prototype")]`

// unsupported is the syntax that goja lacks, or has wrong, at ES2022.
func unsupported() map[string]bool {
	return map[string]bool{
		"async-generator": false, "for-await": false, "dynamic-import": false, "regexp-unicode-property-escapes": false,
		"regexp-match-indices": false, "regexp-set-notation": false, "regexp-sticky-and-unicode-flags": false,
		"unicode-escapes": false, "using": false, "decorators": false, "import-attributes": false, "hashbang": false,
	}
}

// job is one file to transform. Nothing in it tells where the file is, so that the result can be kept by content.
type job struct {
	source   []byte
	loader   api.Loader
	esm      bool   // an ES module by extension or package.json: strict even without import or export
	tsconfig string // the text of the tsconfig.json that covers a TypeScript file
	exact    bool   // keep the column of everything, not of statements alone
	apart    bool   // give the author's require a name apart in any case
}

// flags say how a transformed file is to be run.
type flags uint8

const (
	// esmSyntax: it was an ES module; its exports object is a namespace.
	esmSyntax flags = 1 << iota
	// importing: "require" is called for import statements and import().
	importing
	// extended: the wrapper takes requireName and metaName too.
	extended
	// awaiting: it has a top-level await; its exports are what run() promises.
	awaiting
)

// unit is a transformed file: one function expression, whose lines are not those of the author.
type unit struct {
	flags    flags
	code     string
	mappings string // of a source map with one source; lines and columns from 1, generated columns in bytes
	// awaitLine and awaitColumn are where the first top-level await is.
	awaitLine, awaitColumn int
}

// isTypeScript reports whether the file p is compiled as TypeScript.
func isTypeScript(p string) bool {
	switch path.Ext(p) {
	case ".ts", ".mts", ".cts", ".tsx":
		return true
	}
	return false
}

func loaderOf(p string) api.Loader {
	switch path.Ext(p) {
	case ".ts", ".mts", ".cts":
		return api.LoaderTS
	case ".tsx":
		return api.LoaderTSX
	case ".jsx":
		return api.LoaderJSX
	}
	return api.LoaderJS
}

// isESM reports whether p is an ES module by its name or its package, whatever is in it.
func isESM(p string, m *manifest) bool {
	switch path.Ext(p) {
	case ".mjs", ".mts":
		return true
	case ".cjs", ".cts":
		return false
	}
	return m != nil && m.module
}

var (
	// importWord is what every import statement, import() and import.meta starts with; in a comment it does no harm.
	importWord = regexp.MustCompile(`\bimport\b\s*[("'{*.\w$/]`)
	// namespaceLine is the line esbuild writes for a file with export statements, the digits where names collide.
	namespaceLine = regexp.MustCompile(`(?m)^module\.exports = __toCommonJS\d*\(` + moduleName + `_exports\d*\);$`)
	// staticImport is the line esbuild writes for an import statement, if the author's require goes by requireName.
	staticImport = regexp.MustCompile(`(?m)^var [^ =]+ = (?:__toESM\d*\()?require\(`)
	// generatedRequire is a call of require that the author did not write, if the author's go by requireName.
	generatedRequire = regexp.MustCompile(`(^|[^\w$.])require\(`)
	// asyncGenerators is how JavaScript gets at what async generators inherit from. esbuild makes functions of them, of which
	// nothing leads there.
	asyncGenerators = regexp.MustCompile(`Object\.getPrototypeOf\(\s*(?:/\*[^*]*\*/\s*)?async function\s*\*\s*\(\)\s*\{\s*\}\s*\)\.prototype`)
	// inlineMap starts an inline source map.
	inlineMap = []byte("sourceMappingURL=data:")
)

// options are esbuild's for j.
func (j *job) options(define bool) api.TransformOptions {
	o := api.TransformOptions{
		Target: api.ES2022, Supported: unsupported(), Format: api.FormatCommonJS, Loader: j.loader,
		// Neutral keeps process.env.NODE_ENV as it is; UTF-8 keeps identifiers that have no escape in ES2022.
		Platform: api.PlatformNeutral, Charset: api.CharsetUTF8, LegalComments: api.LegalCommentsNone,
		Sourcemap: api.SourceMapExternal, SourcesContent: api.SourcesContentExclude,
		Sourcefile: moduleName + ".js", TsconfigRaw: j.tsconfig,
	}
	if define {
		o.Define = map[string]string{"require": requireName, "import.meta": metaName}
	}
	return o
}

// key is the text that decides what the transformation gives, apart from the source.
func (j *job) key() []byte {
	var b bytes.Buffer
	for _, s := range append(slices.Sorted(maps.Keys(unsupported())), esbuildVersion, transformVersion, j.tsconfig) {
		b.Write(binary.LittleEndian.AppendUint32(nil, uint32(len(s))))
		b.WriteString(s)
	}
	b.WriteByte(byte(j.loader))
	for _, on := range []bool{j.esm, j.exact, j.apart} {
		if on {
			b.WriteByte(1)
		} else {
			b.WriteByte(0)
		}
	}
	return b.Bytes()
}

// transform makes a unit of j. A *SyntaxError lacks the file name, which a job does not know.
func (j *job) transform() (*unit, error) {
	if bytes.Contains(j.source, []byte("async function")) && asyncGenerators.Match(j.source) {
		again := *j
		again.source = asyncGenerators.ReplaceAll(j.source, []byte(asyncGeneratorPrototype))
		return again.transform()
	}
	define := j.apart || importWord.Match(j.source)
	result := api.Transform(string(j.source), j.options(define))
	if len(result.Errors) > 0 {
		// What CommonJS cannot say and an ES module can is a top-level await, and nothing else.
		u, err := j.transformAwaiting()
		if err != nil {
			return nil, err
		}
		u.awaitLine, u.awaitColumn = position(result.Errors[0].Location)
		return u, nil
	}
	if without, ok := withoutMap(j.source); ok && foreignMap(result.Map) {
		// The file brought the map of what it was compiled from, and esbuild followed it. Node shows the file itself.
		again := *j
		again.source = without
		return again.transform()
	}
	u := &unit{}
	if define {
		u.flags |= extended
		if generatedRequire.Match(result.Code) {
			u.flags |= importing
		}
	}
	if j.esm || isNamespace(result.Code) || define && staticImport.Match(result.Code) {
		u.flags |= esmSyntax
	}
	return u, u.wrap(result.Code, result.Map, j.exact)
}

// isNamespace reports whether esbuild found export statements. The name is searched first: it is cheaper, and seldom
// there by chance.
func isNamespace(code []byte) bool {
	return bytes.Contains(code, []byte(moduleName+"_exports")) && namespaceLine.Match(code)
}

// foreignMap reports whether the map m leads anywhere but to the file that was transformed.
func foreignMap(m []byte) bool {
	sources, err := mapSources(m)
	return err == nil && slices.ContainsFunc(sources, func(s string) bool { return !ownSource(s) })
}

// withoutMap returns source without the text of the last comment that is an inline source map.
func withoutMap(source []byte) ([]byte, bool) {
	for i := len(source); ; {
		if i = bytes.LastIndex(source[:i], inlineMap); i < 0 {
			return nil, false
		}
		start := bytes.TrimSpace(source[bytes.LastIndexByte(source[:i], '\n')+1 : i])
		if s := string(start); s != "//#" && s != "//@" {
			continue
		}
		end := bytes.IndexByte(source[i:], '\n')
		if end < 0 {
			end = len(source) - i
		}
		return slices.Concat(source[:i], source[i+end:]), true
	}
}

// wrap puts code into the function that gives a module its variables, on the line of its first statement so that no
// line moves, and fits the map to it.
func (u *unit) wrap(code, sourceMap []byte, exact bool) error {
	prefix := "(function (exports, require, module, __filename, __dirname) {"
	if u.flags&extended != 0 {
		prefix = "(function (exports, require, module, __filename, __dirname, " + requireName + ", " + metaName + ") {"
	}
	suffix := "\n})"
	if u.flags&esmSyntax != 0 {
		// In the inner block an ES module may declare names of its own for what is a parameter here, as many do with
		// __dirname.
		prefix += `"use strict";{`
		suffix = "\n}})"
	}
	// A hashbang is one at the start of a file only; its line stays.
	if bytes.HasPrefix(code, []byte("#!")) {
		n, _ := lineEnd(code)
		code = code[n:]
	}
	mappings, err := fitMap(sourceMap, code, len(prefix), exact)
	if err != nil {
		return err
	}
	u.mappings = mappings
	u.code = prefix + string(code) + suffix
	return nil
}

// position is where an esbuild message is about, both counting from 1.
func position(l *api.Location) (line, column int) {
	if l == nil {
		return 0, 0
	}
	return l.Line, l.Column + 1
}

func syntaxError(m api.Message) error {
	e := &SyntaxError{Text: m.Text}
	e.Line, e.Column = position(m.Location)
	if m.Location != nil {
		e.Source = m.Location.LineText
		if strings.Contains(m.Location.File, "tsconfig") {
			e.File = tsconfigName
		}
	}
	return e
}

var errNoOutput = errors.New("esbuild returned no output")
