package vm

import (
	"time"

	"github.com/guthega/guthega/sources"
)

// Verdict is how one attempt at a message ended.
type Verdict struct {
	// Result is what the handler resolved with; Err is nil then.
	Result sources.Result
	Err    *sources.Error
	// Bystander: the message merely shared a VM with one that had to be stopped (Err is Unavailable).
	Bystander bool
	// Culprit: its VM had to be given up because of it. Another attempt should be made alone.
	Culprit bool
	Stats   Stats
}

// Stats is what an attempt cost.
type Stats struct {
	// Started is when the handler's VM took the message up; zero if none did.
	Started time.Time
	// Queued is the time from Do to Started, Duration from Started to the verdict, and Busy what of that the VM
	// spent on this message.
	Queued, Duration, Busy time.Duration
	// ColdStart: it was its VM's first message; Init is how long loading the receiver and its factory took.
	ColdStart bool
	Init      time.Duration
}

// Attempt is how to try a message.
type Attempt struct {
	// Number counts from 1 and is the handler's messageContext.attempt.
	Number int
	// Alone gives the message a VM of its own, closed afterwards.
	Alone bool
	// NoResult leaves the verdict without a Result, whatever the handler resolves with.
	NoResult bool
	// GiveUp, when closed while the message still waits for a place, ends the wait: the verdict is Unavailable.
	GiveUp <-chan struct{}
}
