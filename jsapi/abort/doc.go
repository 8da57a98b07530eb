// Package abort is the DOM's way of telling and stopping: Event, CustomEvent, EventTarget, AbortController, AbortSignal
// (WHATWG DOM) and DOMException (Web IDL), with the behaviour and error codes of Node 20. Its exports are the globals of
// these names and, as the module "internal/events", what other host modules build on.
//
// Everything is JavaScript but the clock, the errors and the timer of AbortSignal.timeout, which never keeps the loop
// alive. For Go there are NewSignal, cheap enough to be made for every message, and Reason. What a listener throws goes
// to the loop as an uncaught exception, never to whoever dispatched the event.
package abort
