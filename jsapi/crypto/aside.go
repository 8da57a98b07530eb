package crypto

import (
	"sync"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// maxAside is how many key derivations of one VM run at once. It is the size of libuv's thread pool: a scrypt takes
// 16 MB and more, and a thousand of them at once would take that a thousand times.
const maxAside = 4

// aside runs work away from the VM's goroutine.
type aside struct {
	slots  chan struct{}
	closed chan struct{}
}

func newAside(loop jsapi.Loop) *aside {
	a := &aside{slots: make(chan struct{}, maxAside), closed: make(chan struct{})}
	loop.OnClose(sync.OnceFunc(func() { close(a.closed) }))
	return a
}

// run comes back with what work returns, unless the VM is closed before work's turn.
func (a *aside) run(back jsapi.Reservation, work func() []byte, then func([]byte) error) {
	go func() {
		select {
		case a.slots <- struct{}{}:
		case <-a.closed:
			back.Release()
			return
		}
		out := work()
		<-a.slots
		back.Resume(func() error { return then(out) })
	}()
}

// derive runs work, which may touch nothing of JavaScript's, and gives callback (null, wrap(its result)).
func (m *module) derive(callback goja.Callable, wrap func([]byte) goja.Value, work func() []byte) {
	if m.aside == nil {
		m.aside = newAside(m.h.Loop)
	}
	m.aside.run(m.h.Loop.Reserve(), work, func(out []byte) error {
		_, err := callback(goja.Undefined(), goja.Null(), wrap(out))
		return err
	})
}

// buffer makes a Buffer on b.
func (m *module) buffer(b []byte) goja.Value { return jsapi.NewBuffer(m.h, b) }

// arrayBuffer makes an ArrayBuffer on b.
func (m *module) arrayBuffer(b []byte) goja.Value { return m.rt.ToValue(m.rt.NewArrayBuffer(b)) }
