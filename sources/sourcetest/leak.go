package sourcetest

import (
	"runtime"
	"testing"
	"time"
)

// checkLeaks fails t when more goroutines run after it, and all cleanups registered later, than before.
func checkLeaks(t *testing.T) {
	t.Helper()
	before := runtime.NumGoroutine()
	t.Cleanup(func() {
		// A goroutine that has done its work is still counted until it is scheduled once more, and nothing
		// tells when that was; so this has to look again and again.
		tick := time.NewTicker(time.Millisecond)
		defer tick.Stop()
		for deadline := time.Now().Add(guard / 6); runtime.NumGoroutine() > before; <-tick.C {
			if time.Now().After(deadline) {
				stacks := make([]byte, 1<<20)
				stacks = stacks[:runtime.Stack(stacks, true)]
				t.Errorf("%d goroutines ran before, %d after:\n%s", before, runtime.NumGoroutine(), stacks)
				return
			}
		}
	})
}
