package main

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// usage is what the kernel says of a process and its children (proc_pid_status(5), proc_pid_stat(5)). The zero value
// is what a system without /proc says.
type usage struct {
	rss  int64         // bytes in memory
	peak int64         // the most there ever were
	cpu  time.Duration // user and system time, all threads; children's too
}

// clockTick is USER_HZ, which is 100 on every architecture that Go knows.
const clockTick = 10 * time.Millisecond

// processUsage adds up pid and its children, the workers of a cluster.
func processUsage(pid int) usage {
	total := oneProcess(pid)
	for _, child := range children(pid) {
		u := processUsage(child)
		total.rss += u.rss
		total.peak += u.peak
		total.cpu += u.cpu
	}
	return total
}

func oneProcess(pid int) usage {
	var u usage
	if status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid)); err == nil {
		u.rss, u.peak = kilobytes(status, "VmRSS:"), kilobytes(status, "VmHWM:")
	}
	if stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid)); err == nil {
		u.cpu = cpuTime(stat)
	}
	return u
}

// kilobytes returns the bytes of a line such as "VmRSS:   1234 kB".
func kilobytes(status []byte, key string) int64 {
	for line := range bytes.Lines(status) {
		rest, ok := bytes.CutPrefix(line, []byte(key))
		if !ok {
			continue
		}
		n, err := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(string(rest)), " kB"), 10, 64)
		if err != nil {
			return 0
		}
		return n << 10
	}
	return 0
}

// cpuTime reads fields 14 to 17 of a stat line: its own time, and that of the children that it has waited for. The name in field 2 may hold spaces and parentheses.
func cpuTime(stat []byte) time.Duration {
	fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
	if len(fields) < 15 {
		return 0
	}
	ticks := int64(0)
	for _, f := range fields[11:15] {
		n, err := strconv.ParseInt(f, 10, 64)
		if err != nil {
			return 0
		}
		ticks += n
	}
	return time.Duration(ticks) * clockTick
}

func children(pid int) []int {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", pid, pid))
	if err != nil {
		return nil
	}
	var pids []int
	for f := range strings.FieldsSeq(string(text)) {
		if n, err := strconv.Atoi(f); err == nil {
			pids = append(pids, n)
		}
	}
	return pids
}

// machineBusy is the CPU time that all processors have spent on anything since the machine started, and on the
// hypervisor's other guests (proc_stat(5)); 0 without /proc.
func machineBusy() time.Duration {
	stat, err := os.ReadFile("/proc/stat")
	if err != nil {
		return 0
	}
	return busyTime(stat)
}

// busyTime adds up the fields of the line "cpu": user nice system idle iowait irq softirq steal. What follows is
// contained in them.
func busyTime(stat []byte) time.Duration {
	line, _, _ := strings.Cut(string(stat), "\n")
	fields := strings.Fields(line)
	if len(fields) < 9 || fields[0] != "cpu" {
		return 0
	}
	ticks := int64(0)
	for i, f := range fields[1:9] {
		n, err := strconv.ParseInt(f, 10, 64)
		if err != nil {
			return 0
		}
		if i != 3 && i != 4 {
			ticks += n
		}
	}
	return time.Duration(ticks) * clockTick
}
