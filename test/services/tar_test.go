package services

import (
	"archive/tar"
	"compress/gzip"
	"errors"
	"io"
	"testing"
)

// tarNames lists the files of a gzipped tar.
func tarNames(t *testing.T, r io.Reader) (names []string) {
	t.Helper()
	unzipped, err := gzip.NewReader(r)
	if err != nil {
		t.Fatal(err)
	}
	archive := tar.NewReader(unzipped)
	for {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return names
		}
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, header.Name)
	}
}
