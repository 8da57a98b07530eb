package conf

import (
	"encoding/json"
	"fmt"
	"math"
	"runtime"
	"time"
)

// Receiver is the receiver config (contract: "Receiver config"). Use ParseReceiver or LoadReceiver to make one: its
// zero value lacks the defaults.
type Receiver struct {
	// File is the name it was read under, for messages.
	File string
	// Module is a name in the scripts directory, a path, or an npm name. Required.
	Module string
	// Version is an exact version, a range or a dist-tag; by default "latest".
	Version string
	// Properties is what the factory receives as config: one JSON object, byte for byte as it stands in the file but
	// for the variables in its strings; by default {}.
	Properties json.RawMessage
	// Timeout bounds one attempt at one message (default 30s), TurnTimeout one uninterrupted run of JavaScript (5s).
	// Both are more than zero.
	Timeout, TurnTimeout time.Duration
	// Concurrency is how many messages are in flight over all VMs, at least 1; by default 64.
	Concurrency int
	// VMs is how many JavaScript runtimes there are, at least 1; by default the CPUs this process may use.
	VMs int
	// MemoryLimit bounds the heap of the whole process, in bytes; 0 means no limit.
	MemoryLimit int64
	Retry       Retry
	// MinReleaseAge refuses package versions younger than this; 0 refuses none.
	MinReleaseAge time.Duration
	Permissions   Permissions
}

// Retry says how often, and how soon after one another, a message is tried.
type Retry struct {
	// Attempts counts the first one, so 1 means no retry.
	Attempts int
	// The pause after the first attempt, doubled after each one more up to MaxBackoff.
	InitialBackoff, MaxBackoff time.Duration
	// Jitter makes each pause a random part of what it would be, so that messages that failed together do not come
	// back together.
	Jitter bool
}

// Permissions is what a receiver may reach (contract: "What receivers may do").
type Permissions struct {
	Net Net
	// Env names the environment variables the receiver sees; none by default.
	Env []string
	// Read and Write are folders, besides the receiver's own tree which it may always read; none by default.
	Read, Write []string
}

// Net is where a receiver may connect: All, which is the default, or what one of the patterns allows: "host:port" with a
// name, *.domain, an address, a network in CIDR notation or * as the host and a number or * as the port, or "unix:/path".
type Net struct {
	All      bool
	Patterns []string
}

// leastMemory is the smallest memory limit that makes sense: an idle process needs more. A smaller number was meant in
// other units.
const leastMemory = 16 << 20

func newReceiver(file string) *Receiver {
	return &Receiver{
		File:        file,
		Version:     "latest",
		Properties:  json.RawMessage("{}"),
		Timeout:     30 * time.Second,
		TurnTimeout: 5 * time.Second,
		Concurrency: 64,
		VMs:         defaultVMs(),
		Retry:       defaultRetry(),
		Permissions: Permissions{Net: Net{All: true}},
	}
}

// defaultVMs follows GOMAXPROCS, which heeds a container's CPU limit.
func defaultVMs() int { return runtime.GOMAXPROCS(0) }

func defaultRetry() Retry {
	return Retry{Attempts: 3, InitialBackoff: 200 * time.Millisecond, MaxBackoff: 30 * time.Second, Jitter: true}
}

func (r *Receiver) fields() fields {
	return fields{
		"module":        into(&r.Module, text),
		"version":       into(&r.Version, text),
		"properties":    into(&r.Properties, freeForm),
		"timeout":       into(&r.Timeout, duration),
		"turnTimeout":   into(&r.TurnTimeout, duration),
		"concurrency":   into(&r.Concurrency, integer),
		"vms":           into(&r.VMs, integer),
		"memoryLimit":   into(&r.MemoryLimit, size),
		"minReleaseAge": into(&r.MinReleaseAge, duration),
		"retry": object(fields{
			"attempts":       into(&r.Retry.Attempts, integer),
			"initialBackoff": into(&r.Retry.InitialBackoff, duration),
			"maxBackoff":     into(&r.Retry.MaxBackoff, duration),
			"jitter":         into(&r.Retry.Jitter, boolean),
		}, nil),
		"permissions": object(fields{
			"net":   into(&r.Permissions.Net, connections),
			"env":   into(&r.Permissions.Env, list(text)),
			"read":  into(&r.Permissions.Read, list(text)),
			"write": into(&r.Permissions.Write, list(text)),
		}, nil),
	}
}

// freeForm hands an object on as it stands.
func freeForm(n node) (json.RawMessage, bool) {
	if n.kind != objectKind {
		n.mismatch("an object", "")
		return nil, false
	}
	return n.source(n.doc.src), true
}

// connections reads true, false, or a list of patterns.
func connections(n node) (Net, bool) {
	switch {
	case n.kind == listKind:
		patterns, ok := list(text)(n)
		return Net{Patterns: patterns}, ok
	case n.kind == boolKind, n.kind == stringKind && len(n.from) > 0:
		all, ok := boolean(n)
		return Net{All: all}, ok
	}
	n.mismatch("true, or a list of host:port patterns", `such as ["db.example.com:5432"]`)
	return Net{}, false
}

// Validate returns every rule that r breaks, as *Problems, or nil. What Parse and Load return has passed it.
func (r *Receiver) Validate() error { return asError(r.File, r.check()) }

func (r *Receiver) check() checks {
	var c checks
	c.that(r.Module != "", "module", "is required", "the receiver's name or path")
	c.that(r.Version != "", "version", "is empty", `leave it out for "latest"`)
	c.that(len(r.Properties) > 0 && r.Properties[0] == '{' && json.Valid(r.Properties), "properties", "is not a JSON object", "")
	c.positive("timeout", r.Timeout)
	c.positive("turnTimeout", r.TurnTimeout)
	c.between("concurrency", r.Concurrency, 1, math.MaxInt)
	c.between("vms", r.VMs, 1, math.MaxInt)
	c.that(r.MemoryLimit == 0 || r.MemoryLimit >= leastMemory, "memoryLimit",
		fmt.Sprintf("%d bytes are too few to run in", r.MemoryLimit), `at least "16MiB"; 0 for no limit`)
	c.notNegative("minReleaseAge", r.MinReleaseAge)
	r.Retry.check(&c)
	r.Permissions.check(&c)
	return c
}

func (r Retry) check(c *checks) {
	c.between("retry.attempts", r.Attempts, 1, math.MaxInt)
	c.notNegative("retry.initialBackoff", r.InitialBackoff)
	c.notNegative("retry.maxBackoff", r.MaxBackoff)
	c.that(r.InitialBackoff <= r.MaxBackoff || r.MaxBackoff < 0, "retry.initialBackoff",
		fmt.Sprintf("%v is more than retry.maxBackoff, %v", r.InitialBackoff, r.MaxBackoff), "")
}

func (p Permissions) check(c *checks) {
	c.noBlanks("permissions.net", p.Net.Patterns)
	c.connections("permissions.net", p.Net.Patterns)
	c.noBlanks("permissions.env", p.Env)
	c.noBlanks("permissions.read", p.Read)
	c.noBlanks("permissions.write", p.Write)
}
