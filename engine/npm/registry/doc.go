// Package registry is a client of the npm registry protocol: it fetches what a registry knows of a package (its
// packument: versions, dist-tags, manifests) and streams tarballs.
//
// Metadata is kept in a folder and revalidated; requests are repeated where that may help; every failure is a type that
// says package, host, status and what to do. Credentials go to the host and path they were configured for, and are in no
// error and no event. Documents are never decoded whole: one pass over the bytes notes where each version's manifest is,
// and those that are asked for are decoded then.
//
// It never chooses a version, unpacks anything or checks a hash: that is done by who reads the tarball.
package registry
