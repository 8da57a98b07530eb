// Package sources holds the words that every source and the engine share: a Message, the Handler that judges it,
// the Source that reads and settles it, and the kinds of Error a verdict can be.
//
// It knows no broker and no JavaScript. A concrete source lives in a package of its own below this one and imports
// nothing of this module but this package.
package sources
