package node_test

import (
	"testing"

	"github.com/guthega/guthega/jsapi/jsapitest"
)

func TestAsNode(t *testing.T) {
	for _, name := range []string{"stream", "webstreams", "assert", "punycode"} {
		t.Run(name, func(t *testing.T) { jsapitest.Golden(t, newVM(t), "testdata/"+name+".js") })
	}
}
