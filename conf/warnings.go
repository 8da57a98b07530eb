package conf

import "fmt"

// Warnings returns what is allowed but probably not meant, one line each, for the log at start-up.
func Warnings(r *Receiver, s *Source) []string {
	var all []string
	warn := func(format string, args ...any) { all = append(all, fmt.Sprintf(format, args...)) }
	if r.VMs > r.Concurrency && r.VMs != defaultVMs() {
		warn("%s: vms: %d VMs for at most %d messages in flight; the others will be idle", r.File, r.VMs, r.Concurrency)
	}
	if s.Type == TypeHTTP {
		if r.Retry != defaultRetry() {
			warn("%s: retry: has no effect with an http source, where the caller tries again", r.File)
		}
		if s.DeadLetter != (DeadLetter{}) || s.DeadLetterTimeout != defaultDeadLetterTimeout {
			warn("%s: deadLetter: has no effect on an http source, where the caller gets the error", s.File)
		}
	} else if s.DeadLetter.Off {
		warn("%s: deadLetter: is off; messages that fail for good are logged and dropped", s.File)
	}
	if s.Kafka != nil && s.Kafka.GroupID == defaultGroup {
		warn("%s: properties.connection.groupId: %q is the default; every guthega that names no group shares its messages with this one", s.File, defaultGroup)
	}
	if s.RedisStreams != nil && s.RedisStreams.Group == defaultGroup {
		warn("%s: properties.group: %q is the default; every guthega that names no group shares its messages with this one", s.File, defaultGroup)
	}
	for _, w := range s.warnings(r) {
		warn("%s: %s", s.File, w)
	}
	return all
}

// warnings are those of the source's own type, with the receiver that it feeds; they begin with a path.
func (s *Source) warnings(r *Receiver) []string {
	switch {
	case s.Kafka != nil:
		return s.Kafka.Warnings(r)
	case s.AMQP != nil:
		return s.AMQP.Warnings(r)
	}
	return nil
}
