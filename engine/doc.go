// Package engine joins one source to one receiver: it hands each message to delivery, writes its timing line, and
// stops in two stages: soft (take nothing new, finish what is in flight), then hard (interrupt it, give it back).
//
// It imports no concrete source and knows nothing of JavaScript.
package engine
