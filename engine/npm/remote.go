package npm

import (
	"sync"

	"github.com/guthega/guthega/engine/npm/registry"
)

// remote is the registry, connected to when it is first needed.
type remote struct {
	connect func() (*registry.Client, error)
	once    sync.Once
	client  *registry.Client
	err     error
}

func (r *remote) get() (*registry.Client, error) {
	r.once.Do(func() { r.client, r.err = r.connect() })
	return r.client, r.err
}

// stats are the client's, once nobody connects any more.
func (r *remote) stats() registry.Stats {
	if r.client == nil {
		return registry.Stats{}
	}
	return r.client.Stats()
}

// close ends what connections are idle, once nobody connects any more.
func (r *remote) close() {
	if r.client != nil {
		r.client.Close()
	}
}
