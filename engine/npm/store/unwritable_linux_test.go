package store

import (
	"errors"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
)

// asNobody runs do as a user who owns nothing, where the tests run as root, who may do everything: the kernel looks at a
// thread's file system user.
func asNobody(t *testing.T, do func()) {
	t.Helper()
	if os.Geteuid() != 0 {
		do()
		return
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread() // and never unlocked: the thread ends with the goroutine
		if _, _, errno := syscall.RawSyscall(syscall.SYS_SETFSUID, 65534, 0, 0); errno != 0 {
			t.Error(errno)
			return
		}
		do()
	}()
	<-done
}

// TestReadOnly: a store that came with a container image serves what it has to any user, and says what to do where it
// lacks something.
func TestReadOnly(t *testing.T) {
	s := newStore(t)
	p := add(t, s, file{name: "package/a", body: "1"})
	tree, err := s.Tree(t.Context(), "t", []Entry{{Path: "node_modules/a", Package: p}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	src := t.TempDir()
	write(t, src, map[string]string{"a": "1"})
	for _, dir := range []string{src, filepath.Dir(src), filepath.Dir(filepath.Dir(s.Dir()))} {
		if err := os.Chmod(dir, 0o755); err != nil { // so that nobody gets as far as the store
			t.Fatal(err)
		}
	}
	if err := os.Chmod(s.Dir(), 0o555); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(s.Dir(), 0o755) })

	asNobody(t, func() {
		s, err := Open(s.Dir(), Limits{})
		if err != nil {
			t.Error(err)
			return
		}
		if got, ok := s.Find(p.Integrity); !ok || got.Dir != p.Dir {
			t.Errorf("Find: %v, %v", got, ok)
		}
		if got, err := s.Add(t.Context(), p.Integrity, refuse); err != nil || got.Dir != p.Dir {
			t.Errorf("Add: %v, %v", got, err)
		}
		if got, ok := s.TreeDir("t"); !ok || got != tree {
			t.Errorf("TreeDir: %s, %v", got, ok)
		}
		if _, err := os.ReadFile(filepath.Join(tree, "node_modules/a/a")); err != nil {
			t.Error(err)
		}
		_, added := s.AddUnverified(t.Context(), refuse)
		_, copied := s.AddFolder(t.Context(), src)
		_, planted := s.Tree(t.Context(), "t2", []Entry{{Path: "node_modules/a", Package: p}}, nil)
		for what, err := range map[string]error{"AddUnverified": added, "AddFolder": copied, "Tree": planted} {
			e, ok := errors.AsType[*UnwritableError](err)
			if !ok || e.Dir != s.Dir() || !strings.Contains(err.Error(), "--store") {
				t.Errorf("%s: %v", what, err)
			}
		}
	})
}

// fullDiskEnv makes the process one that may make files of 2,000 bytes only: it sees what others see on a full disk.
const fullDiskEnv = "STORE_TEST_FULL_DISK"

// TestFullDisk: files that cannot be written to their end leave nothing.
func TestFullDisk(t *testing.T) {
	if os.Getenv(fullDiskEnv) != "" {
		onFullDisk(t)
		return
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self, "-test.run=^TestFullDisk$")
	cmd.Env = append(os.Environ(), fullDiskEnv+"=1")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v: %s", err, out)
	}
}

func onFullDisk(t *testing.T) {
	signal.Ignore(syscall.SIGXFSZ)
	s := newStore(t)
	data := tgz(t, file{name: "package/a", body: strings.Repeat("1", 1500)}, file{name: "package/b", body: strings.Repeat("1", 2500)})
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: 2000, Max: 2000}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Add(t.Context(), integrityOf(data), opener(data)); !errors.Is(err, syscall.EFBIG) {
		t.Errorf("got %v", err)
	}
	if got := leftovers(t, s); got != nil {
		t.Errorf("in the store are %q", got)
	}
}
