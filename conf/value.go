package conf

import (
	"slices"
	"strconv"
)

// kind is one of JSON's six kinds of value.
type kind uint8

const (
	null kind = iota
	boolKind
	numberKind
	stringKind
	listKind
	objectKind
)

// kindNames read on from "found".
var kindNames = [...]string{"null", "a boolean", "a number", "a string", "a list", "an object"}

func (k kind) String() string { return kindNames[k] }

// value is one JSON value as it stands in the file. Objects keep the order of their members, and every value its
// place, so that a part of the file can be handed on byte for byte.
type value struct {
	kind       kind
	start, end int // the value is src[start:end]

	// text is a number or boolean as written, a string unescaped and with its variables filled in.
	text    string
	members []member
	items   []*value

	// A string with variables: the JSON text to stand in its place, the variables' names, and whether one of them
	// could not be filled in (which has then been reported).
	replaced []byte
	from     []string
	broken   bool
}

type member struct {
	key    string
	offset int
	value  *value
	// duplicate marks a key that was in the object before; it has been reported and is passed over.
	duplicate bool
}

// get returns the first member with this key.
func (v *value) get(key string) *value {
	i := slices.IndexFunc(v.members, func(m member) bool { return m.key == key })
	if i < 0 {
		return nil
	}
	return v.members[i].value
}

// source returns v as it stands in src, with strings that had variables in them replaced.
func (v *value) source(src []byte) []byte {
	out := make([]byte, 0, v.end-v.start)
	done := v.start
	v.strings(func(s *value) {
		if s.replaced != nil {
			out = append(append(out, src[done:s.start]...), s.replaced...)
			done = s.end
		}
	})
	return append(out, src[done:v.end]...)
}

// strings calls f for every string in v that is no key, in the file's order.
func (v *value) strings(f func(*value)) {
	switch v.kind {
	case stringKind:
		f(v)
	case listKind:
		for _, item := range v.items {
			item.strings(f)
		}
	case objectKind:
		for _, m := range v.members {
			m.value.strings(f)
		}
	}
}

// below returns the path of a member: a.b, or a["b c"] for keys that would be misread.
func below(path, key string) string {
	switch {
	case !plain(key):
		return path + "[" + strconv.Quote(key) + "]"
	case path == "":
		return key
	}
	return path + "." + key
}

// element returns the path of a list's element.
func element(path string, i int) string { return path + "[" + strconv.Itoa(i) + "]" }

func plain(key string) bool {
	for i := range len(key) {
		c := key[i]
		letter := 'a' <= c|0x20 && c|0x20 <= 'z' || c == '_' || c == '$'
		if !letter && (i == 0 || c != '-' && (c < '0' || '9' < c)) {
			return false
		}
	}
	return key != ""
}
