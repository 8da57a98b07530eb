// Package npm installs a receiver's packages: from the registry, or from tarballs and folders that are named, into a
// store on disk, as npm would have laid them out, with an npm lockfile that says what was chosen.
//
// An Installer takes a Request (what the root depends on, and where its lock is) to a Result (the folder of a complete
// node_modules, and what it is made of). The parts are packages of their own: npmrc says which registry and with which
// credentials, registry talks to it, spec and semver read what dependencies ask for, tree decides what goes where, lock
// reads and writes package-lock.json's form, store keeps the packages.
//
// It never runs a package's scripts, never executes or loads what it fetches, and never changes a folder but the store
// and the lock. Where lock and store have everything it makes no connection.
package npm
