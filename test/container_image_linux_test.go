package test

import (
	"debug/elf"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
)

// containerUser is the image's user.
const containerUser = 10001

// containerRoot is a folder that is laid out as the image is.
type containerRoot string

func newRoot(t *testing.T) containerRoot {
	t.Helper()
	root := t.TempDir()
	in := func(name string) string { return filepath.Join(root, filepath.FromSlash(name)) }
	copyFile(t, staticShell(t), in("bin/sh"))
	copyFile(t, entrypoint, in("opt/docker-entrypoint.sh"))
	if certificates := "/etc/ssl/certs/ca-certificates.crt"; exists(certificates) {
		copyFile(t, certificates, in(certificates))
	}
	write(t, in("dev/null"), "", 0o444) // to read from; making the device takes more than some roots may do
	write(t, in("app/conf/receiver.json"), `{"module": "@acme/orders", "version": "^1.2.0"}`, 0o444)
	write(t, in("app/conf/source.json"), `{"type": "http", "properties": {"connection": {"host": "127.0.0.1", "port": 0}}}`, 0o444)
	if err := os.Mkdir(in("store"), 0o755); err != nil {
		t.Fatal(err)
	}
	if os.Getuid() == 0 {
		if err := os.Chown(in("store"), containerUser, containerUser); err != nil {
			t.Fatal(err)
		}
	}
	build := exec.CommandContext(t.Context(), "go", "build", "-trimpath", "-ldflags", "-s -w",
		"-o", in("usr/local/bin/guthega"), "../cmd/guthega")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("building guthega: %v\n%s", err, out)
	}
	return containerRoot(root)
}

// command is the entrypoint in that root, which changes root and user in the system call that starts it.
func (root containerRoot) command(t *testing.T, registry, store string) *exec.Cmd {
	t.Helper()
	attr := &syscall.SysProcAttr{
		Chroot: string(root), Credential: &syscall.Credential{Uid: containerUser, Gid: containerUser},
		Setpgid: true, Pdeathsig: syscall.SIGKILL,
	}
	if os.Getuid() != 0 { // in a user namespace of its own anybody may, where the system lets them make one
		attr.Cloneflags = syscall.CLONE_NEWUSER
		attr.Credential.NoSetGroups = true
		attr.UidMappings = []syscall.SysProcIDMap{{ContainerID: containerUser, HostID: os.Getuid(), Size: 1}}
		attr.GidMappings = []syscall.SysProcIDMap{{ContainerID: containerUser, HostID: os.Getgid(), Size: 1}}
	}
	path := "/opt/docker-entrypoint.sh"
	return &exec.Cmd{
		Path: path, Dir: "/app", SysProcAttr: attr,
		Args: []string{path, "-s", "/app/conf/source.json", "-r", "/app/conf/receiver.json"},
		Env:  []string{"PATH=/usr/local/bin:/bin", "NPM_REGISTRY=" + registry, "GUTHEGA_STORE=" + store},
	}
}

// startIn starts a process that has another root, and skips the test where that is not allowed.
func startIn(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	err := cmd.Start()
	if errors.Is(err, syscall.EPERM) || errors.Is(err, syscall.ENOSPC) { // ENOSPC: no user namespaces at all
		demand(t, fmt.Sprintf("root, or unprivileged user namespaces (%v)", err))
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }) // all has ended, unless the test failed
}

// staticShell is busybox where it needs no libraries.
func staticShell(t *testing.T) string {
	t.Helper()
	path := busybox(t)
	file, err := elf.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for _, p := range file.Progs {
		if p.Type == elf.PT_INTERP {
			demand(t, "a busybox without libraries (busybox-static), and "+path+" has some")
		}
	}
	return path
}

func exists(file string) bool {
	_, err := os.Stat(file)
	return err == nil
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	text, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	write(t, to, string(text), 0o755)
}

// write writes a file that everybody may reach.
func write(t *testing.T, file, text string, mode os.FileMode) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), mode); err != nil {
		t.Fatal(err)
	}
}
