package services

import (
	"errors"
	"fmt"
	"io"
	"os"
	"testing"
)

// Unavailable is the error of a server that this machine cannot run.
type Unavailable struct {
	Service string // the server's name, as in "verdaccio"
	Needs   string // what it needs and does not find, as in "node and npm"
	Err     error  // why, where that says more; may be nil
}

func (e *Unavailable) Error() string {
	if e.Err == nil {
		return e.Service + " needs " + e.Needs
	}
	return fmt.Sprintf("%s needs %s: %v", e.Service, e.Needs, e.Err)
}

// Unwrap returns Err.
func (e *Unavailable) Unwrap() error { return e.Err }

// demand ends the test where err is not nil: skipped if the server is unavailable, failed otherwise. CI has to have
// everything: there a test that is skipped would be one that nobody runs.
func demand(t testing.TB, err error) {
	t.Helper()
	if err == nil {
		return
	}
	if _, missing := errors.AsType[*Unavailable](err); missing && os.Getenv("CI") != "true" {
		t.Skip(err)
	}
	t.Fatal(err)
}

// forTest gives the test the server that was started, unless that gave err, and closes it at the test's end.
func forTest[S io.Closer](t testing.TB, server S, err error) S {
	t.Helper()
	demand(t, err)
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	return server
}
