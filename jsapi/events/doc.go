// Package events is Node's "events" module: EventEmitter and its static functions. It is JavaScript, because emitters
// call JavaScript from JavaScript, which no crossing into Go would make faster; Go supplies only errors, ticks of the
// event loop, and the log.
//
// Emitters keep their listeners where Node keeps them (_events, _eventsCount, _maxListeners), since published packages
// reach in there. Warnings go to the log, not to process. An emitter never starts work and never swallows an exception.
package events
