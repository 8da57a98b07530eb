package spec

import "fmt"

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
		return raw
	}
	return name + "@" + raw
}
