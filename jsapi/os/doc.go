// Package os is Node's "os" module: facts about the machine that the process runs on. What a receiver could use to
// change the machine (setPriority) is denied.
//
// Not covered: cpus and networkInterfaces' details that Go's standard library does not tell (clock rates outside Linux;
// times are of the whole machine and only there). userInfo tells the ids and the home of the process's user, from the
// environment and the user database; options.encoding "buffer" is not heeded.
package os
