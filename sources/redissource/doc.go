// Package redissource reads messages from Redis in two ways, which are two sources.
//
// PubSub (type redis) subscribes to patterns with PSUBSCRIBE. Redis keeps nothing for a subscriber that is not there: the
// promise is at-most-once. Whatever can be known of a loss is said: each time without a subscription is logged with its
// length and counted. Between the connection and the handlers stands a queue with a bound; when it is full nothing more is
// read, and Redis holds what comes until its own limit (client-output-buffer-limit pubsub), past which it ends the
// connection: a gap like any other.
//
// Streams (type redis-streams) reads streams as a consumer of a group. The promise is at-least-once: an entry is
// acknowledged (XACK) only after its verdict, and after its dead letter is safe. Entries of a consumer that died are claimed
// by the living (XAUTOCLAIM) once they have been idle for ClaimIdle; those in flight are kept from that by a heartbeat,
// however long their handlers take. What is given back can be claimed at once. "Safe" is what Redis calls it: a write that
// its server has confirmed. Whether that survives the server's end is for its persistence and replication.
//
// Both wait for a server that is down, at the start too, and end with an error where waiting cannot help: wrong
// credentials, a command or key that the user may not use, a key of another type. Dead letters go to a stream (DeadLetter).
//
// The package never parses a body, never retries a message, never trims or deletes a stream or an entry of one but a dead
// letter that was put back, and never writes a password into an error or a log line.
package redissource
