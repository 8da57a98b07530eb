package main

import (
	"os"
	"path/filepath"
)

// consumers are guthega, and the consumer written for Node where there is one.
func (b *sourceBench) consumers(c sourceCase, server broker) []*consumer {
	own := &consumer{}
	own.peer = peer{name: nameGuthega, command: func(dir string, _ int) ([]string, error) {
		if err := os.WriteFile(filepath.Join(dir, "await.js"), []byte(awaitReceiver), 0o600); err != nil {
			return nil, err
		}
		return guthega(b.guthega, dir, server.source(own.topic), c.receiver)
	}}
	if c.alone || b.peers == "" {
		return []*consumer{own}
	}
	node := &consumer{}
	node.peer = peer{name: "Node", command: func(dir string, _ int) ([]string, error) {
		receiver := filepath.Join(dir, "order.js")
		if err := os.WriteFile(receiver, orderReceiver, 0o600); err != nil {
			return nil, err
		}
		args := server.node(node.topic)
		script := filepath.Join(b.peers, args[0])
		return append([]string{b.node, script, "--receiver", receiver}, args[1:]...), nil
	}}
	return []*consumer{own, node}
}
