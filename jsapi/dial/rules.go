package dial

import (
	"net/netip"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Rules are one receiver's permission. They are safe for concurrent use; nil permits nothing.
type Rules struct {
	all      bool
	patterns []Pattern

	mu      sync.Mutex
	answers map[netip.Addr][]string // which names the resolver has given these addresses for
}

// maxAnswers bounds what is remembered of the resolver's answers; all are forgotten past it. It is far above what the
// clients of a receiver talk to.
const maxAnswers = 4096

// New makes rules that permit everything but what has to be listed, or what a pattern permits. A pattern that is none
// permits nothing; the config has been checked by then.
func New(all bool, patterns []string) *Rules {
	r := &Rules{all: all}
	for _, s := range patterns {
		if p, err := ParsePattern(s); err == nil {
			r.patterns = append(r.patterns, p)
		}
	}
	return r
}

// Name reports, as *Denied, whether a host may not be looked up in order to connect to port; 0 is any port. Where host
// is an address it is Address.
func (r *Rules) Name(host string, port uint16) error {
	if a, err := netip.ParseAddr(host); err == nil {
		return r.Address(a, port)
	}
	if r != nil {
		name := canonical(host)
		if r.all || slices.ContainsFunc(r.patterns, func(p Pattern) bool {
			return p.matchName(name, port) || p.network.IsValid() && p.matchPort(port)
		}) {
			return nil
		}
	}
	return denied("connecting to", host, port)
}

// Address reports, as *Denied, whether there may be no connection to this address and port; 0 is any port. An address
// that the resolver gave for a permitted name is permitted as the name is.
func (r *Rules) Address(a netip.Addr, port uint16) error {
	if r.mayReach(plain(a), port) {
		return nil
	}
	return denied("connecting to", a.WithZone("").Unmap().String(), port)
}

func (r *Rules) mayReach(a netip.Addr, port uint16) bool {
	if r == nil {
		return false
	}
	if within, special := Special(a); special {
		return slices.ContainsFunc(r.patterns, func(p Pattern) bool { return p.matchPort(port) && p.names(a, within) })
	}
	if r.all || slices.ContainsFunc(r.patterns, func(p Pattern) bool { return p.matchAddress(a, port) }) {
		return true
	}
	r.mu.Lock()
	names := r.answers[a]
	r.mu.Unlock()
	return slices.ContainsFunc(names, func(name string) bool {
		return slices.ContainsFunc(r.patterns, func(p Pattern) bool { return p.matchName(name, port) })
	})
}

// Listen reports, as *Denied, whether nobody may listen there; port 0 is one that the system chooses, and for a pattern
// any.
func (r *Rules) Listen(a netip.Addr, port uint16) error {
	a = plain(a)
	if r != nil {
		local := a.IsLoopback()
		for _, p := range r.patterns {
			if p.matchPort(port) && (p.names(a, netip.Prefix{}) || local && (p.matchAddress(a, port) || p.name == "localhost")) {
				return nil
			}
		}
		if local && r.all {
			return nil
		}
	}
	return denied("listening on", a.String(), port)
}

// Unix reports, as *Denied, whether the Unix socket at file may not be used. A name in Linux's abstract namespace
// begins with @.
func (r *Rules) Unix(file string) error {
	if !strings.HasPrefix(file, "@") {
		file = path.Clean(file)
	}
	if r != nil && slices.ContainsFunc(r.patterns, func(p Pattern) bool { return p.matchUnix(file) }) {
		return nil
	}
	return &Denied{Doing: "connecting to", Resource: "unix:" + file, Pattern: "unix:" + file}
}

// Answered remembers what the system's resolver said of host. A resolver that JavaScript chose is not to be believed.
func (r *Rules) Answered(host string, addrs []netip.Addr) {
	if r.all || len(r.patterns) == 0 {
		return
	}
	name := canonical(host)
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.answers == nil || len(r.answers) > maxAnswers {
		r.answers = map[netip.Addr][]string{}
	}
	for _, a := range addrs {
		a = plain(a)
		if names := r.answers[a]; !slices.Contains(names, name) && len(names) < 16 {
			r.answers[a] = append(names, name)
		}
	}
}

// Denied is the error of what is not permitted.
type Denied struct {
	Doing    string // "connecting to"
	Resource string // what was to be reached, "db:5432"
	Pattern  string // what to list for it to be permitted
}

func (e *Denied) Error() string {
	return e.Doing + " " + e.Resource + ` is not permitted: "permissions": {"net": ["` + e.Pattern +
		`"]} in the receiver config would allow it`
}

func denied(doing, host string, port uint16) *Denied {
	shown := host
	if strings.Contains(host, ":") {
		shown = "[" + host + "]"
	}
	number := "*"
	if port != 0 {
		number = strconv.Itoa(int(port))
	}
	s := shown + ":" + number
	return &Denied{Doing: doing, Resource: s, Pattern: s}
}
