// Package pick chooses the version of a package that a specifier stands for, of those in a registry's metadata. The
// choice is that of npm's npm-pick-manifest: what the tag "latest" names where that will do, else the newest version,
// and rather one that is not deprecated and whose engines are met.
//
// It fetches nothing, and knows no node_modules: that a version which is there already would do is for package tree.
package pick
