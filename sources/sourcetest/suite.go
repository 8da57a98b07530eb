package sourcetest

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/guthega/guthega/sources"
)

// Run runs every scenario against the sources that h makes.
func Run(t *testing.T, h Harness) {
	t.Run("the source says what it is", func(t *testing.T) { checkTraits(t, h) })
	for _, s := range []struct {
		name string
		run  func(*testing.T, Harness)
	}{
		{"a message is handed out and settled as done", oneMessage},
		{"many messages at once are each settled once", manyMessages},
		{"handlers overlap, or do not where the source is serial", overlap},
		{"bodies arrive unchanged", bodies},
		{"a message carries what the source knows of it", messageFields},

		{"a message that failed is settled as failed", failures},
		{"a message that could not run is given back", unavailable},
		{"a message with a fault is handed over for the record, and the source goes on", faults},
		{"a fatal verdict ends the source with the message unsettled", fatal},
		{"a panic in the handler settles nothing as done and does not spread", panics},

		{"a source without work stops when told to", idleStop},
		{"a source that is told to stop before it runs hands out nothing", stoppedBefore},
		{"what is in flight at the soft stop is finished and settled", softStopFinishes},
		{"nothing is handed out after the soft stop", softStopTakesNothing},
		{"a stop under load loses nothing and settles nothing unseen", stopUnderLoad},
		{"a hard stop ends a source whose handler hangs", hardStop},
		{"the end of a finite input ends the source", inputEnds},
	} {
		t.Run(s.name, func(t *testing.T) {
			checkLeaks(t)
			s.run(t, h)
		})
	}
}

func checkTraits(t *testing.T, h Harness) {
	checkLeaks(t)
	peer := h.New(t)
	src := peer.Source()
	got := h.Traits
	got.CallerRetries, got.Results = false, true
	if f, ok := src.(sources.Featured); ok {
		got.CallerRetries, got.Results = f.Features().CallerRetries, !f.Features().NoResults
	}
	_, got.Finite = src.(sources.Finite)
	_, got.Faults = peer.(FaultyPeer)
	_, got.DeadLetters = src.(sources.DeadLetterer)
	if diff := cmp.Diff(h.Traits, got); diff != "" {
		t.Errorf("the traits declared and those of the source differ (-declared +source):\n%s", diff)
	}
}
