package pack

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/evanw/esbuild/pkg/api"

	"github.com/guthega/guthega/jsapi/node"
)

const (
	// original is how a replacement requires the file that it replaces.
	original = "guthega:original"
	// fromHost is what starts the names of what package node provides at run time.
	fromHost = "^guthega:"
)

// replacing puts p's replacements in the place of its package's own files.
func replacing(dir string, p node.Port) api.Plugin {
	return api.Plugin{Name: "replacing", Setup: func(b api.PluginBuild) {
		b.OnResolve(api.OnResolveOptions{Filter: fromHost}, func(a api.OnResolveArgs) (api.OnResolveResult, error) {
			if a.Path == original {
				return api.OnResolveResult{Path: a.Importer, Namespace: "original"}, nil
			}
			return api.OnResolveResult{Path: a.Path, External: true}, nil
		})
		b.OnLoad(api.OnLoadOptions{Filter: ".", Namespace: "original"}, func(a api.OnLoadArgs) (api.OnLoadResult, error) {
			text, err := os.ReadFile(a.Path)
			return loaded(a.Path, string(text)), err
		})
		b.OnLoad(api.OnLoadOptions{Filter: ".", Namespace: "file"}, func(a api.OnLoadArgs) (api.OnLoadResult, error) {
			inside, err := filepath.Rel(dir, a.Path)
			if err != nil {
				return api.OnLoadResult{}, err
			}
			name, ok := p.Replaced[filepath.ToSlash(inside)]
			if !ok {
				return api.OnLoadResult{}, nil // esbuild reads it
			}
			text, ok := node.Replacement(name)
			if !ok {
				return api.OnLoadResult{}, fmt.Errorf("there is no replacement %s", name)
			}
			return loaded(a.Path, text), nil
		})
	}}
}

func loaded(file, text string) api.OnLoadResult {
	return api.OnLoadResult{Contents: &text, ResolveDir: filepath.Dir(file), Loader: api.LoaderJS}
}
