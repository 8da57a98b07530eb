// Package readline is Node's "readline" and "readline/promises" over a stream: lines, questions, and the asynchronous
// iterator.
//
// Not covered: there is no terminal, so nothing is edited, completed, kept in a history or moved about: such options are
// taken and do nothing, and the functions that move a cursor write their escape sequences to the stream they are given.
package readline
