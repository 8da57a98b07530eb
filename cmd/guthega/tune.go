package main

import (
	"os"
	"runtime"
	"runtime/debug"

	"github.com/guthega/guthega/conf"
	"github.com/guthega/guthega/engine/vm"
)

// gcPercent lets the heap grow to four times what is alive before it is collected. Each message leaves about 15 KB of
// short-lived objects behind and a small receiver keeps some 5 MB alive: at Go's default of 100 % a loaded process
// collects every few hundred messages and spends a sixth of its time on it; at 500 % it takes a quarter more memory than
// here, and 2 to 3 % less time. GOGC in the environment overrules it.
const gcPercent = 300

// One processor more than there are CPUs is for the sources: by default there are as many VMs as CPUs, each busy with
// JavaScript for as long as a turn takes, and without a processor of their own the network and the timers would only be
// served when Go preempts a VM, every 10 ms. It also keeps a CPU busy while the kernel has one of our threads wait
// behind another process. GOMAXPROCS in the environment overrules it.

// tuneProcess sets what belongs to the process as a whole, before the first JavaScript is compiled: a regular
// expression keeps the limit that it was compiled with.
func tuneProcess(r *conf.Receiver) {
	if _, set := os.LookupEnv("GOGC"); !set {
		debug.SetGCPercent(gcPercent)
	}
	if _, set := os.LookupEnv("GOMAXPROCS"); !set {
		runtime.GOMAXPROCS(runtime.GOMAXPROCS(0) + 1)
	}
	vm.LimitProcess(min(r.TurnTimeout, r.Timeout), r.MemoryLimit)
}
