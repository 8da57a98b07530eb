package services

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
)

// TestInstallOnce asks for the same folder from many sides, then with another list.
func TestInstallOnce(t *testing.T) {
	dir := t.TempDir()
	list, folder := filepath.Join(dir, "list"), filepath.Join(dir, "installed")
	var calls atomic.Int32
	ask := func() {
		err := installOnce(t.Context(), list, folder, func(context.Context) error {
			calls.Add(1)
			return os.MkdirAll(folder, 0o700)
		})
		if err != nil {
			t.Error(err)
		}
	}
	for i, text := range []string{"one", "two"} {
		if err := os.WriteFile(list, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		var all sync.WaitGroup
		for range 8 {
			all.Go(ask)
		}
		all.Wait()
		if got, want := calls.Load(), int32(i+1); got != want {
			t.Errorf("with the list %q it was installed %d times, want %d", text, got, want)
		}
	}
}

func TestInstallOnceFails(t *testing.T) {
	dir := t.TempDir()
	list := filepath.Join(dir, "list")
	if err := os.WriteFile(list, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("broken")
	fails := func(context.Context) error { return broken }
	for range 2 { // the first try leaves nothing that looks installed
		if err := installOnce(t.Context(), list, filepath.Join(dir, "installed"), fails); !errors.Is(err, broken) {
			t.Errorf("got %v", err)
		}
	}

	unlock, err := lockFile(t.Context(), filepath.Join(dir, "install.lock"))
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := installOnce(ended, list, dir, fails); !errors.Is(err, context.Canceled) {
		t.Errorf("while another process installs: got %v", err)
	}
}
