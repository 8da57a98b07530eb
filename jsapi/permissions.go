package jsapi

import (
	"slices"
	"sync"

	"github.com/guthega/guthega/jsapi/dial"
	"github.com/guthega/guthega/jsapi/folders"
)

// Permissions says what a receiver may reach outside its VM (contract: "What receivers may do"). The zero value
// permits nothing. It is immutable once a VM has it, and so safe for concurrent use.
type Permissions struct {
	// Env lists the environment variables that process.env shows.
	Env []string
	// Net permits connections.
	Net NetPermission
	// Read and Write list folders, and Own those of the receiver's own installed tree, which it may always read.
	Read, Write, Own []string
	// Kept lists folders that are never written, whatever Write says: the store, and the scripts. Own is not either.
	Kept []string

	once     sync.Once
	rules    *dial.Rules
	readOnce sync.Once
	readable *folders.Set
}

// NetPermission permits network connections: All to anywhere but link-local and cloud metadata addresses and Unix
// sockets, else what one of the patterns permits (package dial says what they are).
type NetPermission struct {
	All      bool
	Patterns []string
}

// MayEnv reports whether the environment variable name may be seen.
func (p *Permissions) MayEnv(name string) bool { return p != nil && slices.Contains(p.Env, name) }

// Dialer is Net as that which opens connections asks it, one for all VMs of a receiver. It is never nil.
func (p *Permissions) Dialer() *dial.Rules {
	if p == nil {
		return dial.New(false, nil)
	}
	p.once.Do(func() { p.rules = dial.New(p.Net.All, p.Net.Patterns) })
	return p.rules
}

// Readable are the folders that may be read, one Set for all VMs of a receiver. It is never nil.
func (p *Permissions) Readable() *folders.Set {
	if p == nil {
		return folders.New()
	}
	p.readOnce.Do(func() { p.readable = folders.New(slices.Concat(p.Own, p.Read)...) })
	return p.readable
}
