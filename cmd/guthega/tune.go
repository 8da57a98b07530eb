package main

import (
	"os"
	"runtime/debug"

	"github.com/guthega/guthega/conf"
	"github.com/guthega/guthega/engine/vm"
)

// gcPercent lets the heap grow to five times what is alive before it is collected. Each message leaves about 15 KB of
// short-lived objects behind and a small receiver keeps some 5 MB alive: at Go's default of 100 % a loaded process
// collects every few hundred messages and spends a sixth of its time on it. GOGC in the environment overrules it.
const gcPercent = 400

// tuneProcess sets what belongs to the process as a whole, before the first VM is made.
func tuneProcess(r *conf.Receiver) {
	if _, set := os.LookupEnv("GOGC"); !set {
		debug.SetGCPercent(gcPercent)
	}
	vm.LimitProcess(min(r.TurnTimeout, r.Timeout), r.MemoryLimit)
}
