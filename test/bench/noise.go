package main

import (
	"context"
	"os"
	"time"
)

const (
	// quiet is how many CPUs other processes may take without a word about it; the kernel's own work counts among them.
	quiet = 0.1
	// disturbed is how many they may take during a sample that is kept while there is patience left.
	disturbed = 0.2
	// quietFor is how long the machine must have been quiet for a sample to begin.
	quietFor = 200 * time.Millisecond
)

// meter is a reading of clocks that show who used the CPUs.
type meter struct{ wall, server, load, machine time.Duration }

// meter reads them; s may be nil.
func (b *bench) meter(s *server) meter {
	m := meter{wall: time.Since(b.began), load: oneProcess(os.Getpid()).cpu, machine: machineBusy()}
	if s != nil {
		m.server = processUsage(s.pid()).cpu
	}
	return m
}

func (m meter) since(before meter) meter {
	return meter{m.wall - before.wall, m.server - before.server, m.load - before.load, m.machine - before.machine}
}

// others is how many CPUs were taken by neither the server nor the load.
func (m meter) others() float64 {
	return max(0, (m.machine-m.server-m.load).Seconds()/m.wall.Seconds())
}

// patient reports whether -patience is not used up.
func (b *bench) patient() bool { return b.waited < b.patience }

// awaitQuiet waits until others leave the CPUs alone, or patience ends.
func (b *bench) awaitQuiet(ctx context.Context) error {
	for b.patient() {
		before := b.meter(nil)
		if err := pause(ctx, quietFor); err != nil {
			return err
		}
		spent := b.meter(nil).since(before)
		if spent.others() <= quiet {
			return nil
		}
		b.waited += spent.wall
	}
	return nil
}
