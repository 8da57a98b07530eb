// Package jsapitest is a small harness for testing host modules: a runtime with a Host whose Require knows the modules
// under test, an event loop on virtual time, and golden tests that compare what a file of expressions prints with what
// Node printed. It never opens a socket or a file of its own accord but for golden files, and is for tests only.
package jsapitest
