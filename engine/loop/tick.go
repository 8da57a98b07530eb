package loop

// Tick runs fn, for the current owner, when the JavaScript that is running now has returned to the host, before any
// pending promise job; ticks made by ticks run too, ticks made by promise jobs when those are done (Node's
// process.nextTick).
func (l *Loop) Tick(fn func() error) {
	l.ticks = append(l.ticks, task{owner: l.owner, local: l.local, fn: fn})
}

// enter calls fn, which calls into the runtime, and runs the ticks that this makes. The JavaScript frame it does so
// from costs about 100 ns.
func (l *Loop) enter(fn func() error) error {
	l.entering, l.enterErr = fn, nil
	_, err := l.trampoline(nil)
	l.entering = nil
	if err == nil {
		err = l.enterErr
	}
	return err
}

// runTicks runs ticks until none is left. It is called from within a JavaScript frame.
func (l *Loop) runTicks() {
	if l.enterErr != nil && Fatal(l.enterErr) {
		l.ticks = nil
		return
	}
	for len(l.ticks) > 0 {
		ticks := l.ticks
		l.ticks = nil
		for i, t := range ticks {
			l.become(t.owner)
			l.local = t.local
			err := t.fn()
			if err == nil {
				continue
			}
			if Fatal(err) {
				l.enterErr = err
				return
			}
			l.uncaught(t.owner, err)
			ticks[i] = task{}
		}
	}
	l.local = nil // a job that the tracker is not told of follows, perhaps, and is not the last tick's
}
