// Package conf holds the two config files of a guthega process: which receiver runs and within what limits, and which
// source feeds it. It reads them, fills in the defaults, and reports everything that is wrong with them at once, each
// problem with its JSON path. The files that ship lie beside the code and are embedded.
//
// # Strictness
//
// A file is one JSON text (RFC 8259) in UTF-8: no comments, no trailing commas, no duplicate keys. A key that is not
// known is an error that names the nearest one that is; only a receiver's "properties" are free-form, and they are
// kept byte for byte. Durations are strings ("250ms", "1m30s", "3d"), sizes are bytes or strings ("512MiB", "500MB").
// Where the NodeJS guthega had plain numbers they stay: Kafka's sessionTimeout (milliseconds) and AMQP's heartbeat
// (seconds).
//
// # Variables
//
// Inside any string value "${NAME}" becomes the variable's text, and "${NAME:-default}" the default when NAME is unset
// or empty; the default holds no braces. "$${" stands for "${" itself. Keys are left alone. Numbers and booleans may
// be given as a string with a variable in it: "port": "${PORT:-3001}". In a receiver's properties a string stays a
// string whatever the variable holds.
//
// # Where an option may stand in a source file
//
// The options that every source has (format, deadLetter, deadLetterTimeout, drainTimeout), those of http but for host
// and port, and Kafka's order stand either beside "type" or inside "properties"; in both it is an error. The host and
// port of http may stand beside "type", in "properties" and in "properties.connection"; where they stand more than
// once they must agree. Everything else has one place.
//
// # What it never does
//
// It opens nothing but the file it was told to, looks at no environment but through the Lookup it is given, starts no
// goroutine, and knows neither sources, engine nor JavaScript: the command turns these types into theirs. It never
// writes the text of a variable, of a password or of a URL into a message, but for numbers that are out of range.
package conf
