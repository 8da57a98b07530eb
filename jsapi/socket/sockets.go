package socket

import (
	"context"
	"sync"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// Name is what Host.Require must know this package's Module by.
const Name = "internal/socket"

// Sockets is what one VM has open. Its methods are for the VM's goroutine but for Context.
type Sockets struct {
	h         *jsapi.Host
	ctx       context.Context
	connProto *goja.Object
	lsnrProto *goja.Object
	events    Events
	newBuffer func(b []byte) *goja.Object

	mu     sync.Mutex
	closed bool
	open   map[Closer]struct{}
}

// Closer is closed with the VM, on any goroutine.
type Closer interface{ Shut() }

// Events are the JavaScript functions that handles call, each with the handle's owner (Conn's setOwner) first.
type Events struct {
	// Data gets a Buffer, and Buffer null at the stream's end, or an error's fields instead.
	Data goja.Callable
	// Connection gets the handle of a connection that a listener took, or an error.
	Connection goja.Callable
}

// Module makes the VM's Sockets. Its exports are for Go only; see For.
func Module(h *jsapi.Host) goja.Value {
	ctx, cancel := context.WithCancel(context.Background())
	s := &Sockets{h: h, ctx: ctx, open: map[Closer]struct{}{}}
	s.newBuffer = bufferMaker(h)
	s.connProto = connPrototype(s)
	s.lsnrProto = listenerPrototype(s)
	h.Loop.OnClose(func() {
		cancel()
		s.mu.Lock()
		open := s.open
		s.open, s.closed = nil, true
		s.mu.Unlock()
		for c := range open {
			c.Shut()
		}
	})
	return jsapi.NewState(h.Runtime, s)
}

// For returns the VM's Sockets.
func For(h *jsapi.Host) *Sockets {
	s, ok := jsapi.State[*Sockets](h.Require(Name))
	if !ok {
		panic(h.Runtime.NewTypeError(Name + " is another module"))
	}
	return s
}

// SetEvents says what is called when something happens. Only net calls it, once.
func (s *Sockets) SetEvents(e Events) { s.events = e }

// Context ends when the VM is closed: the one for work on the VM's behalf. It may be used on any goroutine.
func (s *Sockets) Context() context.Context { return s.ctx }

// Add registers what is to be closed with the VM; false means that the VM is closed already.
func (s *Sockets) Add(c Closer) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.closed {
		s.open[c] = struct{}{}
	}
	return !s.closed
}

// Remove takes the registration back, for what is closed earlier.
func (s *Sockets) Remove(c Closer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.open, c)
}

// Open is how many handles the VM has open.
func (s *Sockets) Open() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.open)
}

// bufferMaker is jsapi.NewBuffer with what it looks up every time looked up once.
func bufferMaker(h *jsapi.Host) func(b []byte) *goja.Object {
	rt := h.Runtime
	class := h.Require("buffer").ToObject(rt).Get("Buffer").ToObject(rt)
	construct, ok := goja.AssertConstructor(rt.Get("Uint8Array"))
	if !ok {
		panic(rt.NewTypeError("Uint8Array is no longer a constructor"))
	}
	return func(b []byte) *goja.Object {
		o, err := construct(class, rt.ToValue(rt.NewArrayBuffer(b)))
		if err != nil {
			panic(err)
		}
		return o
	}
}
