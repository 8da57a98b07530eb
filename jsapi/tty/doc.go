// Package tty is Node's "tty" for receivers, who have no terminal: nothing is one, and none can be opened. The classes
// exist to be asked about.
package tty
