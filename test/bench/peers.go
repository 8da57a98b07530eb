package main

import (
	_ "embed"
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
)

//go:embed receiver/order.js
var orderReceiver []byte

//go:embed peer/node.js
var nodePeer []byte

//go:embed peer/timing.js
var nodeTiming []byte

// peer is a program that is measured.
type peer struct {
	name  string
	echo  bool // its reply carries the order's id and total
	lines bool // it logs a timing line for every message
	// command makes the arguments of a server that listens on port of 127.0.0.1; 0 is any. dir is the server's own.
	command func(dir string, port int) ([]string, error)
}

const (
	nameGuthega    = "guthega"
	nameBefore     = "guthega, before"
	nameGuthegaLog = "guthega, log_receiver"
	nameNode       = "Node, 1 process"
	nameNode2      = "Node, 2 processes"
	nameBare       = "bare Go"
)

// peers are all that can be measured here; Node's are missing where node is "".
func peers(o *options) []peer {
	plain := func(name, binary string) peer {
		return peer{name: name, echo: true, lines: true, command: func(dir string, port int) ([]string, error) {
			return guthega(binary, dir, httpConfig(port), map[string]any{"module": "./order.js"})
		}}
	}
	if o.before != "" {
		return []peer{plain(nameGuthega, o.guthega), plain(nameBefore, o.before)}
	}
	list := []peer{
		plain(nameGuthega, o.guthega),
		{name: nameNode, echo: true, lines: true, command: nodeCommand(o.node, 1)},
		{name: nameBare, echo: true, command: func(_ string, port int) ([]string, error) {
			self, err := os.Executable()
			return []string{self, "-serve-bare", "-port", strconv.Itoa(port)}, err
		}},
		{name: nameNode2, echo: true, lines: true, command: nodeCommand(o.node, 2)},
		{name: nameGuthegaLog, lines: true, command: func(dir string, port int) ([]string, error) {
			return guthega(o.guthega, dir, httpConfig(port), map[string]any{
				"module": "@guthega/log_receiver", "version": "0.1.0", "properties": map[string]any{"level": "info"},
			})
		}},
	}
	if o.node != "" {
		return list
	}
	return []peer{list[0], list[2], list[4]}
}

// httpConfig is the default configuration, but for the address.
func httpConfig(port int) map[string]any {
	return map[string]any{"type": "http", "properties": map[string]any{
		"connection": map[string]any{"host": "127.0.0.1", "port": port},
	}}
}

// guthega writes the two config files, and the receiver beside them.
func guthega(binary, dir string, source, receiver map[string]any) ([]string, error) {
	files := map[string]any{"receiver.json": receiver, "source.json": source}
	for name, content := range files {
		text, err := json.Marshal(content)
		if err != nil {
			return nil, err
		}
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
			return nil, err
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "order.js"), orderReceiver, 0o600); err != nil {
		return nil, err
	}
	return []string{
		binary, "run", "--receiver", filepath.Join(dir, "receiver.json"), "--source", filepath.Join(dir, "source.json"),
		"--scripts", filepath.Join(dir, "scripts"), "--store", filepath.Join(dir, "store"),
	}, nil
}

func nodeCommand(node string, processes int) func(string, int) ([]string, error) {
	return func(dir string, port int) ([]string, error) {
		script, receiver := filepath.Join(dir, "node.js"), filepath.Join(dir, "order.js")
		if err := os.WriteFile(script, nodePeer, 0o600); err != nil {
			return nil, err
		}
		if err := os.WriteFile(filepath.Join(dir, "timing.js"), nodeTiming, 0o600); err != nil {
			return nil, err
		}
		if err := os.WriteFile(receiver, orderReceiver, 0o600); err != nil {
			return nil, err
		}
		return []string{
			node, script, "--receiver", receiver, "--port", strconv.Itoa(port), "--processes", strconv.Itoa(processes),
		}, nil
	}
}
