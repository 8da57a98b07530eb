package npm

import (
	"time"

	"github.com/guthega/guthega/engine/npm/manifest"
	"github.com/guthega/guthega/engine/npm/registry"
	"github.com/guthega/guthega/engine/npm/store"
)

// Request is one installation.
type Request struct {
	// Root is what the root depends on: dependencies, optionalDependencies, peerDependencies, overrides.
	Root *manifest.Manifest
	// Dir is what file: specs of Root are relative to, an absolute path.
	Dir string
	// Lock is the lockfile's path; "" for none.
	Lock string
	// Seed is a lock of npm's that a new one starts from, where there is none yet; "" for none.
	Seed string
	// Frozen fails where the lock would change; Update chooses anew whatever the lock says. Unwritten leaves the lock as it
	// is, or away.
	Frozen, Update, Unwritten bool
	// Retry fetches again what is optional and could not be fetched the last time.
	Retry bool
	// MinAge refuses versions that were published less than this ago; 0 refuses none.
	MinAge time.Duration
}

// Installer installs packages. Its fields are set before the first Install.
type Installer struct {
	// Connect is called at most once, when the registry is first needed.
	Connect func(full bool) (*registry.Client, error)
	Store   *store.Store
	// NodeVersion is the Node.js version that guthega answers to ("20.19.0"): packages' engines are compared with it.
	NodeVersion string
	// Now is the clock that MinAge is measured by; nil is time.Now.
	Now func() time.Time
	// Progress is told how far it is, from several goroutines; nil is nobody.
	Progress func(Progress)
}

// Progress is how far an installation is.
type Progress struct {
	// Resolved counts the packages whose metadata is known. Wanted and Fetched count the packages to be had and those
	// that are there; Wanted is final once Placed.
	Resolved, Wanted, Fetched int
	Placed                    bool
}

// Result is a complete installation.
type Result struct {
	// Dir holds node_modules, inside the store. Nothing in it may be changed.
	Dir string
	// Packages are what it is made of, by path.
	Packages []Installed
	// Fetched of them came over the network, FetchedBytes long as tarballs; the others were in the store.
	Fetched      int
	FetchedBytes int64
	// Seeded: versions were taken from Request.Seed where they fit.
	Seeded bool
	// Reused: the tree was there already.
	Reused bool
	// Locked: the lock said what to install, and no metadata was asked for. Wrote: the lock was written.
	Locked, Wrote bool
	Warnings      []Warning
	Took          time.Duration
}

// Installed is one package of a Result.
type Installed struct {
	// Path is below Dir: "node_modules/a/node_modules/b".
	Path, Name, Version string
	Integrity           string
	Optional            bool
}

// Warning is something to be looked at that does not keep the packages from being installed.
type Warning struct {
	// Package is "name@version", "" where it is about no single one.
	Package string
	Kind    WarningKind
	Text    string
}

// WarningKind says what a Warning is about.
type WarningKind string

// The kinds.
const (
	WarnScript     WarningKind = "installScript"
	WarnNative     WarningKind = "nativeAddon"
	WarnEngine     WarningKind = "engine"
	WarnPlatform   WarningKind = "platform"
	WarnDeprecated WarningKind = "deprecated"
	WarnPeer       WarningKind = "peer"
	WarnOptional   WarningKind = "optional"
	WarnLock       WarningKind = "lock"
)

func (w Warning) String() string {
	if w.Package == "" {
		return w.Text
	}
	return w.Package + ": " + w.Text
}
