package npmrc

import (
	"fmt"
	"io"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Config is npm's configuration, as far as it concerns fetching. It does not change after Load and is safe for
// concurrent use. Printing it in any way shows no secret.
type Config struct {
	// Warnings are for the user: what could not be meant as it stands. They show no values.
	Warnings []string

	// FetchRetries is how often a request is repeated (fetch-retries, default 2).
	FetchRetries int
	// FetchRetryFactor, FetchRetryMin and FetchRetryMax say how long to wait before: Min at first (default 0.5 s), times
	// Factor each time (2), Max at most (30 s). npm's own defaults, 10 s to 60 s, serve a human who waits for one install.
	FetchRetryFactor             float64
	FetchRetryMin, FetchRetryMax time.Duration
	// FetchTimeout is how long a connection may bring no byte (fetch-timeout, default 60 s).
	FetchTimeout time.Duration
	// MaxSockets is how many connections to open at once (maxsockets), 0 where nobody says.
	MaxSockets int
	// StrictSSL says whether certificates are checked (strict-ssl, default true).
	StrictSSL bool

	registry *url.URL
	scopes   map[string]*url.URL // by scope, with its @
	// Secrets are behind functions, into which no way of printing looks: fmt follows pointers, given a verb that does not
	// fit them, and calls no method on a field that is not exported.
	credentials func(prefix string) *credential
	prefixes    []string // that there are credentials for
	proxy       func(*url.URL) (*url.URL, error)
	authorities authorities
}

// Registry returns the base URL of the registry that serves a package: that of its scope, or else the default one. Its
// path ends with a slash, and it has no credentials in it.
func (c *Config) Registry(name string) *url.URL {
	base := c.registry
	if scope, _, scoped := strings.Cut(name, "/"); scoped {
		if own := c.scopes[scope]; own != nil {
			base = own
		}
	}
	clone := *base
	return &clone
}

// Proxy returns the proxy for requests to u, nil for none; its URL may have credentials in it. Hosts of noproxy, and
// loopback, have none.
func (c *Config) Proxy(u *url.URL) (*url.URL, error) { return c.proxy(u) }

// Format implements fmt.Formatter for every verb: registries, and for whom there are credentials, but not which.
func (c Config) Format(f fmt.State, _ rune) {
	var scopes []string
	for _, scope := range slices.Sorted(maps.Keys(c.scopes)) {
		scopes = append(scopes, scope+": "+c.scopes[scope].String())
	}
	text := fmt.Sprintf("npmrc.Config{registry: %s, scopes: %v, credentials for: %v}", c.registry, scopes, c.prefixes)
	_, _ = io.WriteString(f, text) // as fmt's own
}

// ValueError is a setting that cannot be used. It does not show the value, which may be secret.
type ValueError struct {
	// Source is a file or "the environment", Key the setting.
	Source, Key string
	Problem     string
}

func (e *ValueError) Error() string {
	return fmt.Sprintf("npm's configuration, %s: %s %s", e.Source, e.Key, e.Problem)
}
