package main

import (
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestEachLine(t *testing.T) {
	for _, in := range []io.Reader{
		strings.NewReader("a\n\nb\nno end"), iotest.OneByteReader(strings.NewReader("a\n\nb\nno end")),
	} {
		var got []string
		if err := eachLine(in, func(line []byte) error { got = append(got, string(line)); return nil }); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff([]string{"a", "", "b"}, got); d != "" {
			t.Errorf("(-want +got):\n%s", d)
		}
	}
}

func TestReadyAddress(t *testing.T) {
	for line, want := range map[string]string{
		`{"message":"Ready","level":"info","receiver":"./order.js","address":"127.0.0.1:4711"}`: "127.0.0.1:4711",
		`{"message":"HTTP source listens","level":"info","address":"127.0.0.1:4711"}`:           "",
		`{"message":"Ready"`: "",
		`Ready`:              "",
	} {
		if got := readyAddress([]byte(line)); got != want {
			t.Errorf("%s: %q, want %q", line, got, want)
		}
	}
}

func TestLogFileSettles(t *testing.T) {
	l, err := openLog(t.TempDir() + "/log")
	if err != nil {
		t.Fatal(err)
	}
	defer l.close()
	write := func(lines ...string) {
		t.Helper()
		if _, err := l.file.WriteString(strings.Join(lines, "\n") + "\n"); err != nil {
			t.Fatal(err)
		}
	}
	const timing = `{"message":"Message handler performance","coldStart":true,"level":"info","attempt":1}`
	write(`{"message":"Ready","address":"127.0.0.1:1"}`, timing, `{"message":"Message received"}`, timing)
	fields, err := l.timingFields()
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"attempt", "level", "message"}, fields); d != "" {
		t.Errorf("the fields (-want +got):\n%s", d)
	}
	if n, err := l.settle(2); n != 2 || err != nil {
		t.Errorf("%d lines, %v; want 2", n, err)
	}
	write(timing)
	if n, err := l.settle(1); n != 1 || err != nil {
		t.Errorf("%d lines, %v; want 1: what was counted is gone", n, err)
	}
}

func TestHeapMeter(t *testing.T) {
	var h heapMeter
	for line, want := range map[string]bool{
		"gc 7 @0.512s 2%: 0.03+0.5+0.01 ms clock, 0.07+0.1/0.4/0.2+0.02 ms cpu, 20->21->4 MB, 22 MB goal, 0 MB stacks, 0 MB globals, 2 P":          true,
		"gc 8 @0.612s 2%: 0.03+0.5+0.01 ms clock, 0.07+0.1/0.4/0.2+0.02 ms cpu, 20->21->5 MB, 22 MB goal, 0 MB stacks, 0 MB globals, 2 P (forced)": true,
		"panic: out of order": false,
	} {
		if got := h.add([]byte(line)); got != want {
			t.Errorf("%q: %v", line, got)
		}
	}
	if mb, n := h.take(); mb != 4.5 || n != 2 {
		t.Errorf("%v MB of %d, want 4.5 of 2", mb, n)
	}
	if _, n := h.take(); n != 0 {
		t.Errorf("%d collections are left", n)
	}
}

func TestProcFiles(t *testing.T) {
	status := []byte("Name:\tnode\nVmHWM:\t   72344 kB\nVmRSS:\t    1000 kB\n")
	if got := kilobytes(status, "VmRSS:"); got != 1000<<10 {
		t.Errorf("VmRSS is %d", got)
	}
	if got := kilobytes(status, "VmSwap:"); got != 0 {
		t.Errorf("VmSwap is %d", got)
	}
	stat := []byte("42 (a (odd) name) S 1 42 42 0 -1 4194304 100 0 0 0 250 30 15 5 20 0 9 0 100 0 0")
	if got := cpuTime(stat); got != 3*time.Second {
		t.Errorf("the CPU time is %s, want 3s", got)
	}
	machine := []byte("cpu  100 1 50 9999 888 2 3 44 7 0\ncpu0 1 1 1 1 1 1 1 1 0 0\n")
	if got := busyTime(machine); got != 2*time.Second {
		t.Errorf("the machine was busy for %s, want 2s", got)
	}
	if got := cpuTime([]byte("42 (cut) S 1")); got != 0 {
		t.Errorf("the CPU time is %s, want 0", got)
	}
}

func TestParseWRK(t *testing.T) {
	const out = `Running 3s test @ http://127.0.0.1:4711/
  1 threads and 32 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     1.21ms  500.00us  10.00ms   80.00%
    Req/Sec    26.00k     1.00k   28.00k    70.00%
  Latency Distribution
     50%    1.15ms
     75%    1.40ms
     90%    1.80ms
     99%  950.00us
  78120 requests in 3.00s, 20.00MB read
Requests/sec:  26040.12
Transfer/sec:      6.66MB
`
	got, err := parseWRK(out)
	if err != nil {
		t.Fatal(err)
	}
	want := &wrkResult{requests: 78120, rate: 26040.12, p50: 1150 * time.Microsecond, p99: 950 * time.Microsecond}
	if d := cmp.Diff(want, got, cmp.AllowUnexported(wrkResult{})); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	failed, err := parseWRK(out + "  Non-2xx or 3xx responses: 17\n")
	if err != nil || failed.failed != 17 {
		t.Errorf("%+v, %v; want 17 failed", failed, err)
	}
	for _, bad := range []string{"unable to connect", out + "  Socket errors: connect 0, read 3, write 0, timeout 0\n"} {
		if _, err := parseWRK(bad); err == nil {
			t.Errorf("no error for %q", bad)
		}
	}
}
