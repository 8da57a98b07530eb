package loader

import (
	"github.com/evanw/esbuild/pkg/api"
)

// awaitSpace is the namespace that esbuild shows before the file's name.
const awaitSpace = "guthega"

// transformAwaiting makes a unit of an ES module with a top-level await, which esbuild does not write as CommonJS. It
// goes two ways round: as a module that another one imports at its leisure, the body becomes an async function; what
// comes out has no top-level await any more and is transformed as any ES module. Its only export is run, which starts
// the body and promises the namespace.
func (j *job) transformAwaiting() (*unit, error) {
	source := string(j.source)
	external := func(a api.OnResolveArgs) (api.OnResolveResult, error) {
		if a.Kind == api.ResolveJSDynamicImport && a.Importer == "<stdin>" {
			return api.OnResolveResult{Path: moduleName + ".js", Namespace: awaitSpace}, nil
		}
		return api.OnResolveResult{Path: a.Path, External: true}, nil
	}
	defines := map[string]string{"require": requireName, "import.meta": metaName}
	first := api.Build(api.BuildOptions{
		Stdin:  &api.StdinOptions{Contents: `export const run = () => import("` + moduleName + `")`},
		Bundle: true, TreeShaking: api.TreeShakingFalse, Format: api.FormatESModule, Target: api.ESNext, Define: defines,
		Platform: api.PlatformNeutral, Charset: api.CharsetUTF8, LegalComments: api.LegalCommentsNone,
		// The second round reads this map and carries it on to the author's lines.
		Sourcemap: api.SourceMapInline, SourcesContent: api.SourcesContentExclude, TsconfigRaw: j.tsconfig,
		AbsWorkingDir: "/",
		Plugins: []api.Plugin{{Name: awaitSpace, Setup: func(b api.PluginBuild) {
			b.OnResolve(api.OnResolveOptions{Filter: ".*"}, external)
			b.OnLoad(api.OnLoadOptions{Filter: ".*", Namespace: awaitSpace}, func(api.OnLoadArgs) (api.OnLoadResult, error) {
				return api.OnLoadResult{Contents: &source, Loader: j.loader}, nil
			})
		}}},
	})
	if len(first.Errors) > 0 {
		return nil, syntaxError(first.Errors[0])
	}
	if len(first.OutputFiles) == 0 {
		return nil, errNoOutput
	}
	again := job{loader: api.LoaderJS}
	second := api.Transform(string(first.OutputFiles[0].Contents), again.options(true))
	if len(second.Errors) > 0 {
		return nil, syntaxError(second.Errors[0])
	}
	u := &unit{flags: esmSyntax | importing | extended | awaiting}
	return u, u.wrap(second.Code, second.Map, j.exact)
}
