// Package services starts the real servers that guthega is tested against: npm's registry Verdaccio now, and the brokers,
// each in a file of its own.
//
// A server is a child process on a loopback port that nobody else can take, with its data in a scratch folder. It is
// started with a context, which ends the starting only; it answers when its Start has returned; and it can be stopped and
// started again on the same port with the same data. Close ends it and removes its folder. On Linux it also dies when the
// process that started it is killed, and what it has started dies with it.
//
// Everything works outside tests too, with contexts and errors: for benchmarks, and for `make services`. The functions
// that take a testing.TB (Verdaccio) start a server for one test and close it at the test's end. Where a server cannot be
// had, for want of Node say, they skip the test and say what is missing; with CI=true in the environment they fail it.
//
// What is not Go comes from where its maintainers publish it, pinned and by hash: Verdaccio from npm, by the lock in
// test/verdaccio, which is installed when it is first needed. The package never uses what a machine happens to run
// already, never a fixed port, and holds no state: two servers of a kind do not know of each other.
package services
