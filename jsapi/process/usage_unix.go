//go:build unix

package process

import "syscall"

// resources asks getrusage(2); it cannot fail for the process itself.
func resources() usageFigures {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return usageFigures{}
	}
	micros := func(t syscall.Timeval) int64 { return t.Nano() / 1000 }
	return usageFigures{
		user: micros(u.Utime), system: micros(u.Stime), maxRSS: int64(u.Maxrss), //nolint:unconvert // 32 bits wide on 32-bit systems
		minorFaults: int64(u.Minflt), majorFaults: int64(u.Majflt), reads: int64(u.Inblock), writes: int64(u.Oublock), //nolint:unconvert // 32 bits wide on 32-bit systems
		voluntary: int64(u.Nvcsw), involuntary: int64(u.Nivcsw), //nolint:unconvert // 32 bits wide on 32-bit systems
	}
}
