package delivery

import (
	"context"
	"math/rand/v2"
	"time"

	"github.com/guthega/guthega/engine/vm"
	"github.com/guthega/guthega/sources"
)

// Policy says how often and how fast a message that failed is tried again.
type Policy struct {
	// Attempts is the most that a message gets, at least 1.
	Attempts int
	// InitialBackoff is the pause after the first attempt; it doubles up to MaxBackoff.
	InitialBackoff, MaxBackoff time.Duration
	// Jitter shortens each pause by a random part of up to half, so that messages that failed together do not come
	// back together.
	Jitter bool
}

// maxReruns is how often a bystander is run again without counting an attempt.
const maxReruns = 5

// Deliverer delivers messages. It has no state of its own and is safe for concurrent use.
type Deliverer struct {
	Policy Policy
	// Features are the source's.
	Features sources.Features
	// Try makes one attempt (vm.Pool's Do).
	Try func(m *sources.Message, a vm.Attempt) vm.Verdict
	// Letters takes the messages that failed for good; nil drops them.
	Letters *Letters
	// Failed is told of every failed attempt; retryIn is zero when there will be no other.
	Failed func(m *sources.Message, attempt int, err *sources.Error, retryIn time.Duration)
}

// Deliver tries m until it has an outcome. soft ends at the soft stop: what has not started, or waits to be tried
// again, is returned then. hard ends at the hard stop.
func (d *Deliverer) Deliver(soft, hard context.Context, m *sources.Message) Outcome {
	o := Outcome{Attempts: 1}
	giveUp := soft.Done()
	switch {
	case d.Features.CallerRetries: // what the caller was promised an answer to has nowhere to be returned to
		giveUp = nil
	case m.Revoked != nil:
		giveUp = m.Revoked
	}
	if !d.admit(giveUp, &o) {
		return o
	}
	if m.Fault != nil {
		o.Err = m.Fault
		if m.Fault.Kind == sources.Unavailable {
			o.Verdict = Refused
			return o
		}
		if !d.Features.CallerRetries { // whose reply says it; here its dead letter or its loss is at stake
			d.Failed(m, o.Attempts, o.Err, 0)
		}
		return d.fail(hard, m, o)
	}
	for alone := false; ; {
		v := d.Try(m, vm.Attempt{Number: o.Attempts, Alone: alone, NoResult: d.Features.NoResults, GiveUp: giveUp})
		o.add(v)
		if v.Err == nil {
			o.Verdict = Resolved
			return o
		}
		if v.Bystander && !d.Features.CallerRetries && o.reruns < maxReruns {
			o.reruns++
			alone = o.reruns == maxReruns // the last time without neighbours
			continue
		}
		if !v.Bystander || d.Features.CallerRetries {
			switch v.Err.Kind {
			case sources.Unavailable:
				o.Verdict = Refused
				return o
			case sources.Stopped:
				o.Verdict = Returned
				return o
			}
		}
		pause, again := d.next(&o, v.Err)
		d.Failed(m, o.Attempts, v.Err, pause)
		if !again {
			return d.fail(hard, m, o)
		}
		if !wait(giveUp, pause) {
			o.Verdict = Returned
			o.Err = &sources.Error{Kind: sources.Unavailable, Name: v.Err.Name, Message: v.Err.Message, Err: v.Err}
			return o
		}
		o.Attempts++
		alone = v.Culprit
	}
}

// next says whether another attempt is due after err, and after which pause.
func (d *Deliverer) next(o *Outcome, err *sources.Error) (pause time.Duration, again bool) {
	if d.Features.CallerRetries || err.Kind == sources.Permanent || err.Kind == sources.Malformed ||
		o.Attempts >= d.Policy.Attempts {
		return 0, false
	}
	return max(d.Policy.backoff(o.Attempts), err.RetryAfter, 1), true
}

// backoff is the pause after that many attempts.
func (p Policy) backoff(attempts int) time.Duration {
	d := p.InitialBackoff
	for range attempts - 1 {
		if d >= p.MaxBackoff/2 {
			d = p.MaxBackoff
			break
		}
		d *= 2
	}
	d = min(d, p.MaxBackoff)
	if p.Jitter && d > 1 {
		d -= rand.N(d / 2)
	}
	return d
}

// admit waits while dead letters cannot be written: taking more in would only make more messages that cannot be settled.
// It returns false when the message is to be given back instead.
func (d *Deliverer) admit(giveUp <-chan struct{}, o *Outcome) bool {
	if d.Letters == nil || d.Letters.gate.wait(giveUp) {
		return true
	}
	o.Verdict, o.Attempts = Returned, 0
	o.Err = &sources.Error{Kind: sources.Unavailable, Name: "AbortError", Message: "dead letters could not be written"}
	return false
}

// wait returns false when giveUp came first.
func wait(giveUp <-chan struct{}, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-giveUp:
		return false
	}
}

// sleep returns false when ctx ended first.
func sleep(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// fail ends a message that will not be tried again. Where it is to be settled as failed, its error must not say that it
// is to be given back, as a bystander's does.
func (d *Deliverer) fail(hard context.Context, m *sources.Message, o Outcome) Outcome {
	if !d.Features.CallerRetries && o.Err.Kind == sources.Unavailable {
		e := *o.Err
		e.Kind = sources.Rejected
		o.Err = &e
	}
	switch {
	case d.Features.CallerRetries:
		o.Verdict = failure(o.Err.Kind)
	case d.Letters == nil:
		o.Verdict = Dropped
	default:
		if err := d.Letters.write(hard, m, o); err != nil {
			o.Verdict, o.Err = Unsettled, err
			if err.Kind == sources.Stopped || err.Kind == sources.Unavailable {
				o.Verdict = Returned
			}
			return o
		}
		o.Verdict = DeadLettered
	}
	return o
}
