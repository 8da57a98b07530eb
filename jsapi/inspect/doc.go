// Package inspect prints JavaScript values for people, as Node 20's util.inspect and util.format do: the same text for
// the same value, held by a table recorded from Node (testdata).
//
// It never calls a getter of a property that it prints (unless the getters option asks for it), never runs a proxy's
// traps, bounds its output and its depth, and its Go methods never throw: what a hostile object throws is printed in
// place. It consumes no iterator, so it cannot show what a Map's or Set's iterator still holds.
package inspect
