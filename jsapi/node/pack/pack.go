package pack

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/evanw/esbuild/pkg/api"

	"github.com/guthega/guthega/jsapi/node"
)

// Archive packs the ports, each from the folder that has its package's files, and the packages' licences, which have to
// go with every copy. It is the same, byte for byte, for the same files.
func Archive(folder func(pkg string) (dir string, err error)) ([]byte, error) {
	var out bytes.Buffer
	zip, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	w := tar.NewWriter(zip)
	files := []file{{node.LabelFile, []byte(node.Label())}}
	for _, p := range node.List() {
		dir, err := folder(p.Package)
		if err != nil {
			return nil, err
		}
		code, err := bundle(dir, p)
		if err != nil {
			return nil, fmt.Errorf("packing %s: %w", p.Package, err)
		}
		text, err := licence(dir, p)
		if err != nil {
			return nil, err
		}
		files = append(files, file{p.Name + ".js", code}, file{"licences/" + p.Package, text})
	}
	for _, f := range files {
		// Without a time the archive depends on contents alone.
		if err := w.WriteHeader(&tar.Header{Name: f.name, Size: int64(len(f.data)), Mode: 0o644, Format: tar.FormatUSTAR}); err != nil {
			return nil, err
		}
		if _, err := w.Write(f.data); err != nil {
			return nil, err
		}
	}
	if err := errors.Join(w.Close(), zip.Close()); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

type file struct {
	name string
	data []byte
}

// bundle makes one function of a package's own files: (require, module, exports, process) => void. What it requires of others is
// left to require.
func bundle(dir string, p node.Port) ([]byte, error) {
	result := api.Build(api.BuildOptions{
		EntryPoints: []string{filepath.Join(dir, filepath.FromSlash(p.Entry))}, AbsWorkingDir: dir, Bundle: true, Packages: api.PackagesExternal,
		Outfile: "out.js", Format: api.FormatCommonJS, Platform: api.PlatformNeutral, Charset: api.CharsetUTF8,
		Target: api.ES2022, Supported: unsupported(), LegalComments: api.LegalCommentsNone, LogLevel: api.LogLevelSilent,
		// Not the identifiers: the names of functions and classes are part of what users see.
		MinifyWhitespace: true, MinifySyntax: true, TreeShaking: api.TreeShakingFalse,
		// What ports ask the global object for would be made in every VM; they ask package buffer next.
		Define: map[string]string{"globalThis.Blob": "undefined"}, Plugins: []api.Plugin{replacing(dir, p)},
	})
	if len(result.Errors) > 0 {
		return nil, errors.New(strings.Join(api.FormatMessages(result.Errors, api.FormatMessagesOptions{}), ""))
	}
	if len(result.OutputFiles) != 1 {
		return nil, fmt.Errorf("esbuild made %d files of %s", len(result.OutputFiles), p.Entry)
	}
	code := result.OutputFiles[0].Contents
	return append(append([]byte("(function(require,module,exports,process){"), code...), "})\n"...), nil
}

// unsupported is the syntax that goja lacks, or has wrong, at ES2022: package loader has the same list for receivers.
func unsupported() map[string]bool {
	return map[string]bool{
		"async-generator": false, "for-await": false, "dynamic-import": false, "regexp-unicode-property-escapes": false,
		"regexp-match-indices": false, "regexp-set-notation": false, "regexp-sticky-and-unicode-flags": false,
		"unicode-escapes": false, "using": false, "decorators": false, "import-attributes": false, "hashbang": false,
	}
}

func licence(dir string, p node.Port) ([]byte, error) {
	for _, name := range []string{"LICENSE", "LICENSE.md", "LICENSE-MIT.txt", "LICENSE.txt"} {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if !errors.Is(err, os.ErrNotExist) {
			return text, err
		}
	}
	return nil, fmt.Errorf("%s has no licence", p.Package)
}
