package conf

import (
	"fmt"
	"math"
	"net/url"
	"slices"
	"time"
)

func asError(file string, list []Problem) error {
	if len(list) == 0 {
		return nil
	}
	return &Problems{File: file, List: list}
}

// checks collects what Validate finds.
type checks []Problem

// that records a problem unless ok.
func (c *checks) that(ok bool, path, message, hint string) {
	if !ok {
		*c = append(*c, Problem{Path: path, Message: message, Hint: hint})
	}
}

func (c *checks) between(path string, got, least, most int) {
	hint := fmt.Sprintf("at least %d", least)
	if most < math.MaxInt {
		hint = fmt.Sprintf("from %d to %d", least, most)
	}
	c.that(least <= got && got <= most, path, fmt.Sprintf("%d is out of range", got), hint)
}

func (c *checks) positive(path string, d time.Duration) {
	c.that(d > 0, path, fmt.Sprintf("%v is too short", d), "give more than 0s")
}

func (c *checks) notNegative(path string, d time.Duration) {
	c.that(d >= 0, path, fmt.Sprintf("%v is negative", d), "")
}

// filled records a problem for a list that is empty or holds an empty string.
func (c *checks) filled(path string, list []string, what string) {
	c.that(len(list) > 0, path, "is required", what)
	c.noBlanks(path, list)
}

func (c *checks) noBlanks(path string, list []string) {
	for i, s := range list {
		c.that(s != "", element(path, i), "is empty", "")
	}
}

// url checks the url of a connection. It quotes nothing of it: there may be a password inside.
func (c *checks) url(s string, schemes ...string) {
	const path = "properties.connection.url"
	u, err := url.Parse(s)
	c.that(err == nil && slices.Contains(schemes, u.Scheme) && u.Hostname() != "", path,
		"is not the URL of a server", fmt.Sprintf("such as %s://localhost", schemes[0]))
}

// alone records a problem for each of the others that is given beside the option called name.
func (c *checks) alone(at places, name string, others ...string) {
	for _, other := range others {
		path, given := at[other]
		c.that(!given, path, "is given beside "+at.of(name, name)+", which says it already", "keep one")
	}
}
