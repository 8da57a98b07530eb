package main

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"time"
	"unicode/utf8"

	"github.com/guthega/guthega/sources"
)

// A dead letter as one line of JSON: body (with encoding "base64" where it is not UTF-8), headers, and context, the
// message context as far as it is known. What JSON has no word for is an object with one of these members.
const (
	dateMember  = "$date"   // RFC 3339
	bytesMember = "$base64" // what the handler sees as a Buffer
)

// writeRecord makes the line that `replay --dry-run` prints, and `invoke --dead-letter` reads.
func writeRecord(d *sources.DeadLetter) ([]byte, error) {
	r := struct {
		Body     string            `json:"body"`
		Encoding string            `json:"encoding,omitempty"`
		Headers  map[string]string `json:"headers"`
		Context  json.RawMessage   `json:"context,omitempty"`
	}{Body: string(d.Body), Headers: map[string]string{}}
	if !utf8.Valid(d.Body) {
		r.Body, r.Encoding = base64.StdEncoding.EncodeToString(d.Body), "base64"
	}
	for _, h := range d.Headers {
		r.Headers[h.Name] = h.Value
	}
	if d.Meta != nil {
		var err error
		if r.Context, err = writeFields(d.Meta); err != nil {
			return nil, err
		}
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(r)
	return b.Bytes(), err
}

// writeFields keeps their order.
func writeFields(fields sources.Fields) (json.RawMessage, error) {
	b := []byte{'{'}
	for i, f := range fields {
		if i > 0 {
			b = append(b, ',')
		}
		key, err := json.Marshal(f.Key)
		if err != nil {
			return nil, err
		}
		value, err := writeValue(f.Value)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.Key, err)
		}
		b = append(append(append(b, key...), ':'), value...)
	}
	return append(b, '}'), nil
}

func writeValue(v any) ([]byte, error) {
	switch v := v.(type) {
	case sources.Fields:
		return writeFields(v)
	case time.Time:
		return json.Marshal(map[string]string{dateMember: v.UTC().Format(time.RFC3339Nano)})
	case []byte:
		return json.Marshal(map[string]string{bytesMember: base64.StdEncoding.EncodeToString(v)})
	default:
		return json.Marshal(v)
	}
}

// restore turns the members above back into what they stand for.
func restore(fields sources.Fields) (sources.Fields, error) {
	for i, f := range fields {
		nested, ok := f.Value.(sources.Fields)
		if !ok {
			continue
		}
		value, err := restoreValue(nested)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.Key, err)
		}
		fields[i].Value = value
	}
	return fields, nil
}

func restoreValue(nested sources.Fields) (any, error) {
	if len(nested) == 1 {
		text, _ := nested[0].Value.(string)
		switch nested[0].Key {
		case dateMember:
			return time.Parse(time.RFC3339Nano, text)
		case bytesMember:
			return base64.StdEncoding.DecodeString(text)
		}
	}
	return restore(nested)
}
