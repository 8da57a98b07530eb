// Package loop is the event loop of one JavaScript runtime: one goroutine that runs turns, one after the other. A turn
// is a task posted from elsewhere, a due timer or an immediate, with the ticks and promise jobs that it leaves behind.
//
// Every turn belongs to an Owner, or to nobody. What a turn schedules (timers, reservations, ticks, promise jobs)
// belongs to the owner that was current when it was scheduled, so that time, log lines and failures find their way
// back across awaits. The loop knows nothing of what owners are. Beside the owner travels what JavaScript keeps by
// asynchronous context (Local).
package loop
