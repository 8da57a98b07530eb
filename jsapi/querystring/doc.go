// Package querystring is Node's "querystring" module. The port that everybody uses throws on a malformed escape, where
// Node never does, and so it is written here; what walks over characters is the engine's own encodeURIComponent and its
// siblings, and Go.
package querystring
