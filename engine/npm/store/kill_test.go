package store

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// workerEnv, where it names a folder, makes the test binary one of the processes that TestKill kills.
const workerEnv = "STORE_TEST_WORKER"

func TestMain(m *testing.M) {
	dir := os.Getenv(workerEnv)
	if dir == "" {
		os.Exit(m.Run())
	}
	fmt.Fprintln(os.Stderr, worker(dir))
	os.Exit(1)
}

// What the workers make: so many packages, and trees of a few neighbours each.
const killPackages, killFiles, killTrees, killTreeSize = 250, 30, 250, 6

// killSample is package n: of many small files, since files and not bytes are what takes time.
func killSample(n int) (files []file) {
	for i := range killFiles {
		name := "package/" + []string{"", "lib/", "lib/internal/"}[i%3] + strconv.Itoa(i)
		files = append(files, file{name: name, body: strings.Repeat(strconv.Itoa(n)+"/"+strconv.Itoa(i)+" ", 20)})
	}
	return files
}

func killEntries(tree int, get func(n int) (*Package, error)) (entries []Entry, err error) {
	for i := range killTreeSize {
		p, err := get((tree + i) % killPackages)
		if err != nil {
			return nil, err
		}
		place := "node_modules/p" + strconv.Itoa(i)
		if i%2 == 1 {
			place = entries[i-1].Path + "/" + place
		}
		entries = append(entries, Entry{Path: place, Package: p})
	}
	return entries, nil
}

// tarballs writes what the workers add, and returns what each hashes to. To make it again costs more than all the rest.
func tarballs(t *testing.T, dir string) (hashes []Integrity) {
	t.Helper()
	for n := range killPackages {
		data := tgz(t, killSample(n)...)
		write(t, dir, map[string]string{"tgz/" + strconv.Itoa(n): string(data)})
		hashes = append(hashes, integrityOf(data))
	}
	return hashes
}

// worker adds packages and makes trees in dir/store for ever, and says on stdout when it begins with one.
func worker(dir string) error {
	s, err := Open(filepath.Join(dir, "store"), Limits{})
	if err != nil {
		return err
	}
	get := func(n int) (*Package, error) {
		name := filepath.Join(dir, "tgz", strconv.Itoa(n))
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		return s.Add(context.Background(), integrityOf(data), func(context.Context) (io.ReadCloser, error) {
			fmt.Println("package")
			return os.Open(name)
		})
	}
	failed := make(chan error)
	for range 3 {
		go func() {
			for {
				n := rand.IntN(killTrees)
				entries, err := killEntries(n, get)
				if err == nil {
					fmt.Println("tree")
					_, err = s.Tree(context.Background(), "t"+strconv.Itoa(n), entries, nil)
				}
				if err != nil {
					failed <- err
					return
				}
			}
		}()
	}
	return <-failed
}

// process is a worker, and a channel that has something when it has done something.
type process struct {
	cmd      *exec.Cmd
	progress chan struct{}
	stderr   *strings.Builder
}

func start(t *testing.T, dir string) *process {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	p := &process{cmd: exec.CommandContext(t.Context(), self), progress: make(chan struct{}, 1), stderr: new(strings.Builder)}
	p.cmd.Env = append(os.Environ(), workerEnv+"="+dir)
	p.cmd.Stderr = p.stderr
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(p.progress)
		for lines := bufio.NewReader(out); ; {
			if _, err := lines.ReadString('\n'); err != nil {
				return
			}
			select {
			case p.progress <- struct{}{}:
			default:
			}
		}
	}()
	return p
}

func (p *process) kill(t *testing.T) {
	t.Helper()
	if err := p.cmd.Process.Kill(); err != nil {
		t.Errorf("it had ended before: %v", err)
	}
	for range p.progress { // to the end of its output
	}
	if _, err := p.cmd.Process.Wait(); err != nil {
		t.Error(err)
	}
	if p.stderr.String() != "" {
		t.Errorf("a worker failed: %s", p.stderr)
	}
}

// TestKill kills processes at work on one store at moments of chance. What can be seen afterwards must be whole.
func TestKill(t *testing.T) {
	rounds := 15 // a second or two; -count has more
	if testing.Short() {
		rounds = 3
	}
	dir := t.TempDir()
	hashes := tarballs(t, dir)
	workers := []*process{start(t, dir), start(t, dir), start(t, dir)}
	for range rounds {
		i := rand.IntN(len(workers))
		<-workers[i].progress
		<-time.After(rand.N(5 * time.Millisecond)) // the moment of chance; nothing is waited for
		workers[i].kill(t)
		workers[i] = start(t, dir)
	}
	for _, w := range workers {
		<-w.progress
		w.kill(t)
	}

	dir = filepath.Join(dir, "store")
	left, err := os.ReadDir(filepath.Join(dir, "tmp"))
	if err != nil {
		t.Fatal(err)
	}
	s := openStore(t, dir, Limits{})
	if now, err := os.ReadDir(filepath.Join(dir, "tmp")); err != nil || len(now) != 0 {
		t.Errorf("Open has left %v in tmp, %v", now, err)
	}
	packages := checkPackages(t, s, hashes)
	trees := checkTrees(t, s)
	t.Logf("%d packages, %d trees; %d entries were left in tmp", packages, trees, len(left))
	if packages == 0 {
		t.Error("nothing was made: this has tested nothing")
	}
}

// checkPackages compares all that can be seen with what it was made from, and returns how many that were.
func checkPackages(t *testing.T, s *Store, hashes []Integrity) int {
	t.Helper()
	found := map[string]bool{}
	for _, place := range glob(t, s.Dir(), "packages/*/*/*") {
		found[place] = true
	}
	n := len(found)
	for i, want := range hashes {
		place := s.place(want.address())
		p, ok := s.Find(want)
		if ok != found[place] {
			t.Errorf("package %d: its folder is there: %v, it is found: %v", i, found[place], ok)
		}
		if ok {
			if diff := cmp.Diff(killContents(i, ""), contents(t, p.Dir)); diff != "" {
				t.Errorf("package %d: -want +got\n%s", i, diff)
			}
			if p.Files != killFiles || p.Integrity != want {
				t.Errorf("package %d: got %+v", i, p)
			}
		}
		delete(found, place)
	}
	if len(found) > 0 {
		t.Errorf("nobody made %v", found)
	}
	return n
}

func checkTrees(t *testing.T, s *Store) int {
	t.Helper()
	found := glob(t, s.Dir(), "trees/*")
	for _, dir := range found {
		tree, err := strconv.Atoi(strings.TrimPrefix(filepath.Base(dir), "t"))
		if err != nil {
			t.Fatal(err)
		}
		entries, err := killEntries(tree, func(int) (*Package, error) { return nil, nil })
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]string{}
		for i, e := range entries {
			maps.Copy(want, killContents((tree+i)%killPackages, e.Path+"/"))
			for p := e.Path; p != "."; p = filepath.Dir(p) {
				want[p+"/"] = ""
			}
		}
		if diff := cmp.Diff(want, contents(t, dir)); diff != "" {
			t.Errorf("tree %d: -want +got\n%s", tree, diff)
		}
	}
	return len(found)
}

func glob(t *testing.T, dir, pattern string) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, pattern))
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// killContents is what package n has, as contents lists it, below a prefix.
func killContents(n int, prefix string) map[string]string {
	want := map[string]string{}
	for _, f := range killSample(n) {
		name := strings.TrimPrefix(f.name, "package/")
		want[prefix+name] = f.body
		for dir := filepath.Dir(name); dir != "."; dir = filepath.Dir(dir) {
			want[prefix+dir+"/"] = ""
		}
	}
	return want
}
