// Package semver has versions and version ranges as npm understands them: Semantic Versioning 2.0.0 (semver.org) and the
// range grammar of node-semver, in its loose mode, which npm uses for packages of every age ("v1.2.3", "1.2.3beta",
// "=01.2.3"; the parts of a range that are no comparators are passed over). Engines are read strictly, as npm reads them.
//
// A range comes down to sets of comparators, as in node-semver, and not to intervals: which prereleases it admits, and
// what npm takes for an overlap of two ranges, depends on the comparators that are written there.
//
// It never chooses a version and knows no tags: package pick does.
package semver
