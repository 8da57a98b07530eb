package loader

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// jsonKind is the type of a jsonValue, with null as the zero value.
type jsonKind uint8

const (
	jsonNull jsonKind = iota
	jsonString
	jsonArray
	jsonObject
	jsonOther // a number or a boolean: never valid where we look
)

// jsonValue is a JSON text with the order of its keys kept: in an exports map the first condition that holds wins.
type jsonValue struct {
	kind    jsonKind
	str     string // of jsonString; of jsonOther the literal
	list    []jsonValue
	members []jsonMember
}

type jsonMember struct {
	key   string
	value jsonValue
}

// get returns the member named key.
func (v *jsonValue) get(key string) (*jsonValue, bool) {
	for i := range v.members {
		if v.members[i].key == key {
			return &v.members[i].value, true
		}
	}
	return nil, false
}

// parseOrdered reads one JSON text that encoding/json has already found valid (which also bounds its depth).
func parseOrdered(data []byte) (*jsonValue, error) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	v, err := readValue(d)
	if err != nil {
		return nil, err
	}
	return &v, nil
}

func readValue(d *json.Decoder) (jsonValue, error) {
	t, err := d.Token()
	if err != nil {
		return jsonValue{}, err
	}
	switch t := t.(type) {
	case nil:
		return jsonValue{}, nil
	case string:
		return jsonValue{kind: jsonString, str: t}, nil
	case json.Delim:
		if t == '[' {
			return readList(d)
		}
		return readMembers(d)
	default:
		return jsonValue{kind: jsonOther, str: fmt.Sprint(t)}, nil
	}
}

func readList(d *json.Decoder) (jsonValue, error) {
	v := jsonValue{kind: jsonArray}
	for d.More() {
		e, err := readValue(d)
		if err != nil {
			return v, err
		}
		v.list = append(v.list, e)
	}
	_, err := d.Token()
	return v, err
}

func readMembers(d *json.Decoder) (jsonValue, error) {
	v := jsonValue{kind: jsonObject}
	for d.More() {
		k, err := d.Token()
		if err != nil {
			return v, err
		}
		e, err := readValue(d)
		if err != nil {
			return v, err
		}
		key, _ := k.(string)
		// A key given twice keeps its first place and takes its last value, as in JavaScript.
		if old, ok := v.get(key); ok {
			*old = e
		} else {
			v.members = append(v.members, jsonMember{key, e})
		}
	}
	_, err := d.Token()
	return v, err
}

// quoteJSON writes s as a JSON string without escaping what only HTML minds.
func quoteJSON(s string) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil {
		return []byte(`""`)
	}
	return bytes.TrimRight(b.Bytes(), "\n")
}
