// Package console is Node's console, written to the receiver's log: log, info, dir, table and the like at info, warn and
// a failed assert at warn, error at error, debug and trace at debug (trace carries its stack). A line's message is what
// Node would print, groups indented; it has no fields.
//
// It writes to no stream, has no colours, and never throws, whatever it is given.
package console
