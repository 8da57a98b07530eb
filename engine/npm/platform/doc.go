// Package platform says whether a package is made for where guthega runs: its os, cpu and libc fields against the
// machine, its engines against the version of Node.js that guthega stands in for, as npm's npm-install-checks does.
//
// It refuses nothing: npm installs such packages unless they are optional, and so whoever asks decides.
package platform
