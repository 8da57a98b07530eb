// Package regexp gives regular expressions what goja's lack: property escapes (\p{L}, \P{Script=Greek}) in u and v patterns, set
// notation (flag v), match indices (flag d). goja lets \p{…} through and then never matches it.
//
// It replaces the global RegExp, after package limits has put its bounds there, by a constructor that writes such patterns in
// terms goja's engines have: a property becomes a class of code points. Literals come here too, since the loader's esbuild turns those
// with the flags u, v, y or d into calls; text that is compiled by eval or Function keeps goja's literals. The properties are those of
// Go's package unicode and of tables.txt, recorded from Node 20, for the rest. source and flags show what the author wrote.
//
// Not covered, each with a SyntaxError: properties of strings (\p{RGI_Emoji}), \q{…} with more than one character, and the binary properties
// Changes_When_… and Grapheme_Base. The unicode property of a regular expression with flag v is true, as the engine sees it.
package regexp
