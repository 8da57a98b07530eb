package pick

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/guthega/guthega/engine/npm/platform"
	"github.com/guthega/guthega/engine/npm/semver"
	"github.com/guthega/guthega/engine/npm/spec"
)

// Packument is what a registry knows of one package. Its methods are called by Pick, often, and must not block; Pick
// itself is called concurrently.
type Packument interface {
	// Versions returns all versions, in the order of the registry's document.
	Versions() []string
	// Has reports whether there is such a version.
	Has(version string) bool
	// Deprecated reports whether a version is.
	Deprecated(version string) bool
	// Engines returns a version's engines: ranges by name. It is not changed.
	Engines(version string) map[string]string
	// Time is when a version was published; ok is false where that is not known.
	Time(version string) (t time.Time, ok bool)
}

// latest is the tag that a registry gives to what one should use.
const latest = "latest"

// Options say what is fit to be chosen. The zero value takes everything.
type Options struct {
	// Engines are the versions of node and npm that a package should be content with. They are a preference: where no
	// version is, another one is taken.
	Engines platform.Engines
	// Before excludes versions that were published after it. Versions of which the time is not known are taken, as npm
	// does. Zero: no limit.
	Before time.Time
}

// Pick returns the version of the packument doc, with these dist-tags, that s stands for: a Version, a Range, a Tag, or
// an Alias of one. Errors: *NoVersionError; s is of another kind.
func Pick(doc Packument, tags map[string]string, s spec.Spec, o Options) (string, error) {
	if s.Alias != nil {
		s = *s.Alias
	}
	p := &picker{doc: doc, tags: tags, Options: o}
	var version string
	switch s.Kind {
	case spec.Version:
		version = p.exact(s.Fetch)
	case spec.Tag:
		if tagged := tags[s.Fetch]; tagged != "" {
			version = p.tag(tagged)
		}
	case spec.Range:
		version = p.within(s.Range, s.Fetch == "*")
	default:
		return "", fmt.Errorf("choosing a version of %s: a %s is not in the registry", s.Name, s.Kind)
	}
	if version == "" {
		return "", p.failure(s)
	}
	return version, nil
}

type picker struct {
	Options
	doc  Packument
	tags map[string]string
}

// old reports whether a version is old enough.
func (p *picker) old(version string) bool {
	if p.Before.IsZero() {
		return true
	}
	t, ok := p.doc.Time(version)
	return !ok || !t.After(p.Before)
}

func (p *picker) fit(version string) bool { return p.Engines.Meets(p.doc.Engines(version)) }

func (p *picker) exact(version string) string {
	if p.old(version) && p.doc.Has(version) {
		return version
	}
	return ""
}

// tag takes the version that has the tag, or where that is too young the best one up to it.
func (p *picker) tag(version string) string {
	if p.old(version) {
		return p.exact(version)
	}
	r, err := semver.ParseRange("<=" + version)
	if err != nil {
		return ""
	}
	return p.within(r, false)
}

// within takes the best version of a range; all is npm's "*", which takes the latest even where that is a prerelease.
func (p *picker) within(r semver.Range, all bool) string {
	if version := p.tags[latest]; version != "" && (all || r.Match(version)) && p.old(version) &&
		p.doc.Has(version) && p.fit(version) && !p.doc.Deprecated(version) {
		return version
	}
	return p.best(p.matching(r))
}

// matching returns those versions that are old enough and in the range, the newest first.
func (p *picker) matching(r semver.Range) []candidate {
	var list []candidate
	for _, text := range p.doc.Versions() {
		v, err := semver.ParseVersion(text)
		if err == nil && r.MatchVersion(v) && p.old(text) {
			list = append(list, candidate{text, v})
		}
	}
	slices.SortStableFunc(list, func(a, b candidate) int { return b.version.Compare(a.version) })
	return list
}

// candidate is a version, as the registry writes it and parsed.
type candidate struct {
	text    string
	version semver.Version
}

// best takes the newest of those that are neither deprecated nor at odds with the engines, else of those that are
// deprecated only, else of those at odds with the engines only.
func (p *picker) best(newestFirst []candidate) string {
	found, rank := "", -1
	for _, c := range newestFirst {
		r := 0
		if p.fit(c.text) {
			r = 2
		}
		if !p.doc.Deprecated(c.text) {
			r++
		}
		if r > rank {
			found, rank = c.text, r
		}
		if rank == 3 {
			break
		}
	}
	return found
}

// newest returns the newest of the versions that accept takes, releases before prereleases; "" for none.
func newest(versions []string, accept func(string, semver.Version) bool) string {
	var best candidate
	for _, text := range versions {
		v, err := semver.ParseVersion(text)
		if err != nil || !accept(text, v) {
			continue
		}
		if best.text == "" || cmp.Or(release(v)-release(best.version), v.Compare(best.version)) > 0 {
			best = candidate{text, v}
		}
	}
	return best.text
}

func release(v semver.Version) int {
	if v.Prerelease() {
		return 0
	}
	return 1
}
