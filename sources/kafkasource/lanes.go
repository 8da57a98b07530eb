package kafkasource

import "sync"

// lane is a row of jobs that are done one at a time, in their order. The pool's lock guards it.
type lane struct {
	first, last *job
	busy        bool // one of its jobs is in the queue or with a worker
}

// pool hands jobs to workers, first come, first served: of every lane the oldest one alone stands in the queue, so that
// no lane, and no partition, can keep the others waiting. It has no bound of its own: the claims bound what they put in.
type pool struct {
	mu          sync.Mutex
	wake        sync.Cond
	first, last *job
	idle        int
	// waking: a worker was woken and has not yet come. It wakes the next itself if there is more to do: one signal for
	// every job would wake workers that find nothing left.
	waking bool
	closed bool
}

func newPool() *pool {
	p := new(pool)
	p.wake.L = &p.mu
	return p
}

// put adds j behind the others of its lane.
func (p *pool) put(j *job) {
	p.mu.Lock()
	defer p.mu.Unlock()
	l := j.lane
	switch {
	case l == nil:
		p.queue(j)
	case !l.busy:
		l.busy = true
		p.queue(j)
	case l.last == nil:
		l.first, l.last = j, j
	default:
		l.last.next, l.last = j, j
	}
}

func (p *pool) queue(j *job) {
	if p.last == nil {
		p.first = j
	} else {
		p.last.next = j
	}
	p.last = j
	p.rouse()
}

func (p *pool) rouse() {
	if p.idle > 0 && !p.waking {
		p.waking = true
		p.wake.Signal()
	}
}

// next gives up done, the worker's last job (nil at first), and waits for another. It returns nil when the pool is closed.
func (p *pool) next(done *job) *job {
	p.mu.Lock()
	defer p.mu.Unlock()
	if done != nil && done.lane != nil {
		done.lane.step(p)
	}
	for p.first == nil {
		if p.closed {
			return nil
		}
		p.idle++
		p.wake.Wait()
		p.idle--
		p.waking = false
	}
	j := p.first
	p.first, j.next = j.next, nil
	if p.first == nil {
		p.last = nil
	} else {
		p.rouse()
	}
	return j
}

// step puts the lane's next job into the queue.
func (l *lane) step(p *pool) {
	j := l.first
	if j == nil {
		l.busy = false
		return
	}
	l.first, j.next = j.next, nil
	if l.first == nil {
		l.last = nil
	}
	p.queue(j)
}

// drop takes away the jobs of c that no worker has, and returns their number.
func (p *pool) drop(c *claim) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	dropped := 0
	var first, last *job
	for j := p.first; j != nil; {
		next := j.next
		j.next = nil
		switch {
		case j.claim == c:
			dropped++
		case last == nil:
			first, last = j, j
		default:
			last.next, last = j, j
		}
		j = next
	}
	p.first, p.last = first, last
	for i := range c.lanes {
		l := &c.lanes[i]
		for j := l.first; j != nil; j = j.next {
			dropped++
		}
		l.first, l.last = nil, nil
	}
	return dropped
}

// close lets the workers end once the queue is empty.
func (p *pool) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = true
	p.wake.Broadcast()
}
