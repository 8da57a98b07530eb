package spec

import (
	"strings"

	"github.com/guthega/guthega/engine/npm/semver"
)

// Kind says where what a Spec stands for comes from.
type Kind uint8

// The kinds of specs. From Git on they are known, and not supported.
const (
	Version   Kind = iota + 1 // one version of the registry
	Range                     // a range of versions of the registry
	Tag                       // a dist-tag of the registry
	Alias                     // another package of the registry, under this name
	Remote                    // a tarball at an http or https address
	File                      // a tarball on disk
	Folder                    // a folder on disk
	Git                       // a git repository
	Link                      // link:, a symbolic link
	Workspace                 // workspace:, a package of the same repository
	Other                     // any other scheme
)

func (k Kind) String() string {
	return [...]string{
		"invalid", "version", "range", "tag", "alias", "tarball address", "tarball", "folder", "git repository", "link",
		"workspace", "unknown scheme",
	}[k]
}

// Spec is a parsed specifier.
type Spec struct {
	// Name is that of the dependency, which is its folder in node_modules; "" where an argument has none.
	Name string
	// Raw is the text without the name, as it stood there, but for white space around it; "*" for none.
	Raw  string
	Kind Kind
	// Fetch is what to get: a Version in its normal form, a Range or a Tag as it is written, a Remote's URL, the absolute
	// path of a File or Folder, and what follows the name otherwise. "" for an Alias.
	Fetch string
	// Range is the range of a Range, and that of the one version of a Version. It matches nothing in other kinds.
	Range semver.Range
	// Alias is what an Alias stands for: a Version, Range or Tag, with that package's name. nil otherwise.
	Alias *Spec
}

// Parse reads the dependency "name": "raw" of the package in the folder dir, an absolute path that files are relative
// to. Errors: *InvalidError.
func Parse(name, raw, dir string) (Spec, error) {
	if err := CheckName(name); err != nil {
		return Spec{}, err
	}
	return resolve(name, raw, dir)
}

// Arg reads a specifier as npm's command line has it: "name", "name@spec", or a spec alone where it can be no name (an
// address, a path). Errors: *InvalidError.
func Arg(s, dir string) (Spec, error) {
	if s = strings.TrimSpace(s); s == "" {
		return Spec{}, &InvalidError{Why: "it is empty"}
	}
	name, rest := s, ""
	if at := strings.IndexByte(s, '@'); at > 0 {
		name, rest = s[:at], s[at+1:]
	} else if at == 0 {
		if second := strings.IndexByte(s[1:], '@'); second >= 0 {
			name, rest = s[:second+1], s[second+2:]
		}
	}
	switch {
	case scheme(s) != "", scp(s), name != "" && name[0] != '@' && (strings.Contains(name, "/") || tarball(name)):
		return resolve("", s, dir)
	case rest == "" && CheckName(name) != nil: // "./x", or nothing that makes sense
		return resolve("", s, dir)
	}
	return Parse(name, rest, dir)
}

// resolve takes the kinds in npm's order: paths before anything else, a lone "user/repository" is GitHub's.
func resolve(name, raw, dir string) (Spec, error) {
	raw = strings.TrimSpace(raw)
	if raw == "" {
		raw = "*"
	}
	s := Spec{Name: name, Raw: raw, Fetch: raw}
	protocol := scheme(raw)
	switch {
	case protocol == "file", path(raw):
		return s.file(dir)
	case protocol == "npm":
		return s.alias(dir)
	case repository(raw):
		s.Kind = Git
	case protocol == "http", protocol == "https":
		s.Kind = Remote
		return s, checkURL(&s)
	case protocol == "link":
		s.Kind = Link
	case protocol == "workspace":
		s.Kind = Workspace
	case protocol != "":
		s.Kind = Other
	case strings.Contains(raw, "/"), tarball(raw):
		return s.file(dir)
	default:
		return s.registry()
	}
	return s, nil
}

// registry tells versions, ranges and tags apart.
func (s Spec) registry() (Spec, error) {
	r, err := semver.ParseRange(s.Raw)
	if version, ok := semver.Clean(s.Raw); ok {
		s.Kind, s.Fetch, s.Range = Version, version, r
		return s, nil
	}
	if err == nil {
		s.Kind, s.Range = Range, r
		return s, nil
	}
	if !plain(s.Raw) {
		return Spec{}, &InvalidError{
			Name: s.Name, Raw: s.Raw, Why: "it is no version or range, and a tag has no such characters",
		}
	}
	s.Kind = Tag
	return s, nil
}

func (s Spec) alias(dir string) (Spec, error) {
	target, err := Arg(s.Raw[len("npm:"):], dir)
	switch {
	case err != nil:
		return Spec{}, &InvalidError{Name: s.Name, Raw: s.Raw, Why: err.Error()}
	case target.Kind > Tag:
		return Spec{}, &InvalidError{
			Name: s.Name, Raw: s.Raw, Why: "an alias stands for a package of the registry, not for a " + target.Kind.String(),
		}
	case target.Name == "":
		return Spec{}, &InvalidError{Name: s.Name, Raw: s.Raw, Why: "an alias names a package: npm:name@version"}
	}
	s.Kind, s.Fetch, s.Alias = Alias, "", &target
	return s, nil
}

// Match reports whether a package of that version is one that s asks for, where s is a Version or a Range ("*" takes
// prereleases too, as npm has it, other ranges only those that they name). No other kind matches any version.
func (s Spec) Match(v semver.Version) bool {
	return s.Kind == Range && s.Fetch == "*" || s.Range.MatchVersion(v)
}

// Unsupported returns an *UnsupportedError where s, or what it is an alias of, is of a kind that cannot be installed.
func (s Spec) Unsupported() error {
	if s.Kind < Git {
		return nil
	}
	return &UnsupportedError{Spec: s}
}
