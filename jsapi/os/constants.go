package os

import "github.com/dop251/goja"

// constants is os.constants. The numbers are the system's own.
func (s system) constants() *goja.Object {
	out, errno, signal, priority, dlopen := s.rt.CreateObject(nil), s.rt.CreateObject(nil), s.rt.CreateObject(nil), s.rt.CreateObject(nil), s.rt.CreateObject(nil)
	for _, e := range errnos {
		s.set(errno, e.name, e.n)
	}
	for _, e := range signals {
		s.fixed(signal, e.name, s.rt.ToValue(e.n))
	}
	for _, p := range [...]number{
		{"PRIORITY_LOW", 19}, {"PRIORITY_BELOW_NORMAL", 10}, {"PRIORITY_NORMAL", 0},
		{"PRIORITY_ABOVE_NORMAL", -7}, {"PRIORITY_HIGH", -14}, {"PRIORITY_HIGHEST", -20},
	} {
		s.set(priority, p.name, p.n)
	}
	for _, d := range [...]number{{"RTLD_LAZY", 1}, {"RTLD_NOW", 2}, {"RTLD_GLOBAL", 256}, {"RTLD_LOCAL", 0}, {"RTLD_DEEPBIND", 8}} {
		s.set(dlopen, d.name, d.n)
	}
	s.set(out, "UV_UDP_REUSEADDR", 4)
	s.set(out, "dlopen", dlopen)
	s.set(out, "errno", errno)
	s.set(out, "signals", signal)
	s.set(out, "priority", priority)
	return out
}
