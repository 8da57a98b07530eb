// Package diagnostics is Node's "diagnostics_channel": named channels on which libraries publish what they do, and
// tracing channels, which publish the life of a call. It is JavaScript, since publishers and subscribers are.
//
// Not covered: channels are never collected, as goja has no weak references; there are as many as there are names.
package diagnostics
