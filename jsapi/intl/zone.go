package intl

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// zone returns the name that Node gives a time zone.
func (d *Data) zone(name string) (string, bool) {
	zones := d.zones()
	if z, ok := zones[name]; ok {
		return z, true
	}
	z, ok := zones[strings.ToLower(name)]
	return z, ok
}

// localZone is the process's zone, by TZ or the link that /etc/localtime is.
func (d *Data) localZone() string {
	if z, ok := d.zone(strings.TrimPrefix(os.Getenv("TZ"), ":")); ok {
		return z
	}
	if os.Getenv("TZ") == "" {
		if target, err := os.Readlink("/etc/localtime"); err == nil {
			if _, name, ok := strings.Cut(target, "zoneinfo/"); ok {
				if z, ok := d.zone(name); ok {
					return z
				}
			}
		}
	}
	return "UTC"
}

// load finds a zone under its name or another that it goes by: systems differ in which they have.
func (d *Data) load(name string) (*time.Location, error) {
	l, err := time.LoadLocation(name)
	if err == nil {
		return l, nil
	}
	for other, canonical := range d.zones() {
		if canonical != name || other == name {
			continue
		}
		if l, err := time.LoadLocation(other); err == nil {
			return l, nil
		}
	}
	return nil, err
}

// civil is the date and time in a zone: year, month, day, weekday, hour, minute, second, millisecond, offset in minutes.
func civil(zone string, ms int64, d *Data) ([]any, error) {
	l := time.UTC
	if zone != "UTC" {
		var err error
		if l, err = d.load(zone); err != nil {
			return nil, err
		}
	}
	t := time.UnixMilli(ms).In(l)
	year, month, day := t.Date()
	_, offset := t.Zone()
	return []any{year, int(month), day, int(t.Weekday()), t.Hour(), t.Minute(), t.Second(), t.Nanosecond() / 1e6, float64(offset) / 60}, nil
}

// zoneName is the name of a zone at an offset in minutes.
func (l *locale) zoneName(zone string, offset float64, style string) (string, bool) {
	if strings.HasSuffix(style, "Offset") {
		return l.offset(offset, style == "longOffset"), true
	}
	names, ok := l.zoneNames[zone][strconv.FormatFloat(offset, 'f', -1, 64)]
	switch {
	case !ok:
		return "", false
	case style == "long":
		return names[1], true
	case names[0] != "":
		return names[0], true
	}
	return l.offset(offset, false), true
}

// offset writes one as the locale does: GMT+5:30, or GMT+05:30.
func (l *locale) offset(minutes float64, long bool) string {
	if minutes == 0 {
		if long {
			return l.Zones.None[1]
		}
		return l.Zones.None[0]
	}
	prefix, rest, _ := strings.Cut(l.Zones.GMT, "+")
	separator := strings.Trim(rest, "0123456789")
	sign := "+"
	if minutes < 0 {
		sign = strings.TrimRight(strings.TrimPrefix(l.Zones.West, prefix), "0123456789:.")
		sign = strings.TrimRight(sign, "0123456789")
		minutes = -minutes
	}
	h, m := int(minutes)/60, int(minutes)%60
	switch {
	case long:
		return fmt.Sprintf("%s%s%02d%s%02d", prefix, sign, h, separator, m)
	case m == 0:
		return fmt.Sprintf("%s%s%d", prefix, sign, h)
	}
	return fmt.Sprintf("%s%s%d%s%02d", prefix, sign, h, separator, m)
}

// pattern looks a pattern up.
func (l *locale) pattern(kind, key string) (string, bool) {
	if kind == "fraction" {
		return l.Fraction, true
	}
	p, ok := map[string]map[string]string{"dates": l.Dates, "glue": l.Glue, "times": l.Times, "styles": l.Styles}[kind][key]
	return p, ok
}

// name is one of the names in a table.
func (l *locale) name(table, i int) string {
	names := strings.Split(l.Tables[table], "|")
	return names[i]
}
