// Package logger is the log object that a receiver's factory is handed, shaped like a winston logger with the seven npm
// levels, and the encoder that writes JavaScript values as the fields of a log line.
//
// It never throws, whatever it is given: what cannot be written is described in its place. It costs next to nothing
// for a level that is off. It knows nothing of where lines go; the host adds timestamp, processor and requestId.
//
// What becomes of the arguments of log.info(message, ...rest):
//
//   - A string message is the line's message. %s %j %o %O and (for what is no object) %d %i %f are filled in from rest
//     as util.format does; what is left of rest goes on.
//   - An Error as message, or in rest, becomes the fields errorName, errorMessage, stack and its own properties. As
//     message it also is the line's message. (winston would glue err.message to the message.)
//   - An object as message with a string property message is that message with the other properties as fields; any
//     other is written as JSON.
//   - A plain object in rest becomes fields, later ones winning; those of child loggers stand first.
//   - A primitive in rest is appended to the message; anything else is collected in the field args.
//
// A field called message, level, timestamp, processor or requestId would break the line and is written as meta.message
// and so on.
package logger
