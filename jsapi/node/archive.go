package node

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"
)

// Manifest and Lock are what pins the ports: package.json, and package-lock.json in npm's format.
var (
	//go:embed package.json
	Manifest []byte
	//go:embed package-lock.json
	Lock []byte
)

// embedded holds the archive where the generator has run before the build, and a placeholder in any case.
//
//go:embed all:ports
var embedded embed.FS

// ArchiveFile is the archive's place, relative to this package's folder.
const ArchiveFile = "ports/ports.tgz"

// Port is one program of the archive.
type Port struct {
	// Name is what it is called in the archive and in stack traces: "stream".
	Name string
	// Package is the npm package that it is in, Entry the file of it that is run.
	Package, Entry string
	// Replaced has our own files that take the place of the package's, by the latter's path.
	Replaced map[string]string
}

// List is what the archive holds.
func List() []Port {
	return []Port{
		{Name: "stream", Package: "readable-stream", Entry: "lib/stream.js", Replaced: map[string]string{
			"lib/ours/errors.js":                "errors.js",
			"lib/internal/streams/compose.js":   "compose.js",
			"lib/internal/streams/operators.js": "operators.js",
			"lib/internal/streams/pipeline.js":  "pipeline.js",
		}},
		{Name: "assert", Package: "assert", Entry: "build/assert.js", Replaced: map[string]string{"build/internal/errors.js": "errors.js"}},
		{Name: "punycode", Package: "punycode", Entry: "punycode.js"},
		{Name: "webstreams", Package: "web-streams-polyfill", Entry: "dist/ponyfill.js"},
	}
}

//go:embed replace
var replacements embed.FS

// Replacement returns one of our own files for a port.
func Replacement(name string) (text string, ok bool) {
	data, err := fs.ReadFile(replacements, "replace/"+name)
	return string(data), err == nil
}

// LabelFile is the file of the archive that holds its label.
const LabelFile = "label"

// packing changes when package pack makes other code of the same packages.
const packing = "4"

// Label tells archives apart: one that was made from another lock, or in another way, has another.
func Label() string {
	var b bytes.Buffer
	for _, p := range List() {
		fmt.Fprintln(&b, packing, p.Name, p.Package, p.Entry)
		for _, file := range slices.Sorted(maps.Keys(p.Replaced)) {
			text, _ := Replacement(p.Replaced[file])
			fmt.Fprintln(&b, file, len(text), text)
		}
	}
	b.Write(Lock)
	sum := sha256.Sum256(b.Bytes())
	return hex.EncodeToString(sum[:])
}

// Embedded returns the archive that was built in, nil for none that fits.
func Embedded() []byte {
	archive, err := fs.ReadFile(embedded, ArchiveFile)
	if err != nil {
		return nil
	}
	if _, err := read(archive); err != nil {
		return nil
	}
	return archive
}

var errOther = errors.New("the archive of ports was made from another lock")

// read returns the files of an archive by name.
func read(archive []byte) (map[string]string, error) {
	zip, err := gzip.NewReader(bytes.NewReader(archive))
	if err != nil {
		return nil, err
	}
	files := map[string]string{}
	for r := tar.NewReader(zip); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		data, err := io.ReadAll(r)
		if err != nil {
			return nil, err
		}
		files[h.Name] = string(data)
	}
	if files[LabelFile] != Label() {
		return nil, errOther
	}
	return files, nil
}
