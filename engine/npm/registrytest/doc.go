// Package registrytest is an npm registry inside the test's process: packages are published to it as Go values, every
// request is recorded, and any path can be made to fail in the ways that registries and networks do.
//
// It serves abbreviated and full documents, gzip, ETags and tarballs over HTTP on a loopback port that the system
// chooses, and ends with the test. It is for tests only, keeps everything in memory and checks nothing of what is
// published: hostile packages are what it is for.
package registrytest
