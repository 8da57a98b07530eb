package redissource

import (
	"encoding/json"
	"fmt"
	"iter"
	"time"

	"github.com/guthega/guthega/sources"
)

// entry is one entry of a stream.
type entry struct {
	id       string
	fields   fields // nil when it was deleted
	received time.Time
	given    bool // it is on its way back; the lane's mutex holds for it
}

// fields are an entry's names and values by turns, as they came: in order, and with any name any number of times. A map
// would lose both. They are strings, as []any because that is what go-redis gives and takes.
type fields []any

// all yields names and values.
func (f fields) all() iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		for i := 0; i+1 < len(f); i += 2 {
			name, _ := f[i].(string)
			value, _ := f[i+1].(string)
			if !yield(name, value) {
				return
			}
		}
	}
}

// defaultField is the field whose value is the message.
const defaultField = "body"

// body returns the message that f holds: the value of the first field called name, and the other fields as rest. Without
// such a field the whole entry is the message, as a JSON object of strings; of a name that is there twice the last value
// counts then, and what is not UTF-8 has U+FFFD in its place.
func (f fields) body(name string, format sources.Format) (body []byte, as sources.Format, rest sources.Fields) {
	rest = sources.Fields{}
	found := false
	for key, value := range f.all() {
		if !found && key == name {
			body, found = []byte(value), true
			continue
		}
		rest = append(rest, sources.Field{Key: key, Value: value})
	}
	if found {
		return body, format, rest
	}
	return object(rest), sources.JSON, sources.Fields{}
}

// object writes fields of text as a JSON object, in their order.
func object(list sources.Fields) []byte {
	b := []byte{'{'}
	for i, field := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(append(b, quote(field.Key)...), ':')
		text, _ := field.Value.(string)
		b = append(b, quote(text)...)
	}
	return append(b, '}')
}

func quote(s string) []byte {
	b, err := json.Marshal(s)
	if err != nil { // which no string gives
		return []byte(`""`)
	}
	return b
}

// parseEntries reads a list of entries as XRANGE, XREADGROUP and XAUTOCLAIM reply with: [[id, [name, value, …]], …]. An
// entry that was deleted has nil for its fields, or is nil itself (XAUTOCLAIM before Redis 7) and here has no id.
func parseEntries(reply []any) ([]*entry, error) {
	entries := make([]*entry, 0, len(reply))
	now := time.Now()
	for _, item := range reply {
		if item == nil {
			entries = append(entries, new(entry))
			continue
		}
		pair, _ := item.([]any)
		if len(pair) != 2 {
			return nil, fmt.Errorf("an entry in the server's reply is a %T of %d items, want 2", item, len(pair))
		}
		id, ok := pair[0].(string)
		if !ok {
			return nil, fmt.Errorf("the id of an entry in the server's reply is a %T, want a string", pair[0])
		}
		list, ok := pair[1].([]any)
		if !ok && pair[1] != nil || len(list)%2 != 0 {
			return nil, fmt.Errorf("the fields of entry %s in the server's reply are a %T of %d items", id, pair[1], len(list))
		}
		entries = append(entries, &entry{id: id, fields: list, received: now})
	}
	return entries, nil
}

// message makes the message that e is, of a stream.
func (e *entry) message(stream, field string, format sources.Format) *sources.Message {
	body, as, rest := e.fields.body(field, format)
	m := sources.NewMessage("redis-streams", body)
	m.Received, m.Format = e.received, as
	m.Meta = sources.Fields{{Key: "stream", Value: stream}, {Key: "id", Value: e.id}, {Key: "fields", Value: rest}}
	return m
}
