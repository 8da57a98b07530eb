// Package httpsource receives messages over HTTP: every POST, on any path, is one message, and its reply is the
// verdict.
//
// A body becomes a sources.Message when it has been read whole, within its limits and decompressed; the result comes
// back as JSON with the requestId and the time of receipt added. Whatever goes wrong has a status, a JSON body and a
// requestId too. A POST that cannot be taken (413, 415, 408, a body cut off, 503 during a drain) is a message with a
// Fault, so that it has its timing line as every message has; the status is decided here all the same. A request with
// another method is no message: it gets a 405 and a line in the log at level http. The delivery promise is at-most-once: the sender waits for the verdict and repeats the request
// itself (Features.CallerRetries).
//
// A stop loses no reply: requests in flight are finished, requests that arrive late are told to come back, and
// connections are closed only once they are quiet. See drain.go.
//
// It never parses a body, never runs JavaScript, never retries, and writes no dead letter.
package httpsource
