package vm

import (
	"time"

	"github.com/guthega/guthega/sources"
)

// doAlone runs m in a VM that serves nothing else and is closed afterwards.
func (p *Pool) doAlone(m *sources.Message, a Attempt, queued int64) Verdict {
	refuse := func(e *sources.Error) Verdict {
		return Verdict{Err: e, Stats: Stats{Queued: time.Duration(monotonic() - queued)}}
	}
	select {
	case p.alone <- struct{}{}:
		defer func() { <-p.alone }()
	case <-a.GiveUp:
		return refuse(unavailable("guthega is stopping"))
	case <-p.ctx.Done():
		return refuse(stopped.verdict(nil))
	}
	c := newCall(m, a, queued)
	for wait := firstRetry; ; wait = min(2*wait, lastRetry) {
		v, err := p.make(p.ctx)
		if err == nil && v.submit(c) {
			defer v.kill(nil, nil)
			return <-c.done
		}
		if err == nil {
			err = errDiedYoung
		}
		if p.ctx.Err() == nil {
			p.logNoVM(err, wait)
		}
		if e := p.await(nil, wait, a.GiveUp); e.Kind == sources.Stopped || isClosed(a.GiveUp) {
			return refuse(e)
		}
	}
}

func isClosed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}
