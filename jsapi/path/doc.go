// Package path is Node's "path" module: the lexical handling of POSIX and Windows file names, with Node 20's results for
// every input, its errors included. The main exports are the POSIX ones on every system, since receivers are written for
// servers; path.win32 is the other flavour.
//
// It touches no file; only resolve and relative ask for the process's working directory. Strings are handled as UTF-8,
// so a lone surrogate in a name becomes U+FFFD.
package path
