package registry

import (
	"cmp"
	"errors"
	"fmt"
	"net/url"
)

// NotFoundError is a package, or a tarball of it, that the registry does not have, or does not admit to.
type NotFoundError struct {
	// Package is the name, Host the registry's host and port.
	Package, Host string
	// Path is that of the tarball, "" where the package itself was asked for.
	Path string
	// Authorized says that credentials were sent.
	Authorized bool
}

func (e *NotFoundError) Error() string {
	what := subject(e.Package, e.Path)
	if e.Authorized {
		return fmt.Sprintf("%s has no %s, or none that its token may see: check the name, and the registry", e.Host, what)
	}
	return fmt.Sprintf("%s has no %s: check the name, and the registry (NPM_REGISTRY, .npmrc); no token is configured for that host, "+
		"and private packages look like missing ones without a token", e.Host, what)
}

// AuthError is a registry that wants other credentials, or any: status 401 or 403.
type AuthError struct {
	Package, Host string
	Path          string
	Status        int
	// Authorized says that credentials were sent.
	Authorized bool
}

func (e *AuthError) Error() string {
	what := subject(e.Package, e.Path)
	if e.Authorized {
		return fmt.Sprintf("%s refuses %s (status %d): the credentials configured for it do not suffice or have expired", e.Host, what, e.Status)
	}
	return fmt.Sprintf("%s refuses %s (status %d): no credentials are configured for it; set //%s/:_authToken in .npmrc or in the environment",
		e.Host, what, e.Status, e.Host)
}

// UnavailableError is a registry that did not serve a request, at the last attempt for the reason Err.
type UnavailableError struct {
	Package, Host string
	Path          string
	// Attempts is how often it was asked, Status the last answer's, 0 where there was none.
	Attempts, Status int
	Err              error
}

func (e *UnavailableError) Error() string {
	times := "once"
	if e.Attempts > 1 {
		times = fmt.Sprintf("%d times", e.Attempts)
	}
	return fmt.Sprintf("%s could not be had from %s, asked %s: %v; check the registry (NPM_REGISTRY, .npmrc), proxies and certificates",
		subject(e.Package, e.Path), e.Host, times, e.Err)
}

func (e *UnavailableError) Unwrap() error { return e.Err }

// OfflineError is a request that would need the network.
type OfflineError struct {
	Package, Host string
	Path          string
}

func (e *OfflineError) Error() string {
	return fmt.Sprintf("%s of %s is not in the cache, and offline it cannot be fetched: install once with the network", subject(e.Package, e.Path), e.Host)
}

// MalformedError is an answer that is no packument.
type MalformedError struct {
	Package, Host string
	Err           error
}

func (e *MalformedError) Error() string {
	return fmt.Sprintf("what %s answers for package %s is no package metadata: %v; check that NPM_REGISTRY or .npmrc name a registry", e.Host, e.Package, e.Err)
}

func (e *MalformedError) Unwrap() error { return e.Err }

func subject(name, path string) string {
	if path != "" {
		return "tarball " + path
	}
	return "package " + cmp.Or(name, "(unnamed)")
}

// bare is an error without the URL that net/http and net/url put around it: URLs may hold secrets.
func bare(err error) error {
	if u, ok := errors.AsType[*url.Error](err); ok {
		return u.Err
	}
	return err
}
