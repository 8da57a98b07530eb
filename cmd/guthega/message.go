package main

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/guthega/guthega/sources"
)

// deadLetter is one line of stdin's dead.ndjson, or of what `replay --dry-run` prints.
type deadLetter struct {
	Body     *string `json:"body"`
	Encoding string  `json:"encoding"`
	Headers  map[string]string
	Context  json.RawMessage
}

// readDeadLetter makes the message that a dead letter was, from the first line of a file.
func readDeadLetter(name string, std stdio) (*sources.Message, error) {
	data, err := readFile(name, std)
	if err != nil {
		return nil, fmt.Errorf("reading the dead letter: %w", err)
	}
	line, _, _ := bytes.Cut(data, []byte("\n"))
	if len(bytes.TrimSpace(data)) == 0 {
		return nil, fmt.Errorf("--dead-letter %s: there is nothing in it", name)
	}
	var d deadLetter
	if err := json.Unmarshal(line, &d); err != nil || d.Body == nil {
		return nil, fmt.Errorf("--dead-letter %s: the first line is not a dead letter, a JSON object with a body and headers",
			name)
	}
	body := []byte(*d.Body)
	if d.Encoding == "base64" {
		if body, err = base64.StdEncoding.DecodeString(*d.Body); err != nil {
			return nil, fmt.Errorf("--dead-letter %s: body: %w", name, err)
		}
	}
	source := d.Headers["guthega-source"]
	if source == "" {
		source = "invoke"
	}
	m := sources.NewMessage(source, body)
	if d.Context == nil {
		return m, nil
	}
	if m.Meta, err = contextFields(d.Context); err == nil {
		m.Meta, err = restore(m.Meta)
	}
	if err != nil {
		return nil, fmt.Errorf("--dead-letter %s: context: %w", name, err)
	}
	return m, nil
}

// ownFields are the members of every message context; --context cannot replace them.
var ownFields = map[string]bool{"requestId": true, "gts": true, "attempt": true, "source": true, "signal": true}

// contextFields reads a JSON object as the fields of a message context, in its order.
func contextFields(data []byte) (sources.Fields, error) {
	var object map[string]json.RawMessage
	if err := json.Unmarshal(data, &object); err != nil || object == nil {
		why := ""
		if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
			why = fmt.Sprintf(", at character %d: %v", syntax.Offset, syntax)
		}
		return nil, fmt.Errorf(`not a JSON object%s: give one, such as {"topic":"orders"}`, why)
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	if _, err := dec.Token(); err != nil { // the brace
		return nil, err
	}
	fields, err := objectFields(dec)
	if err != nil {
		return nil, err
	}
	for _, f := range fields {
		if ownFields[f.Key] {
			return nil, fmt.Errorf("%s is guthega's own: leave it out", f.Key)
		}
	}
	return fields, nil
}

// objectFields reads the rest of an object, which is known to be JSON.
func objectFields(dec *json.Decoder) (sources.Fields, error) {
	fields := sources.Fields{}
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return nil, err
		}
		name, _ := key.(string)
		value, err := fieldValue(dec, name)
		if err != nil {
			return nil, err
		}
		fields = append(fields, sources.Field{Key: name, Value: value})
	}
	_, err := dec.Token()
	return fields, err
}

// fieldValue reads the value of the member called name. Of arrays only those of strings have a place in a message
// context.
func fieldValue(dec *json.Decoder, name string) (any, error) {
	tok, err := dec.Token()
	if err != nil {
		return nil, err
	}
	switch tok := tok.(type) {
	case json.Number:
		if n, err := tok.Int64(); err == nil {
			return n, nil
		}
		n, err := tok.Float64()
		if err != nil {
			return nil, fmt.Errorf("%s: %s is more than a number can be: write it as a string", name, tok)
		}
		return n, nil
	case json.Delim:
		if tok == '{' {
			return objectFields(dec)
		}
		return stringList(dec, name)
	default:
		return tok, nil
	}
}

func stringList(dec *json.Decoder, name string) ([]string, error) {
	list := []string{}
	for dec.More() {
		item, err := dec.Token()
		if err != nil {
			return nil, err
		}
		s, ok := item.(string)
		if !ok {
			return nil, fmt.Errorf("%s: a list in a message context holds strings only: write its items as strings", name)
		}
		list = append(list, s)
	}
	_, err := dec.Token()
	return list, err
}
