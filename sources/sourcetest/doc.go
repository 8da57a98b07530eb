// Package sourcetest is the conformance suite of sources: what every source must do with a message, whatever it reads
// from, checked through nothing but sources.Source and a small driver (Harness) that a source's own tests supply.
//
// The suite plays the engine: it gives the verdicts, and writes the dead letters where the source has a place for them,
// as the engine would. What a source cannot do is declared in Traits and then checked the other way round; no scenario
// is passed over in silence.
//
// It tests no message format, no retry policy and no broker; a source's own tests do the last.
package sourcetest
