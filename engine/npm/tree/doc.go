// Package tree decides which packages an installation consists of and in which folder each of them goes: npm's "ideal
// tree". The placement is npm's (since version 7), so that a receiver finds on guthega what it finds after `npm install`:
// a package goes as high up as it can without hiding another from those who need it, the newest version highest; peer
// dependencies go beside those who have them, as a set.
//
// # How it works
//
// A Node is a folder in the tree, an Edge a dependency. An edge always knows what it resolves to, by Node.js's rule (the
// nearest node_modules upwards), and whether that satisfies it. Build takes nodes from a queue, shallow ones first and
// then by name; for each edge that is not satisfied it finds a package, gathers the peers that must go with it under a
// virtual root (a tree of its own, with the dependencies of the one that asks), and looks for the place: whether a
// target takes the set (fit), then what has to be moved, replaced or looked at again (placement).
//
// # What it never does
//
// It fetches nothing itself, and reads or writes no file: a Registry does. It never looks at devDependencies, since
// what runs a receiver does not develop it.
package tree
