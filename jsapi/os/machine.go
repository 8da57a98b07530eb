package os

import (
	"os"
	"runtime"
	"strconv"
	"strings"
)

// eol ends a line of a text file.
var eol = map[bool]string{true: "\r\n", false: "\n"}[runtime.GOOS == "windows"]

// arch is Node's name for a GOARCH.
func arch(goarch string) string {
	switch goarch {
	case "amd64":
		return "x64"
	case "386":
		return "ia32"
	case "ppc64le":
		return "ppc64"
	case "mipsle":
		return "mipsel"
	}
	return goarch
}

// machine is uname's name for a GOARCH.
func machine(goarch string) string {
	switch goarch {
	case "amd64":
		return "x86_64"
	case "386":
		return "i686"
	case "arm64":
		if runtime.GOOS == "darwin" {
			return "arm64"
		}
		return "aarch64"
	}
	return goarch
}

// platform is Node's name for a GOOS.
func platform(goos string) string {
	switch goos {
	case "windows":
		return "win32"
	case "solaris", "illumos":
		return "sunos"
	}
	return goos
}

// kernel is uname's name for a GOOS.
func kernel(goos string) string {
	switch goos {
	case "linux":
		return "Linux"
	case "darwin":
		return "Darwin"
	case "windows":
		return "Windows_NT"
	case "freebsd":
		return "FreeBSD"
	}
	return goos
}

// read returns a file of proc(5), and "" on systems that have none.
func read(file string) string {
	b, err := os.ReadFile(file)
	if err != nil {
		return ""
	}
	return string(b)
}

func line(file string) string { return strings.TrimSpace(read(file)) }

// memory returns a figure of /proc/meminfo in bytes.
func memory(name string) int64 {
	for l := range strings.Lines(read("/proc/meminfo")) {
		if rest, ok := strings.CutPrefix(l, name); ok {
			kib, _ := strconv.ParseInt(strings.TrimSuffix(strings.TrimSpace(rest), " kB"), 10, 64)
			return kib << 10
		}
	}
	return 0
}

// uptime is how long the machine has been up, in seconds.
func uptime() float64 {
	first, _, _ := strings.Cut(read("/proc/uptime"), " ")
	seconds, _ := strconv.ParseFloat(first, 64) // 0 where the system does not say
	return seconds
}

// loadAverage is that of 1, 5 and 15 minutes.
func loadAverage() (out [3]float64) {
	fields := strings.Fields(read("/proc/loadavg"))
	for i := range min(len(fields), len(out)) {
		out[i], _ = strconv.ParseFloat(fields[i], 64)
	}
	return out
}

// processor is one of os.cpus(): speed in MHz, times in milliseconds: user, nice, sys, idle, irq.
type processor struct {
	model string
	speed int64
	times [5]int64
}

// tick is how long one of /proc/stat's units is, in milliseconds (USER_HZ is 100 on all that Go runs on).
const tick = 10

func processors() []processor {
	list := make([]processor, runtime.NumCPU())
	at := -1
	for l := range strings.Lines(read("/proc/cpuinfo")) {
		name, value, _ := strings.Cut(l, ":")
		value = strings.TrimSpace(value)
		switch strings.TrimSpace(name) {
		case "processor":
			at++
		case "model name":
			if at >= 0 && at < len(list) {
				list[at].model = value
			}
		case "cpu MHz":
			if mhz, err := strconv.ParseFloat(value, 64); err == nil && at >= 0 && at < len(list) {
				list[at].speed = int64(mhz)
			}
		}
	}
	at = -1
	for l := range strings.Lines(read("/proc/stat")) {
		fields := strings.Fields(l)
		if !strings.HasPrefix(l, "cpu") || len(fields) < 7 {
			continue
		}
		if at++; at == 0 || at > len(list) { // the first is the sum of all
			continue
		}
		for i, column := range [...]int{1, 2, 3, 4, 6} {
			n, _ := strconv.ParseInt(fields[column], 10, 64)
			list[at-1].times[i] = n * tick
		}
	}
	for i := range list {
		if list[i].model == "" {
			list[i].model = "unknown"
		}
	}
	return list
}
