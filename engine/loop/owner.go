package loop

import "time"

// Owner returns whose turn it is; nil is nobody's.
func (l *Loop) Owner() Owner { return l.owner }

// Become makes owner current, within a turn, and charges the time since the last change to the one before.
func (l *Loop) Become(owner Owner) { l.become(owner) }

func (l *Loop) become(owner Owner) {
	if owner == l.owner {
		return
	}
	now := l.now()
	if l.owner != nil {
		l.owner.Busy(time.Duration(now - l.since))
	}
	l.set(owner, now)
}

func (l *Loop) set(owner Owner, now int64) {
	l.owner, l.since = owner, now
	if l.hooks.Became != nil {
		l.hooks.Became(owner)
	}
}

// Settle charges the current owner for the time until now, so that its account is complete in the midst of a turn.
func (l *Loop) Settle() {
	if l.owner == nil {
		return
	}
	now := l.now()
	l.owner.Busy(time.Duration(now - l.since))
	l.since = now
}

// tracker carries the owner across promise jobs. Goja calls it for the reactions of promises and for await; a job
// that it does not track (the then of a foreign thenable) runs for nobody rather than for whoever came before it.
type tracker struct{ l *Loop }

func (t tracker) Grab() any { return t.l.owner }

func (t tracker) Resumed(ctx any) {
	owner, _ := ctx.(Owner)
	t.l.become(owner)
}

func (t tracker) Exited() { t.l.become(nil) }
