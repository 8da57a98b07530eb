package jsapi

import (
	"time"

	"github.com/dop251/goja"
)

// Module makes one host module's exports for one VM. It is called at most once per VM, on the VM's goroutine, when
// the module is first required (or the global first touched), so that what nobody uses costs nothing. It panics with
// a JavaScript value (h.Runtime.NewTypeError(…), …) to throw.
type Module func(h *Host) goja.Value

// Host is one VM as its host modules see it. Its fields may only be used on the VM's goroutine, but for what a
// Reservation says of itself.
type Host struct {
	Runtime     *goja.Runtime
	Loop        Loop
	Log         Logger
	Permissions *Permissions
	// Require returns the exports of another host module ("events", "buffer", …), instantiating it when need be. It
	// panics with a JavaScript error when there is none by that name.
	Require func(name string) goja.Value
}

// Loop is the event loop as host modules see it. All methods but Reservation's are for the VM's goroutine only.
type Loop interface {
	// Timer runs fn once after delay, and then every delay again if repeat; timers of equal due time run in the
	// order they were made. Delays below 1 ms, and those above 2^31-1 ms, become 1 ms, as in Node. What fn panics
	// with or returns is reported, never swallowed. The turn belongs to the message that made the timer.
	Timer(delay time.Duration, repeat bool, fn func() error) Timer
	// Immediate runs fn after the tasks that are ready now, before the loop waits again.
	Immediate(fn func() error) Timer
	// Tick runs fn before any pending promise job, when the JavaScript that is running now has returned to the host.
	Tick(fn func() error)
	// Reserve announces that work elsewhere (a goroutine) will come back with a turn for the message that is
	// current now. The loop counts as alive until it does.
	Reserve() Reservation
	// OnClose runs fn when the VM is closed, on whatever goroutine closes it, last registered first. The function it
	// returns takes the registration back.
	OnClose(fn func()) (cancel func())
}

// Timer is a pending timer or immediate.
type Timer interface {
	// Stop takes it out; stopping twice, or after it ran, does nothing.
	Stop()
	// Refresh starts its delay anew, also after it ran.
	Refresh()
	// SetRef says whether it keeps the loop alive; it does when made.
	SetRef(on bool)
	HasRef() bool
	// Pending reports whether it is still to run.
	Pending() bool
}

// Reservation is one promised turn of the loop. Exactly one of its methods must be called, once, from any goroutine.
type Reservation interface {
	// Resume runs fn on the VM's goroutine. It returns false when the VM is closed; fn will then never run.
	Resume(fn func() error) bool
	// Release gives the reservation up.
	Release()
}

// Level is one of winston's seven npm levels.
type Level uint8

// The levels, most severe first.
const (
	Error Level = iota
	Warn
	Info
	HTTP
	Verbose
	Debug
	Silly
)

// Levels are the names of the levels, indexed by Level.
var Levels = [...]string{"error", "warn", "info", "http", "verbose", "debug", "silly"}

func (l Level) String() string { return Levels[l] }

// Logger writes what JavaScript logs. A line written while a message is current carries its requestId by itself.
type Logger interface {
	Enabled(level Level) bool
	// Log writes one line; fields is the inside of a JSON object without its braces, may be empty, and is not kept: the
	// caller may reuse it.
	Log(level Level, message string, fields []byte)
}
