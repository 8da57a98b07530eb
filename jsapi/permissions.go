package jsapi

import "slices"

// Permissions says what a receiver may reach outside its VM (contract: "What receivers may do"). The zero value
// permits nothing. It is immutable once a VM has it, and so safe for concurrent use.
type Permissions struct {
	// Env lists the environment variables that process.env shows.
	Env []string
	// Net permits connections: All to anywhere (but link-local addresses), else to the host:port patterns.
	Net NetPermission
	// Read and Write list folders, besides the receiver's own installed tree which it may always read.
	Read, Write []string
}

// NetPermission permits network connections.
type NetPermission struct {
	All      bool
	Patterns []string
}

// MayEnv reports whether the environment variable name may be seen.
func (p *Permissions) MayEnv(name string) bool { return p != nil && slices.Contains(p.Env, name) }
