// Package stdinsource reads messages from standard input, one for each line, and writes their results to standard
// output, one line each, in the order of the input.
//
// With the formats json and text a line is a message: without its end (LF or CRLF), blank lines left out, the last one
// with or without a line end. With the format binary the whole input is one message, as in
// `guthega < picture.png`; an empty input is none.
//
// A line that was done gives a line of JSON on the output (null when the handler resolved with undefined). One that
// failed gives none: it is appended to a dead-letter file, whose path and form DeadLetter describes. Of a line longer
// than the limit only the beginning is kept: a part of a text could pass for the whole, so it is a message with a Fault,
// which no JavaScript sees and whose dead letter is that beginning. It keeps its place in the order.
//
// The promise is at-least-once for whoever keeps the input: nothing marks a line as read, so after a crash the input
// is read again. After a stop the log names the first line that was not processed.
//
// It never parses a line and never retries.
package stdinsource
