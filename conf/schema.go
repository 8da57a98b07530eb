package conf

import (
	"fmt"
	"maps"
)

// schema is which keys a source file may have, by where they stand.
type schema struct{ top, properties, connection fields }

// schema sets s and remembers in at where each option was found.
func (s *Source) schema(at places) schema {
	options := fields{
		"format":            once(at, "format", into(&s.Format, oneOf(FormatJSON, FormatText, FormatBinary))),
		"deadLetter":        once(at, "deadLetter", into(&s.DeadLetter, deadLetter)),
		"deadLetterTimeout": once(at, "deadLetterTimeout", into(&s.DeadLetterTimeout, duration)),
		"drainTimeout":      once(at, "drainTimeout", into(&s.DrainTimeout, duration)),
	}
	more, inside, connection := s.typed().fields(at)
	options = options.with(more)
	all := schema{top: options, properties: options.with(inside), connection: connection}
	if connection != nil {
		all.properties["connection"] = object(connection, s)
	}
	all.top = options.with(fields{
		"type":       func(node) {}, // read before the rest, which depends on it
		"properties": object(all.properties, s),
	})
	return all
}

// misplaced returns the path of the object that a key belongs in, if this type has such a key at all.
func (s *Source) misplaced(key string) (path string, ok bool) {
	all := s.schema(places{})
	switch {
	case all.connection[key] != nil:
		return "properties.connection", true
	case all.properties[key] != nil:
		return "properties", true
	}
	return "", all.top[key] != nil
}

// foreign hints at the type that has such a key.
func (s *Source) foreign(key string) string {
	for _, t := range Types() {
		if _, ok := newSource("", t).misplaced(key); ok {
			return fmt.Sprintf("it is an option of type %q", t)
		}
	}
	return ""
}

// with returns f with more keys.
func (f fields) with(more fields) fields {
	all := maps.Clone(f)
	maps.Copy(all, more)
	return all
}

// deadLetter reads true, false, or {"to": name}.
func deadLetter(n node) (DeadLetter, bool) {
	switch {
	case n.kind == objectKind:
		var d DeadLetter
		object(fields{"to": into(&d.To, nonEmpty)}, nil)(n)
		if len(n.members) == 0 {
			n.fail(`"to" is missing`, "name the topic, queue, stream or file, or write true for the usual one")
		}
		return d, true
	case n.kind == boolKind, n.kind == stringKind && len(n.from) > 0:
		on, ok := boolean(n)
		return DeadLetter{Off: !on}, ok
	}
	n.mismatch(`true, false or {"to": "name"}`, "")
	return DeadLetter{}, false
}

// nonEmpty reads a string that says something.
func nonEmpty(n node) (string, bool) {
	s, ok := text(n)
	if ok && s == "" {
		n.fail("is empty", "")
	}
	return s, ok && s != ""
}
