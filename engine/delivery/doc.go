// Package delivery decides what becomes of a message: how often it is tried and after which pauses, and when it goes
// to the dead letter (contract §6). It settles nothing itself: its Outcome tells the source how to.
package delivery
