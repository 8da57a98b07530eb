package delivery

import (
	"time"

	"github.com/guthega/guthega/engine/vm"
	"github.com/guthega/guthega/sources"
)

// Final is the last word on a message, as the timing line has it.
type Final string

// The outcomes.
const (
	Resolved     Final = "resolved"
	Rejected     Final = "rejected"
	TimedOut     Final = "timedOut"
	Malformed    Final = "malformed"
	DeadLettered Final = "deadLettered"
	// Dropped: it failed, and there is no dead letter.
	Dropped Final = "dropped"
	// Refused: it was not run, or only as a bystander, and its sender is told so.
	Refused Final = "refused"
	// Returned: it goes back to where it came from, uncounted.
	Returned Final = "returned"
	// Unsettled: its dead letter could not be written; the source stops without settling it.
	Unsettled Final = "unsettled"
)

func failure(k sources.Kind) Final {
	switch k {
	case sources.Timeout:
		return TimedOut
	case sources.Malformed:
		return Malformed
	case sources.Unavailable:
		return Refused
	case sources.Stopped:
		return Returned
	default:
		return Rejected
	}
}

// Outcome is what became of a message.
type Outcome struct {
	Verdict  Final
	Result   sources.Result
	Err      *sources.Error // of the last attempt; nil when it resolved
	Attempts int
	// Started is the last attempt's start; zero if none started. The durations are sums over the attempts, so that
	// pauses between them do not count.
	Started                time.Time
	Queued, Duration, Busy time.Duration
	ColdStart              bool
	Init                   time.Duration

	reruns int
}

func (o *Outcome) add(v vm.Verdict) {
	o.Result, o.Err = v.Result, v.Err
	s := v.Stats
	if !s.Started.IsZero() {
		o.Started = s.Started
	}
	o.Queued += s.Queued
	o.Duration += s.Duration
	o.Busy += s.Busy
	if s.ColdStart {
		o.ColdStart = true
		o.Init += s.Init
	}
}

// Error is the verdict for the source; nil means done.
func (o *Outcome) Error() error {
	if o.Err == nil {
		return nil
	}
	return o.Err
}
