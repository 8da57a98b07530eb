package registrytest

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha1"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"maps"
	"path"
	"slices"
	"time"
)

// tarTime is the one that npm gives every entry, so that archives are reproducible.
var tarTime = time.Date(1985, 10, 26, 8, 15, 0, 0, time.UTC)

// Tarball packs files (by path below the package's folder) as npm does: everything under package/, gzip over tar,
// package.json first. Equal files make equal bytes.
func Tarball(files map[string]string) []byte {
	var out bytes.Buffer
	zip := gzip.NewWriter(&out)
	archive := tar.NewWriter(zip)
	names := slices.SortedFunc(maps.Keys(files), func(a, b string) int {
		if (a == "package.json") != (b == "package.json") {
			if a == "package.json" {
				return -1
			}
			return 1
		}
		return bytes.Compare([]byte(a), []byte(b))
	})
	for _, name := range names {
		header := &tar.Header{Name: "package/" + name, Mode: 0o644, Size: int64(len(files[name])), ModTime: tarTime, Format: tar.FormatUSTAR}
		if len(header.Name) > 100 {
			header.Format = tar.FormatPAX
		}
		// A buffer never fails, and names that tar cannot hold are a mistake of the test.
		if err := archive.WriteHeader(header); err != nil {
			panic(fmt.Sprintf("registrytest: packing %q: %v", name, err))
		}
		if _, err := archive.Write([]byte(files[name])); err != nil {
			panic(fmt.Sprintf("registrytest: packing %q: %v", name, err))
		}
	}
	if err := archive.Close(); err != nil {
		panic(fmt.Sprintf("registrytest: packing: %v", err))
	}
	if err := zip.Close(); err != nil {
		panic(fmt.Sprintf("registrytest: packing: %v", err))
	}
	return out.Bytes()
}

// TarballPath is where a version's tarball is, below the registry's base: /name/-/name-1.0.0.tgz.
func TarballPath(name, version string) string {
	return "/" + name + "/-/" + path.Base(name) + "-" + version + ".tgz"
}

func hashes(tarball []byte) (integrity, shasum string) {
	strong, weak := sha512.Sum512(tarball), sha1.Sum(tarball)
	return "sha512-" + base64.StdEncoding.EncodeToString(strong[:]), hex.EncodeToString(weak[:])
}
