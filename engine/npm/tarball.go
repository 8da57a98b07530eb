package npm

import (
	"context"
	"errors"
	"io"
	"os"

	"github.com/guthega/guthega/engine/npm/store"
)

// TarballName puts the tarball at path into the store and returns the name of the package in it.
func TarballName(ctx context.Context, s *store.Store, path string) (string, error) {
	p, err := s.AddUnverified(ctx, func(context.Context) (io.ReadCloser, error) { return os.Open(path) })
	if err != nil {
		return "", err
	}
	m, err := readManifest(p.Dir)
	if err != nil {
		return "", err
	}
	if m.Name == "" {
		return "", errors.New("its package.json has no name")
	}
	return m.Name, nil
}
