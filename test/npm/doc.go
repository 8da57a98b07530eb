// Command npm compares guthega's npm client with npm itself, on this machine and in one run.
//
//	go run ./test/npm -guthega bin/guthega trees    # do both choose the same packages, in the same places?
//	go run ./test/npm -guthega bin/guthega speed    # how long do both take, against one local Verdaccio?
//
// trees takes the packages of compat.json together, and each package of conflicts.txt by itself; both sides read the
// registry that npm is configured for. speed installs the packages of compat.json: cold (nothing on this machine), warm
// (what was downloaded is kept, the lock too, node_modules is not) and again (nothing was removed); the two take turns.
// Verdaccio is filled beforehand. npm gets --ignore-scripts, since guthega never runs any.
//
// It needs npm; it is for people and for .ci/run (-quick), and asserts nothing about time but with -strict.
package main
