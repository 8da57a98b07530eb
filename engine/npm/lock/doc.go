// Package lock reads and writes npm's lockfile, package-lock.json, in its version 3: which packages a tree consists of,
// where each is and what it hashes to, by the path of its folder. npm documents the members under "package-lock.json".
//
// A lock is written as npm's writer would (order of keys, white space), so that a diff shows only what changed; and read
// strictly where that matters: a lock may come from anybody, and its paths become folders. Members that this package
// does not know are ignored, and not written again; nor are engines that are a list, as in packages of old.
//
// It never fetches or resolves anything, and does not judge whether the packages fit together: package tree does.
//
// # Where packages come from
//
// resolved is the tarball's path below the registry ("lodash/-/lodash-4.17.21.tgz") where it lies there, so that the lock
// holds whatever registry is configured. npm itself writes URLs, which are read too; it would take such a path for a
// file's, so "npm ci" needs the lock with URLs.
package lock
