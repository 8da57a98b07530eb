package conf

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// scalar returns the text of a number or boolean. A string stands for one when a variable filled it:
// "port": "${PORT:-3001}".
func (n node) scalar(want kind, expected string) (string, bool) {
	switch {
	case n.kind == want, n.kind == stringKind && len(n.from) > 0:
		return n.text, true
	case n.kind == stringKind:
		n.mismatch(expected, "remove the quotes")
	default:
		n.mismatch(expected, "")
	}
	return "", false
}

func text(n node) (string, bool) {
	if n.kind != stringKind {
		n.mismatch("a string", "")
		return "", false
	}
	return n.text, true
}

func boolean(n node) (bool, bool) {
	s, ok := n.scalar(boolKind, "true or false")
	if ok && s != "true" && s != "false" {
		n.fail(n.shown()+" is neither true nor false", "")
		return false, false
	}
	return s == "true", ok
}

func integer(n node) (int, bool) {
	s, ok := n.scalar(numberKind, "a whole number")
	if !ok {
		return 0, false
	}
	i, err := strconv.Atoi(s)
	if err != nil {
		n.notWhole(s, err)
	}
	return i, err == nil
}

func (n node) notWhole(s string, err error) {
	if n.kind != numberKind {
		s = n.shown()
	}
	if errors.Is(err, strconv.ErrRange) {
		n.fail(s+" is too large", "")
		return
	}
	n.fail(s+" is not a whole number", "write it in digits alone")
}

// duration reads "30s". A number alone is refused, since nobody can see whether it means seconds or milliseconds.
func duration(n node) (time.Duration, bool) {
	if n.kind == numberKind {
		n.mismatch("a duration in double quotes", fmt.Sprintf(`write "%ss" for seconds, "%sms" for milliseconds`, n.text, n.text))
		return 0, false
	}
	if n.kind != stringKind {
		n.mismatch(`a duration such as "30s"`, "")
		return 0, false
	}
	d, err := parseDuration(n.text)
	if err != nil {
		n.fail(n.shown()+" is not a duration", durationHint)
	}
	return d, err == nil
}

const durationHint = `a number and a unit: "250ms", "30s", "1m30s", "2h", "3d"`

// count reads a number of units, as the NodeJS guthega's broker settings have it; "30s" is taken too.
func count(unit time.Duration, name string) reader[time.Duration] {
	return func(n node) (time.Duration, bool) {
		if n.kind == stringKind {
			if d, err := parseDuration(n.text); err == nil {
				return d, true
			}
		}
		s, ok := n.scalar(numberKind, "a whole number of "+name)
		if !ok {
			return 0, false
		}
		i, err := strconv.ParseInt(s, 10, 64)
		d := time.Duration(i) * unit
		if err == nil && d/unit != time.Duration(i) {
			err = strconv.ErrRange
		}
		if err != nil {
			n.notWhole(s, err)
		}
		return d, err == nil
	}
}

// size reads a number of bytes, plain or with a unit.
func size(n node) (int64, bool) {
	if n.kind != numberKind && n.kind != stringKind {
		n.mismatch(`a size such as "512MiB"`, "")
		return 0, false
	}
	i, err := parseSize(n.text)
	if err == nil {
		return i, true
	}
	if n.kind == numberKind {
		n.notWhole(n.text, err)
		return 0, false
	}
	hint := `a whole number and a unit: "512MiB", "1GiB", "500MB"`
	if errors.Is(err, strconv.ErrRange) {
		hint = "it is more than 8 EiB"
	}
	n.fail(n.shown()+" is not a size", hint)
	return 0, false
}

// oneOf reads a string that is one of the names.
func oneOf[T ~string](names ...T) reader[T] {
	return func(n node) (T, bool) {
		s, ok := text(n)
		if !ok {
			return "", false
		}
		all := make([]string, len(names))
		for i, name := range names {
			if all[i] = string(name); s == all[i] {
				return name, true
			}
		}
		hint := "one of " + strings.Join(all, ", ")
		if near, ok := nearest(s, all); ok {
			hint = fmt.Sprintf("did you mean %q?", near)
		}
		n.fail(n.shown()+" is not known", hint)
		return "", false
	}
}

// list reads a list of what read reads.
func list[T any](read reader[T]) reader[[]T] {
	return func(n node) ([]T, bool) {
		if n.kind != listKind {
			n.mismatch("a list", "put it in [ ]")
			return nil, false
		}
		all, good := make([]T, 0, len(n.items)), true
		for i, item := range n.items {
			at := node{item, element(n.path, i), n.doc}
			if item.broken {
				good = false
				continue
			}
			v, ok := read(at)
			all, good = append(all, v), good && ok
		}
		return all, good
	}
}

// oneOrMore reads a list, or one value that stands for a list of one.
func oneOrMore[T any](read reader[T]) reader[[]T] {
	return func(n node) ([]T, bool) {
		if n.kind != stringKind {
			return list(read)(n)
		}
		v, ok := read(n)
		return []T{v}, ok
	}
}
