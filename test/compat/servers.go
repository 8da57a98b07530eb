package main

import (
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/guthega/guthega/test/services"
)

// serverPrefix is before the names of the receivers in servers/.
const serverPrefix = "servers/"

//go:embed servers
var receivers embed.FS

// guarded is a receiver around a receiver, whose results are there where that one throws too.
const guarded = `const factory = require('./%s.js');
module.exports = async (receiver) => {
  const handler = await factory(receiver);
  return async (message, context) => {
    try {
      return await handler(message, context);
    } catch (e) {
      receiver.log.error(String(e && e.stack));
      return 'threw ' + (e && e.name ? e.name + ': ' + e.message : String(e));
    }
  };
};
`

// servers runs the receivers of servers/, each kind of server in turn.
func (b *bench) servers(ctx context.Context) ([]*result, error) {
	if err := b.write("node.mjs", nodeMain); err != nil {
		return nil, err
	}
	if err := b.write("stdin.json", []byte(`{"type": "stdin", "deadLetter": false}`)); err != nil {
		return nil, err
	}
	var all []*result
	for _, kind := range backends() {
		kind.scripts = slices.DeleteFunc(kind.scripts, func(name string) bool { return !b.chosen(name) })
		if len(kind.scripts) == 0 {
			continue
		}
		results, err := b.serve(ctx, kind)
		all = append(all, results...)
		if missing, ok := errors.AsType[*services.Unavailable](err); ok && os.Getenv("CI") != "true" {
			b.printf("%s left out: %v\n", strings.Join(kind.scripts, ", "), missing)
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", strings.Join(kind.scripts, ", "), err)
		}
	}
	return all, nil
}

// serve starts a server and runs the receivers that talk to it.
func (b *bench) serve(ctx context.Context, kind backend) (all []*result, err error) {
	dir, err := os.MkdirTemp(b.dir, "server-")
	if err != nil {
		return nil, err
	}
	s, properties, err := kind.start(ctx, dir)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	for _, name := range kind.scripts {
		r, err := b.receiver(ctx, name, s, properties)
		if err != nil {
			return nil, err
		}
		b.tell(r)
		all = append(all, r)
	}
	return all, nil
}

// receiver runs one receiver on both sides, one after the other.
func (b *bench) receiver(ctx context.Context, name string, s server, properties map[string]any) (*result, error) {
	text, err := receivers.ReadFile(scriptFile(name))
	if err != nil {
		return nil, err
	}
	if err := errors.Join(b.write(name+".js", text), b.write(name+"-guarded.cjs", fmt.Appendf(nil, guarded, name))); err != nil {
		return nil, err
	}
	r := &result{name: serverPrefix + name}
	if r.node, err = b.session(ctx, s, b.onNode, name, properties); err != nil {
		return nil, err
	}
	if r.guthega, err = b.session(ctx, s, b.onGuthega, name, properties); err != nil {
		return nil, err
	}
	r.compare(func(text string) string { return without(text, b.dir) })
	if r.broken == "" {
		r.broken = unproven(r.node.stdout)
	}
	return r, nil
}

// onNode is the command line of a receiver on Node.
func (b *bench) onNode(name string, properties map[string]any) ([]string, error) {
	text, err := json.Marshal(properties)
	if err != nil {
		return nil, err
	}
	config := name + ".json"
	return []string{b.options.node, "node.mjs", filepath.Join(b.dir, name+"-guarded.cjs"), config}, b.write(config, text)
}

// onGuthega is the same on guthega.
func (b *bench) onGuthega(name string, properties map[string]any) ([]string, error) {
	config, err := b.config(name+"-guarded.cjs", properties)
	return []string{
		b.guthega, "run", "--receiver", config, "--source", "stdin.json", "--log-level", "error", "--store", filepath.Join(b.dir, "store"),
	}, err
}
