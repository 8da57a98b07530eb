package main

import (
	"context"

	"github.com/guthega/guthega/cmd/ports/fetch"
	"github.com/guthega/guthega/engine/npm/registry"
	"github.com/guthega/guthega/jsapi/node"
)

// ports are Node's modules that are JavaScript: those built in, else those that the registry, or the store, has.
func (p *packages) ports() *node.Ports {
	if p.node != nil {
		return p.node
	}
	p.node = node.New(func() ([]byte, error) {
		st, err := p.open()
		if err != nil {
			return nil, err
		}
		return fetch.Archive(context.Background(), st, func() (*registry.Client, error) { return p.connect(st, false) })
	})
	return p.node
}
