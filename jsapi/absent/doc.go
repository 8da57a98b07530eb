// Package absent is the modules of Node's that have nothing to offer in a receiver but that packages require all the
// same, most without ever using them: worker_threads, cluster, child_process, http2, inspector, repl, v8, trace_events,
// wasi, domain, sea and test. They have the names that code looks for when it is loaded, say truthfully that there is
// nothing (isMainThread, isPrimary, isSea), and throw ERR_ACCESS_DENIED, with the reason, on use.
//
// domain works, for what is thrown while it runs something: an exception from a later callback is the event loop's.
package absent
