package conf

import (
	"embed"
	"fmt"
	"os"
)

// shipped are the configs that come with guthega.
//
//go:embed receiver.json source*.json
var shipped embed.FS

// LoadReceiver reads the receiver config at path. The error is *Problems when the file cannot be used, and wraps that
// of the file system when it cannot be read: errors.Is(err, fs.ErrNotExist) finds out that there is none.
func LoadReceiver(path string, env Lookup) (*Receiver, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reading the receiver config: %w", err)
	}
	return ParseReceiver(path, data, env)
}

// LoadSource reads the source config at path, with the same errors as LoadReceiver.
func LoadSource(path string, env Lookup) (*Source, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reading the source config: %w", err)
	}
	return ParseSource(path, data, env)
}

// ParseReceiver reads a receiver config from data; name stands for the file in messages. The error is *Problems.
func ParseReceiver(name string, data []byte, env Lookup) (*Receiver, error) {
	d := &document{file: name, src: data}
	r := newReceiver(name)
	root := d.read(env)
	if root == nil {
		return nil, d.result(nil)
	}
	object(r.fields(), nil)(node{root, "", d})
	if err := d.result(r.check()); err != nil {
		return nil, err
	}
	return r, nil
}

// ParseSource reads a source config from data; name stands for the file in messages. The error is *Problems.
func ParseSource(name string, data []byte, env Lookup) (*Source, error) {
	d := &document{file: name, src: data}
	root := d.read(env)
	if root == nil {
		return nil, d.result(nil)
	}
	top := node{root, "", d}
	t, ok := sourceType(top)
	if !ok { // which keys there may be depends on the type: say no more
		return nil, d.result(nil)
	}
	s, at := newSource(name, t), places{}
	object(s.schema(at).top, s)(top)
	if err := d.result(s.check(at)); err != nil {
		return nil, err
	}
	return s, nil
}

// sourceType reads the type, before anything else.
func sourceType(top node) (Type, bool) {
	if top.kind != objectKind {
		top.mismatch("an object", "")
		return "", false
	}
	v := top.get("type")
	if v == nil {
		hint := "one of " + typeNames()
		for _, m := range top.members {
			if near, ok := nearest(m.key, []string{"type"}); ok {
				hint = fmt.Sprintf("did you mean %q by %q?", near, m.key)
			}
		}
		top.doc.add(top.start, "type", "is required", hint)
		return "", false
	}
	if v.broken {
		return "", false
	}
	return oneOf(Types()...)(node{v, "type", top.doc})
}

// DefaultReceiver returns the config that runs when there is no receiver file: the log receiver at level info.
func DefaultReceiver() *Receiver { return builtIn("receiver.json", ParseReceiver) }

// DefaultSource returns the config that runs when there is no source file: HTTP on port 3001.
func DefaultSource() *Source { return builtIn("source.json", ParseSource) }

// builtIn panics when a shipped file is broken, which the tests rule out.
func builtIn[T any](name string, parse func(string, []byte, Lookup) (*T, error)) *T {
	data, err := shipped.ReadFile(name)
	if err != nil {
		panic(err)
	}
	c, err := parse("built-in "+name, data, nil)
	if err != nil {
		panic(err)
	}
	return c
}
