package vmmodule_test

import (
	"testing"

	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/jsapitest"
	"github.com/guthega/guthega/jsapi/vmmodule"
)

func newVM(t testing.TB) *jsapitest.VM {
	return jsapitest.New(t, map[string]jsapi.Module{"vm": vmmodule.Module})
}

func TestAsNode(t *testing.T) { jsapitest.Golden(t, newVM(t), "testdata/vm.js") }

// goja's lexer panics on this; the process must not.
func TestWhatTheLexerPanicsOn(t *testing.T) {
	got := newVM(t).Run("try { require('vm').runInThisContext('\"a-\\\\u{10000}-\\\\u{10FFFF}b\"'); 'ran' } catch (e) { e.name }").String()
	if got != "SyntaxError" && got != "ran" {
		t.Errorf("got %s", got)
	}
}
