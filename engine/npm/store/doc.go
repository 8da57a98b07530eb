// Package store keeps npm packages on disk, unpacked, by what they hash to, and builds node_modules folders of them.
//
// Add streams a tarball once: it is hashed, gunzipped and unpacked on the way into a folder of its own, which becomes
// visible, by one rename, only when the whole of it matches its hash. What is visible is complete, read-only and never
// changed. Tree makes a node_modules folder of hard links to such packages and shows it the same way.
//
//	<root>/packages/<algorithm>/<2 hex>/<rest of the hash>/files/…   a package, and info.json beside files
//	<root>/trees/<id>/node_modules/…                                 a tree
//	<root>/tmp/<random>/…, <random>.lock                             work under way, and whose it is
//
// Any number of processes may share a store, and any of them may be killed at any moment: what it leaves in tmp is
// removed by the next Open. Where two add the same package both work, and the second to finish takes what the first
// has shown; waiting for the other's download would save little, and hang with it. A store that cannot be written
// serves what it has.
//
// It never fetches, never runs anything, never reads what it has not verified, and never changes or deletes what is
// visible. It does not call fsync: it is safe against the death of processes; after a power cut files may be empty on
// some file systems, and the store is to be deleted.
package store
