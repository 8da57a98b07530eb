// Package spec reads package specifiers: what stands beside a dependency's name in package.json ("^1.2.3", "latest",
// "npm:got@16", "file:../x.tgz", an address of a tarball), and on npm's command line ("name@spec"). It follows npm's
// npm-package-arg, and says which names a package may have.
//
// It never looks whether something is there, in the registry or on disk. What guthega cannot install (git repositories,
// link:, workspace: and the like) has a kind as well: a tree can name such a dependency, and refuse it only when it is
// to be fetched.
package spec
