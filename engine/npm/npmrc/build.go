package npmrc

import (
	"errors"
	"maps"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// build turns layers into a Config.
func (l *loading) build() (*Config, error) {
	c := l.config
	var problems []error
	c.registry, c.scopes = publicRegistry(), map[string]*url.URL{}
	credentials := map[string]*credential{}
	// From the weakest to the strongest, which overwrite.
	for _, from := range slices.Backward(l.layers) {
		for _, key := range slices.Sorted(maps.Keys(from.values)) {
			scope, ofScope := strings.CutSuffix(key, ":registry")
			if ofScope = ofScope && strings.HasPrefix(scope, "@"); !ofScope && key != "registry" || from.get(key) == "" {
				continue
			}
			u, secret, problem := registryURL(from.get(key))
			if problem != "" {
				problems = append(problems, &ValueError{from.name, key, problem})
				continue
			}
			if secret != nil {
				credentials[prefixOf(u)] = secret
			}
			if ofScope {
				c.scopes[scope] = u
			} else {
				c.registry = u
			}
		}
	}
	l.takeCredentials(credentials)
	c.credentials = func(prefix string) *credential { return credentials[prefix] }
	c.prefixes = slices.Sorted(maps.Keys(credentials))
	l.takeNumbers()
	c.StrictSSL = l.flag("strict-ssl", true)
	l.takeUnheeded()
	l.takeAuthorities()
	if err := l.takeProxies(); err != nil {
		problems = append(problems, err)
	}
	return c, errors.Join(problems...)
}

// takeUnheeded warns of settings that change what npm installs, and not what guthega does.
func (l *loading) takeUnheeded() {
	for _, key := range []string{"legacy-peer-deps", "strict-peer-deps", "engine-strict"} {
		if text, from := l.value(key); text == "true" {
			l.warn("%s: %s has no effect here", from.name, key)
		}
	}
	for _, kind := range l.list("omit") {
		if kind != "dev" { // which is never installed
			l.warn("omit=%s has no effect here", kind)
		}
	}
}

// registryURL checks a registry's URL and takes credentials out of it.
func registryURL(text string) (u *url.URL, secret *credential, problem string) {
	const want = "write it as https://host/path/"
	u, err := url.Parse(strings.TrimSpace(text))
	switch {
	case err != nil:
		return nil, nil, "is not a URL: " + want
	case u.Scheme != "http" && u.Scheme != "https":
		return nil, nil, "does not begin with http:// or https://: " + want
	case u.Hostname() == "":
		return nil, nil, "has no host: " + want
	}
	if u.User != nil {
		password, _ := u.User.Password()
		secret = basic(u.User.Username(), password)
	}
	u.User, u.RawQuery, u.Fragment = nil, "", ""
	u.Host = strings.ToLower(u.Host)
	if port := u.Port(); port == "80" && u.Scheme == "http" || port == "443" && u.Scheme == "https" {
		u.Host = strings.TrimSuffix(u.Host, ":"+port)
	}
	return u.JoinPath("/"), secret, ""
}

// value returns the strongest value of a key and where it stands.
func (l *loading) value(key string) (string, *layer) {
	for _, from := range l.layers {
		if v := from.get(key); v != "" {
			return v, from
		}
	}
	return "", nil
}

// list returns the strongest list of a key; a single value may have commas.
func (l *loading) list(key string) []string {
	for _, from := range l.layers {
		var out []string
		for _, value := range from.values[key] {
			for item := range strings.SplitSeq(value, ",") {
				if item = strings.TrimSpace(item); item != "" && item != "null" {
					out = append(out, item)
				}
			}
		}
		if out != nil {
			return out
		}
	}
	return nil
}

func (l *loading) flag(key string, otherwise bool) bool {
	text, from := l.value(key)
	switch text {
	case "true":
		return true
	case "false":
		return false
	case "":
		return otherwise
	}
	l.warn("%s: %s is neither true nor false: %t is taken", from.name, key, otherwise)
	return otherwise
}

func (l *loading) number(key string, otherwise, least float64) float64 {
	text, from := l.value(key)
	if text == "" {
		return otherwise
	}
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || !(n >= least) || n > math.MaxInt32 {
		l.warn("%s: %s is not a number of at least %g: %g is taken", from.name, key, least, otherwise)
		return otherwise
	}
	return n
}

func (l *loading) milliseconds(key string, otherwise time.Duration) time.Duration {
	return time.Duration(l.number(key, float64(otherwise.Milliseconds()), 0) * float64(time.Millisecond))
}

func (l *loading) takeNumbers() {
	c := l.config
	c.FetchRetries = int(l.number("fetch-retries", 2, 0))
	c.FetchRetryFactor = l.number("fetch-retry-factor", 2, 1)
	c.FetchRetryMin = l.milliseconds("fetch-retry-mintimeout", 500*time.Millisecond)
	c.FetchRetryMax = max(l.milliseconds("fetch-retry-maxtimeout", 30*time.Second), c.FetchRetryMin)
	c.MaxSockets = int(l.number("maxsockets", 0, 1))
	if c.FetchTimeout = l.milliseconds("fetch-timeout", time.Minute); c.FetchTimeout == 0 {
		c.FetchTimeout = math.MaxInt64 // npm's word for none
	}
}
