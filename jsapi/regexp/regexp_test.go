package regexp_test

import (
	"testing"

	"github.com/dop251/goja"

	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/jsapitest"
	"github.com/guthega/guthega/jsapi/limits"
	"github.com/guthega/guthega/jsapi/regexp"
)

func install(t testing.TB) *jsapitest.VM {
	t.Helper()
	vm := jsapitest.New(t, nil)
	if err := limits.Install(vm.Runtime); err != nil {
		t.Fatal(err)
	}
	if err := regexp.New().Install(vm.Host); err != nil {
		t.Fatal(err)
	}
	return vm
}

func TestAsNode(t *testing.T) { jsapitest.Golden(t, install(t), "testdata/regexp.js") }

func BenchmarkInstall(b *testing.B) {
	s := regexp.New()
	b.ReportAllocs()
	for b.Loop() {
		if err := s.Install(&jsapi.Host{Runtime: goja.New()}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkLiteral is a literal with a property in a function that is called again and again.
func BenchmarkLiteral(b *testing.B) {
	f, _ := goja.AssertFunction(install(b).Run(`(function () { return new RegExp('^[\\p{L}\\d]+$', 'u').test('abcé1') })`))
	b.ReportAllocs()
	for b.Loop() {
		if v, err := f(goja.Undefined()); err != nil || !v.ToBoolean() {
			b.Fatal(v, err)
		}
	}
}

// FuzzPattern: no pattern may bring Go to panic.
func FuzzPattern(f *testing.F) {
	for _, s := range []string{`\p{L}`, `[\p{Lu}a-z]`, `[^\P{sc=Greek}]`, `[[a-z]--[aeiou]]`, `[\q{a|b}&&\w]`, `(?<x>\p{Emoji})`, `[`, `\`, `[\`, `\u{`, `[\u{110000}]`, `[a-`} {
		f.Add(s, "u")
		f.Add(s, "vi")
	}
	f.Fuzz(func(t *testing.T, pattern, flags string) {
		vm := install(t)
		construct, _ := goja.AssertConstructor(vm.Runtime.Get("RegExp"))
		_, _ = construct(nil, vm.Runtime.ToValue(pattern), vm.Runtime.ToValue(flags))
	})
}
