// Package timers is Node's timers: setTimeout, setInterval, setImmediate, what clears them, queueMicrotask, and the
// promise versions of setTimeout and setImmediate (timers/promises, also reached through util.promisify).
//
// Callbacks run as turns of the host's loop, which keeps their order and attributes them to the message that made them.
// What a callback throws is returned to the loop and reported there, never swallowed. The package measures no time and
// starts no goroutine itself.
package timers
