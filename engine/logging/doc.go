// Package logging writes guthega's log: JSON lines with winston's level names (contract §8), through logrus, encoded
// without reflection and buffered.
//
// Lines are never dropped: when the output is full, Log blocks. They reach the output within 100 ms, within 10 ms when
// nothing else is logged, and at once at warn and above.
package logging
