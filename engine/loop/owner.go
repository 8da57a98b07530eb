package loop

import (
	"time"

	"github.com/dop251/goja"
)

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

// Local returns what SetLocal has set, which travels with the owner to all that is scheduled meanwhile: timers,
// immediates, ticks, reservations and promise jobs. A posted turn begins with nil. It carries what JavaScript keeps by
// asynchronous context (AsyncLocalStorage); the loop does not look into it.
func (l *Loop) Local() *goja.Object { return l.local }

// SetLocal changes the current turn's or promise job's Local from here on.
func (l *Loop) SetLocal(local *goja.Object) { l.local = local }

// Settle charges the current owner for the time until now, so that its account is complete in the midst of a turn.
func (l *Loop) Settle() {
	if l.owner == nil {
		return
	}
	now := l.now()
	l.owner.Busy(time.Duration(now - l.since))
	l.since = now
}

// tracker carries the owner and the local across promise jobs. Goja calls it for the reactions of promises and for await;
// a job that it does not track (the then of a foreign thenable) runs for nobody rather than for whoever came before it.
type tracker struct{ l *Loop }

// frame is an owner with a local. Most owners have none, and then are their own context: that way a promise job costs no
// allocation.
type frame struct {
	owner Owner
	local *goja.Object
}

func (t tracker) Grab() any {
	l := t.l
	if l.local == nil {
		return l.owner
	}
	if f := l.frame; f == nil || f.owner != l.owner || f.local != l.local {
		l.frame = &frame{l.owner, l.local}
	}
	return l.frame
}

func (t tracker) Resumed(ctx any) {
	l := t.l
	if f, ok := ctx.(*frame); ok {
		l.become(f.owner)
		l.local, l.frame = f.local, f
		return
	}
	owner, _ := ctx.(Owner)
	l.become(owner)
	l.local = nil
}

func (t tracker) Exited() {
	t.l.become(nil)
	t.l.local = nil
}
