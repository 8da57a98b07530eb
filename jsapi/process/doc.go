// Package process is Node's process object, as far as one means something for a receiver: one of many VMs inside a
// process that is not its own.
//
// It shows only the environment variables that the permissions list, writes stdout and stderr to the log line by line,
// and never ends, signals or moves the process: exit, abort, kill and chdir throw ERR_ACCESS_DENIED. Versions are those
// of the Node release whose behaviour the host modules follow. The host, not this package, emits events such as
// "unhandledRejection".
package process
