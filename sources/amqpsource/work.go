package amqpsource

import (
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"

	"github.com/guthega/guthega/sources"
)

// job is one delivery for a worker.
type job struct {
	delivery amqp.Delivery
	session  *session
}

// work is a job with the message made of it.
type work struct {
	job
	message sources.Message
}

// worker calls the handler for one message at a time. at is that message, for DeadLetter to find: it is given nothing
// but the message.
type worker struct{ at atomic.Pointer[work] }

// comebackPause is how long a message waits that is put back without anybody stopping: what could not run a moment ago
// cannot run now either, and the broker would deliver it at once.
const comebackPause = 100 * time.Millisecond

func (r *run) startWorkers() {
	var working sync.WaitGroup
	for i := range r.source.workers {
		working.Go(func() {
			for j := range r.jobs {
				r.work(&r.source.workers[i], j)
			}
		})
	}
	go func() {
		working.Wait()
		close(r.idle)
	}()
}

func (r *run) work(at *worker, j job) {
	w := &work{job: j, message: r.source.message(j)}
	at.at.Store(w)
	defer at.at.Store(nil)
	err := r.judge(w)
	settler, tag := j.session.settler, j.delivery.DeliveryTag
	if err == nil {
		settler.ack(tag)
		return
	}
	switch sources.KindOf(err) {
	case sources.Unavailable, sources.Stopped:
		r.holdBack(j.session)
		settler.giveBack(tag)
	case sources.Fatal:
		if errors.Is(err, errLost) { // whether its dead letter can be written is for those who have it now to find out
			return
		}
		r.stop(err) // unsettled: it goes back when the connection closes
	default:
		settler.ack(tag)
	}
}

// holdBack waits for comebackPause, unless there is a reason for everything to go back.
func (r *run) holdBack(o *session) {
	if r.soft.Err() != nil {
		return
	}
	t := time.NewTimer(comebackPause)
	defer t.Stop()
	select {
	case <-t.C:
	case <-r.soft.Done():
	case <-o.lost:
	}
}

// judge calls the handler. A panic is a bug in what is below us: the message stays unsettled and the source stops.
func (r *run) judge(w *work) (err error) {
	defer func() {
		if p := recover(); p != nil {
			r.source.log.Error("The handler panicked", slog.String("requestId", w.message.ID), slog.Any("panic", p),
				slog.String("stack", string(debug.Stack())))
			err = &sources.Error{Kind: sources.Fatal, Name: "Error", Message: fmt.Sprintf("the handler panicked: %v", p)}
		}
	}()
	_, err = r.handler(r.values, &w.message)
	return err
}

// find returns the work of m while its handler runs, nil afterwards.
func (s *Source) find(m *sources.Message) *work {
	for i := range s.workers {
		if w := s.workers[i].at.Load(); w != nil && &w.message == m {
			return w
		}
	}
	return nil
}
