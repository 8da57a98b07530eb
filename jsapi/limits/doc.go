// Package limits puts bounds on those built-ins of goja that recurse on the Go stack as deep as their input is nested. Go's stack
// cannot be grown for ever, and its overflow cannot be recovered: it ends the process, every VM with it. What is refused
// here throws an error that JavaScript can catch, far from any depth that a program has use for.
//
//   - Regular expressions made of strings (RegExp, RegExp.prototype.compile, String.prototype's match, matchAll and search):
//     groups nested deeper than [MaxGroups]. A pattern of 1 MB, as a message may well be, was enough.
//   - Prototypes (Object.setPrototypeOf, Reflect.setPrototypeOf, the __proto__ setter): a cycle through a Proxy. The language
//     allows those, but reading an absent property of one never ends.
//
// It is no sandbox. The code of a receiver can still overflow the stack: by eval or Function of text nested half a million deep (goja knows a
// direct eval by the identity of the built-in function, which therefore cannot be wrapped; and text that is run can do worse), and by structures that it builds
// millions of levels deep itself (nested arrays through flat or join, chains of bound functions). JSON.parse, the one that
// a message reaches by itself, is replaced by package engine/vm/decode.
package limits
