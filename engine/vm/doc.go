// Package vm runs a receiver: a VM is a JavaScript runtime with its event loop and one instance of the receiver's
// handler, and serves many messages at once; a Pool spreads messages over VMs, keeps the two clocks (a message's
// timeout, a turn's limit) and replaces VMs that had to be given up.
//
// A message that had to be stopped with its VM is the culprit; the others in that VM are bystanders. The package makes
// one attempt at a message and says which of the two it was. It never retries, settles or logs an outcome: that is
// the engine's.
package vm
