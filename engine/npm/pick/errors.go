package pick

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/guthega/guthega/engine/npm/semver"
	"github.com/guthega/guthega/engine/npm/spec"
)

// NoVersionError says that no version of a package is what was asked for.
type NoVersionError struct {
	Name, Wanted string
	// Latest is what the tag latest names, Nearest the newest version that is most like the one asked for. "" for none.
	Latest, Nearest string
	// Tags are the dist-tags by name, where a tag was asked for.
	Tags []string
	// TooYoung are the versions that are what was asked for, but were published after Before; the newest first.
	TooYoung []string
	Before   time.Time
	// OldEnough is the newest version from before then, which would do if it were asked for; "" for none, or where
	// age is not the matter.
	OldEnough string
}

func (e *NoVersionError) Error() string {
	var s strings.Builder
	if len(e.TooYoung) > 0 {
		fmt.Fprintf(&s, "%s@%s is too young for minReleaseAge: %s was published after %s", e.Name, e.Wanted, e.TooYoung[0],
			e.Before.UTC().Format(time.DateTime+" MST"))
		if e.OldEnough != "" {
			fmt.Fprintf(&s, "; %s is old enough", e.OldEnough)
		}
		return s.String()
	}
	fmt.Fprintf(&s, "no version of %s matches %q", e.Name, e.Wanted)
	switch {
	case len(e.Tags) > 0:
		fmt.Fprintf(&s, "; there are the tags %s", strings.Join(e.Tags, ", "))
	case e.Nearest != "" && e.Nearest != e.Latest:
		fmt.Fprintf(&s, "; the nearest is %s", e.Nearest)
	}
	if e.Latest != "" {
		fmt.Fprintf(&s, "; the latest is %s", e.Latest)
	}
	return s.String()
}

// failure finds out why there is no version for s.
func (p *picker) failure(s spec.Spec) *NoVersionError {
	versions := p.doc.Versions()
	e := &NoVersionError{Name: s.Name, Wanted: s.Fetch, Latest: p.tags[latest]}
	wanted := func(_ string, v semver.Version) bool { return s.Match(v) }
	if s.Kind == spec.Tag {
		e.Tags = slices.Sorted(maps.Keys(p.tags))
		wanted = func(text string, _ semver.Version) bool { return text == p.tags[s.Fetch] }
	}
	for _, text := range versions {
		if v, err := semver.ParseVersion(text); err == nil && wanted(text, v) && !p.old(text) {
			e.TooYoung = append(e.TooYoung, text)
		}
	}
	if len(e.TooYoung) > 0 {
		slices.SortStableFunc(e.TooYoung, func(a, b string) int { return semver.Compare(b, a) })
		e.Before = p.Before
		e.OldEnough = newest(versions, func(text string, _ semver.Version) bool { return p.old(text) })
		return e
	}
	e.Nearest = nearest(versions, s)
	return e
}

// nearest is the newest version with the same major and minor number as the one asked for, else with the same major.
func nearest(versions []string, s spec.Spec) string {
	if s.Kind != spec.Version {
		return ""
	}
	parts := strings.SplitN(s.Fetch, ".", 3)
	for _, like := range []string{parts[0] + "." + parts[1], parts[0]} {
		r, err := semver.ParseRange(like)
		if err != nil {
			return ""
		}
		if found := newest(versions, func(_ string, v semver.Version) bool { return r.MatchVersion(v) }); found != "" {
			return found
		}
	}
	return ""
}
