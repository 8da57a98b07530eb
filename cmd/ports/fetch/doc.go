// Package fetch makes the archive of ports (package jsapi/node) with guthega's npm client: it gets the packages that are
// packed from the registry or the store, verified by the hashes of the lock, and nothing else of the lock.
package fetch
