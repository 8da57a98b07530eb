package vm

import (
	"time"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/engine/logging"
	"github.com/guthega/guthega/jsapi"
)

// Receiver loads the receiver's code into a runtime and returns its default export, or a promise of it. builtin gives
// the host module by a bare name ("crypto").
type Receiver func(rt *goja.Runtime, builtin func(name string) (goja.Value, bool)) (goja.Value, error)

// Global is a global variable: a property of a host module's exports, made when first touched.
type Global struct {
	// Module is the host module, and Property the property of its exports; "" is the exports themselves.
	Module, Property string
}

// Surface is what JavaScript sees of the host. It is immutable and shared by all VMs.
type Surface struct {
	// Modules are Node's modules by bare name, and internal ones ("internal/…"), which receivers cannot require.
	Modules map[string]jsapi.Module
	Globals map[string]Global
	// Install completes the built-ins of a VM, in this order, before any code of the receiver runs. It has to be cheap.
	Install []func(h *jsapi.Host) error
	// Log is the internal module whose exports are the factory's log.
	Log string
	// Signal makes a message's AbortSignal and the function that aborts it with a DOMException of that name.
	Signal func(h *jsapi.Host) (signal goja.Value, abort func(name, message string))
	// Buffer wraps bytes as a Node Buffer, without a copy.
	Buffer func(h *jsapi.Host, b []byte) goja.Value
}

// Options are a pool's. All fields are required but where a zero is explained.
type Options struct {
	Receiver Receiver
	Surface  *Surface
	// Properties is the JSON of the factory's config.
	Properties  []byte
	Permissions *jsapi.Permissions
	// VMs is how many VMs serve, and Concurrency how many messages they have in flight together.
	VMs, Concurrency int
	// Timeout is a message's, TurnTimeout that of one uninterrupted run of JavaScript.
	Timeout, TurnTimeout time.Duration
	// MemoryLimit bounds the bytes of the process's heap; 0 does not.
	MemoryLimit int64
	// MaxAbandoned is how many VMs may be stuck at the same time, by default 8. Each burns a core: past this the process
	// is lost.
	MaxAbandoned int
	Log          *logging.Logger
	// Fatal is called once, when the process cannot go on; nil ignores it.
	Fatal func(error)
}

const (
	// initTimeout bounds loading a receiver together with its factory.
	initTimeout = 60 * time.Second
	// grace is how long a message may go on after its AbortSignal fired.
	grace = time.Second
	// interruptGrace is how long an interrupted turn may take to end before its VM is abandoned: goja looks for
	// interrupts between instructions, so only a built-in that runs this long itself gets there.
	interruptGrace      = 500 * time.Millisecond
	defaultMaxAbandoned = 8
	// maxCallStack bounds JavaScript recursion, in frames. Node's default stack allows about 11,000; but where recursion
	// goes through a built-in (a getter, sort, replace), goja takes time that grows with the square of the depth to
	// unwind it: 6 s from 10,000, 2.8 s from 7,000, which is within the default turnTimeout.
	maxCallStack = 7_000
)
