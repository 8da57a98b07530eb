package spec

import (
	"fmt"
	"strings"
)

// InvalidError is a name or a specifier that npm could not read either.
type InvalidError struct {
	// Name is the dependency's, Raw the specifier; either may be "".
	Name, Raw string
	// Why it is invalid, and what is allowed.
	Why string
}

func (e *InvalidError) Error() string {
	if e.Raw == "" {
		return fmt.Sprintf("invalid package name %q: %s", e.Name, e.Why)
	}
	return fmt.Sprintf("invalid specifier %q: %s", join(e.Name, e.Raw), e.Why)
}

// UnsupportedError is a specifier of a kind that guthega does not install.
type UnsupportedError struct{ Spec Spec }

func (e *UnsupportedError) Error() string {
	return fmt.Sprintf("%s is a %s, which guthega does not install: publish the package to a registry, or pack it "+
		`with "npm pack" and use "file:<name>.tgz"`, join(e.Spec.Name, e.Spec.Raw), e.Spec.Kind)
}

func join(name, raw string) string {
	if name == "" {
		return Redact(raw)
	}
	return name + "@" + Redact(raw)
}

// Redact is a specifier, or an address, as messages and logs may show it: without what authorises. The user of ssh is no
// secret.
func Redact(raw string) string {
	protocol, rest, ok := strings.Cut(raw, "://")
	if !ok || strings.HasSuffix(protocol, "ssh") {
		return raw
	}
	host := rest
	if end := strings.IndexAny(rest, "/?#"); end >= 0 {
		host = rest[:end]
	}
	at := strings.LastIndexByte(host, '@')
	if at < 0 {
		return raw
	}
	return protocol + "://***" + rest[at:]
}
