package process

import (
	"os"
	"runtime/metrics"
	"strconv"
	"strings"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
)

// usage sets memoryUsage, cpuUsage and resourceUsage. All are figures of the whole process: goja cannot count one VM's.
func (p *process) usage() {
	memory := p.method("memoryUsage", func(goja.FunctionCall) goja.Value {
		objects, total := heap()
		o := p.rt.NewObject()
		p.set(o, "rss", resident(total))
		p.set(o, "heapTotal", total)
		p.set(o, "heapUsed", objects)
		p.set(o, "external", 0)
		p.set(o, "arrayBuffers", 0)
		return o
	})
	jsapi.SetMethod(p.rt, memory, "rss", func(goja.FunctionCall) goja.Value {
		_, total := heap()
		return p.rt.ToValue(resident(total))
	})
	p.method("cpuUsage", func(call goja.FunctionCall) goja.Value {
		r := resources()
		if before, ok := call.Argument(0).(*goja.Object); ok {
			r.user -= number(before.Get("user"))
			r.system -= number(before.Get("system"))
		}
		o := p.rt.NewObject()
		p.set(o, "user", r.user)
		p.set(o, "system", r.system)
		return o
	})
	p.method("resourceUsage", func(goja.FunctionCall) goja.Value {
		r := resources()
		o := p.rt.NewObject()
		for _, f := range [...]struct {
			name  string
			value int64
		}{
			{"userCPUTime", r.user}, {"systemCPUTime", r.system}, {"maxRSS", r.maxRSS},
			{"sharedMemorySize", 0}, {"unsharedDataSize", 0}, {"unsharedStackSize", 0},
			{"minorPageFault", r.minorFaults}, {"majorPageFault", r.majorFaults}, {"swappedOut", 0},
			{"fsRead", r.reads}, {"fsWrite", r.writes}, {"ipcSent", 0}, {"ipcReceived", 0}, {"signalsCount", 0},
			{"voluntaryContextSwitches", r.voluntary}, {"involuntaryContextSwitches", r.involuntary},
		} {
			p.set(o, f.name, f.value)
		}
		return o
	})
}

// usageFigures are getrusage(2)'s: times in microseconds, maxRSS in KiB.
type usageFigures struct {
	user, system, maxRSS, minorFaults, majorFaults, reads, writes, voluntary, involuntary int64
}

// heap returns the bytes of live Go objects and of all memory that Go has mapped. It does not stop the world, as
// runtime.ReadMemStats would.
func heap() (objects, total int64) {
	samples := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}, {Name: "/memory/classes/total:bytes"}}
	metrics.Read(samples)
	value := func(s metrics.Sample) int64 {
		if s.Value.Kind() != metrics.KindUint64 {
			return 0
		}
		return int64(s.Value.Uint64())
	}
	return value(samples[0]), value(samples[1])
}

// resident returns the resident set size in bytes (proc(5), statm), or fallback where the system does not say.
func resident(fallback int64) int64 {
	b, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return fallback
	}
	fields := strings.Fields(string(b))
	if len(fields) < 2 {
		return fallback
	}
	pages, err := strconv.ParseInt(fields[1], 10, 64)
	if err != nil {
		return fallback
	}
	return pages * int64(os.Getpagesize())
}

// users sets the ids of the process's user and groups, where the system has such.
func (p *process) users() {
	if os.Getuid() < 0 {
		return
	}
	for _, id := range [...]struct {
		name string
		get  func() int
	}{{"getuid", os.Getuid}, {"geteuid", os.Geteuid}, {"getgid", os.Getgid}, {"getegid", os.Getegid}} {
		p.method(id.name, func(goja.FunctionCall) goja.Value { return p.rt.ToValue(id.get()) })
	}
	p.method("getgroups", func(goja.FunctionCall) goja.Value {
		groups, err := os.Getgroups()
		if err != nil {
			panic(p.rt.NewGoError(err))
		}
		items := make([]any, len(groups))
		for i, g := range groups {
			items[i] = g
		}
		return p.rt.NewArray(items...)
	})
}
