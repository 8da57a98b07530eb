// Package manifest reads what a package says of itself: package.json, and the version objects of a registry's metadata,
// which have the same members and a dist.
//
// The registry has packages from fifteen years in which nothing checked these fields, so Parse is as lenient as npm: a
// member of the wrong type counts as absent. It never fetches, resolves or judges anything.
package manifest
