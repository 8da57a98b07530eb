package spec

import (
	"net/url"
	"slices"
	"strings"
)

// hosts are the git hosts that npm knows: by their scheme, and by their domain, where an http address is a repository
// unless its path is that of an archive.
var hosts = []struct {
	scheme, domain string
	http           bool // plain http is a repository too
	archive        func(path []string) bool
}{
	{"github", "github.com", true, func(path []string) bool { return len(path) > 2 && path[2] != "" && path[2] != "tree" }},
	{"gitlab", "gitlab.com", false, func(path []string) bool {
		return slices.Contains(path, "-") || slices.ContainsFunc(path, func(s string) bool { return strings.HasPrefix(s, "archive.tar.gz") })
	}},
	{"bitbucket", "bitbucket.org", false, func(path []string) bool { return len(path) > 2 && path[2] == "get" }},
	{"gist", "gist.github.com", false, func(path []string) bool { return len(path) > 2 && path[2] == "raw" }},
	{"sourcehut", "git.sr.ht", false, func(path []string) bool { return len(path) > 2 && path[2] == "archive" }},
}

// repository reports whether s is a git repository.
func repository(s string) bool {
	switch protocol := scheme(s); protocol {
	case "":
		return shorthand(s) || scp(s)
	case "git", "ssh":
		return true
	case "http", "https":
		return hosted(s, protocol)
	default:
		if strings.HasPrefix(protocol, "git+") {
			return true
		}
		for _, h := range hosts {
			if protocol == h.scheme {
				return true
			}
		}
		return false
	}
}

// shorthand reports whether s is "user/repository", which is GitHub's, perhaps with a "#commit".
func shorthand(s string) bool {
	s, _, _ = strings.Cut(s, "#")
	slash := strings.IndexByte(s, '/')
	return slash > 0 && slash == strings.LastIndexByte(s, '/') && slash < len(s)-1 && s[0] != '.' && !strings.ContainsAny(s, "@: \t\n")
}

// scp reports whether s is an address as scp has it: user@host:path. npm takes it for a folder unless it knows the host;
// nobody means that.
func scp(s string) bool {
	user, rest, ok := strings.Cut(s, "@")
	host, path, ok2 := strings.Cut(rest, ":")
	return ok && ok2 && user != "" && path != "" && strings.Contains(host, ".") && !strings.ContainsAny(user, ":/") && !strings.Contains(host, "/")
}

// hosted reports whether the http address is that of a repository at a host that npm knows, not of a file there.
func hosted(s, protocol string) bool {
	u, err := url.Parse(s)
	if err != nil {
		return false
	}
	domain := strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
	for _, h := range hosts {
		if domain != h.domain || protocol == "http" && !h.http {
			continue
		}
		parts := strings.Split(strings.TrimPrefix(u.Path, "/"), "/")
		enough := len(parts) > 1 && parts[0] != "" && parts[1] != "" || h.scheme == "gist" && parts[0] != ""
		return enough && !h.archive(parts)
	}
	return false
}
