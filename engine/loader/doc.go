// Package loader finds a receiver and loads its JavaScript the way Node does.
//
// Load turns a module name into a Bundle: the receiver's entry file, and every file that is required from it on the
// way, each read, transformed (esbuild: TypeScript and ES modules to CommonJS, syntax goja lacks lowered) and compiled
// once a process. Bundle.Instantiate gives one VM its module cache and its require(), with Node's resolution:
// node_modules, package.json main, exports and imports maps, self-reference, symbolic links. Source maps are kept, so
// that stacks name the author's file, line and column. Bundle.Check lists what cannot be resolved without running it.
//
// It never runs anything but the receiver's own modules, never fetches (Options.Install does, where there is one),
// never reads what no require names, and knows no event loop, no message and no host module: what Node builds in comes
// from the caller.
package loader
