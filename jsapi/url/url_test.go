package url_test

import (
	"testing"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/jsapitest"
	"github.com/guthega/guthega/jsapi/path"
	"github.com/guthega/guthega/jsapi/url"
)

func newVM(t testing.TB) *jsapitest.VM {
	vm := jsapitest.New(t, map[string]jsapi.Module{"url": url.Module, "path": path.Module})
	vm.Globals("url", "URL", "URLSearchParams")
	return vm
}

func TestAsNode(t *testing.T) {
	for _, file := range []string{"parse", "setters", "params", "node", "legacy"} {
		t.Run(file, func(t *testing.T) { jsapitest.Golden(t, newVM(t), "testdata/"+file+".js") })
	}
}

func BenchmarkInstantiate(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		url.Module(&jsapi.Host{Runtime: goja.New()})
	}
}

func bench(b *testing.B, src string) {
	run, _ := goja.AssertFunction(newVM(b).Run(src))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := run(goja.Undefined()); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkNewURL(b *testing.B) {
	bench(b, `() => new URL('https://user@api.example.com:8443/v1/orders?limit=10#top')`)
}

func BenchmarkHostOfURL(b *testing.B) {
	bench(b, `const u = new URL('https://user@api.example.com:8443/v1/orders?limit=10#top'); () => u.host`)
}

func BenchmarkSearchParams(b *testing.B) {
	bench(b, `() => { const p = new URLSearchParams('a=1&b=2'); p.append('c', 'x y'); return p.toString(); }`)
}

func BenchmarkLegacyParse(b *testing.B) {
	bench(b, `const url = require('url'); () => url.parse('https://user@api.example.com:8443/v1/orders?limit=10#top')`)
}
