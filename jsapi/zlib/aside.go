package zlib

import (
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/guthega/guthega/jsapi"
)

// maxAside is how many pieces of work of one VM run at once. It is the size of libuv's thread pool.
const maxAside = 4

// aside runs work away from the VM's goroutine.
type aside struct {
	slots  chan struct{}
	closed chan struct{}
	over   atomic.Bool
}

func newAside(loop jsapi.Loop) *aside {
	a := &aside{slots: make(chan struct{}, maxAside), closed: make(chan struct{})}
	loop.OnClose(sync.OnceFunc(func() {
		a.over.Store(true)
		close(a.closed)
	}))
	return a
}

// run does work on a goroutine and comes back with then, unless the VM is closed before.
func (a *aside) run(back jsapi.Reservation, work func(), then func() error) {
	go func() {
		select {
		case a.slots <- struct{}{}:
		case <-a.closed:
			back.Release()
			return
		}
		if !a.over.Load() {
			work()
		}
		<-a.slots
		back.Resume(then)
	}()
}

// guarded makes a failure of a panic: hostile data may find a defect in a library, and must not end the program.
func guarded(work func() (int, error)) (n int, err error) {
	defer func() {
		if r := recover(); r != nil {
			n, err = 0, dataError(fmt.Sprintf("internal error: %v", r))
		}
	}()
	return work()
}
