package main

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/guthega/guthega/sources"
)

// deadLetter is one line of stdin's dead.ndjson.
type deadLetter struct {
	Body     *string `json:"body"`
	Encoding string  `json:"encoding"`
	Headers  map[string]string
}

// readDeadLetter makes the message that a dead letter was, from the first line of a file.
func readDeadLetter(name string, std stdio) (*sources.Message, error) {
	data, err := readFile(name, std)
	if err != nil {
		return nil, fmt.Errorf("reading the dead letter: %w", err)
	}
	line, _, _ := bytes.Cut(data, []byte("\n"))
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
	return sources.NewMessage(source, body), nil
}

// ownFields are the members of every message context; --context cannot replace them.
var ownFields = map[string]bool{"requestId": true, "gts": true, "attempt": true, "source": true, "signal": true}

// contextFields reads a JSON object as the fields of a message context, in its order.
func contextFields(data []byte) (sources.Fields, error) {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	tok, err := dec.Token()
	if err != nil {
		return nil, fmt.Errorf("not JSON: %w", err)
	}
	if tok != json.Delim('{') {
		return nil, errors.New(`give a JSON object, such as {"topic":"orders"}`)
	}
	fields, err := objectFields(dec)
	if err != nil {
		return nil, err
	}
	if dec.More() {
		return nil, errors.New("there is text after the JSON object")
	}
	for _, f := range fields {
		if ownFields[f.Key] {
			return nil, fmt.Errorf("%s is guthega's own and cannot be given", f.Key)
		}
	}
	return fields, nil
}

func objectFields(dec *json.Decoder) (sources.Fields, error) {
	fields := sources.Fields{}
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return nil, fmt.Errorf("not JSON: %w", err)
		}
		value, err := fieldValue(dec)
		if err != nil {
			return nil, err
		}
		name, _ := key.(string)
		fields = append(fields, sources.Field{Key: name, Value: value})
	}
	_, err := dec.Token()
	return fields, err
}

// fieldValue reads one value. Of arrays only those of strings have a place in a message context.
func fieldValue(dec *json.Decoder) (any, error) {
	tok, err := dec.Token()
	if err != nil {
		return nil, fmt.Errorf("not JSON: %w", err)
	}
	switch tok := tok.(type) {
	case json.Number:
		if n, err := tok.Int64(); err == nil {
			return n, nil
		}
		return tok.Float64()
	case json.Delim:
		if tok == '{' {
			return objectFields(dec)
		}
		list := []string{}
		for dec.More() {
			item, err := dec.Token()
			if err != nil {
				return nil, fmt.Errorf("not JSON: %w", err)
			}
			s, ok := item.(string)
			if !ok {
				return nil, errors.New("a list in a message context holds strings only")
			}
			list = append(list, s)
		}
		_, err := dec.Token()
		return list, err
	default:
		return tok, nil
	}
}
