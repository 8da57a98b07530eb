// Package util is Node's "util" module, with "util/types" and "sys". What prints is package inspect's; what looks into
// objects (types, isDeepStrictEqual) asks Go for their internal slots, so that neither a prototype nor a Symbol.toStringTag
// deceives it; the rest is JavaScript, as in Node.
//
// Not covered: goja has no brand for the iterators of Map and Set and for generators, so types.isMapIterator,
// isSetIterator and isGeneratorObject go by the prototype; transferableAbortSignal and transferableAbortController are
// missing, since nothing can be transferred anywhere; MIMEType is missing.
package util
