package intl_test

import (
	"testing"

	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/ecma"
	"github.com/guthega/guthega/jsapi/intl"
	"github.com/guthega/guthega/jsapi/jsapitest"
)

func install(t testing.TB) *jsapitest.VM {
	t.Helper()
	vm := jsapitest.New(t, map[string]jsapi.Module{ecma.IntlModule: intl.NewLibrary().Module})
	if err := ecma.New().Install(vm.Host); err != nil {
		t.Fatal(err)
	}
	vm.Globals(ecma.IntlModule, "Intl")
	return vm
}

func TestDates(t *testing.T)     { jsapitest.Golden(t, install(t), "testdata/dates.js") }
func TestNumbers(t *testing.T)   { jsapitest.Golden(t, install(t), "testdata/numbers.js") }
func TestRest(t *testing.T)      { jsapitest.Golden(t, install(t), "testdata/rest.js") }
func TestSegmenter(t *testing.T) { jsapitest.Golden(t, install(t), "testdata/segment.js") }
func TestWords(t *testing.T)     { jsapitest.Golden(t, install(t), "testdata/spoken.js") }

// TestRefused: what is not known throws, and says so.
func TestRefused(t *testing.T) {
	vm := install(t)
	for _, src := range []string{
		`new Intl.DateTimeFormat('xx')`, `new Intl.DateTimeFormat('es-AR')`, `new Intl.DateTimeFormat('en', { calendar: 'buddhist' })`, `new Intl.DateTimeFormat('th-TH')`,
		`new Intl.DateTimeFormat('en', { dayPeriod: 'long' })`, `new Intl.DateTimeFormat('en-u-nu-thai')`, `new Intl.NumberFormat('en', { notation: 'scientific' })`,
		`new Intl.NumberFormat('en', { style: 'currency', currency: 'XXX' })`, `new Intl.NumberFormat('en', { style: 'unit', unit: 'parsec' })`,
		`new Intl.Segmenter('ja', { granularity: 'word' }).segment('日本語')`, `new Intl.Segmenter('en', { granularity: 'word' }).segment('ก')`, `new Intl.Segmenter('th')`,
		`new Intl.Segmenter('el', { granularity: 'sentence' }).segment('α; β')`, `new Intl.NumberFormat('en', { roundingMode: 'floor' })`, `(1).toLocaleString('ar')`, `new Intl.Collator('en', { caseFirst: 'upper' })`,
		`new Intl.DateTimeFormat('en', { timeZone: 'America/New_York', timeZoneName: 'long' }).format(-3e12)`,
	} {
		if got := vm.Run(`(() => { try { ` + src + `; return 'nothing' } catch (e) { return e.name + (e.message.includes('not supported here') ? '' : ': ' + e.message) } })()`).String(); got != "RangeError" {
			t.Errorf("%s: %s", src, got)
		}
	}
}
