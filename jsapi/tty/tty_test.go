package tty_test

import (
	"testing"

	"github.com/guthega/guthega/jsapi"
	"github.com/guthega/guthega/jsapi/events"
	"github.com/guthega/guthega/jsapi/jsapitest"
	"github.com/guthega/guthega/jsapi/tty"
)

func TestAsNode(t *testing.T) {
	vm := jsapitest.New(t, map[string]jsapi.Module{"events": events.Module, "tty": tty.Module})
	jsapitest.Golden(t, vm, "testdata/tty.js")
}
