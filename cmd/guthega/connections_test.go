package main

import (
	"encoding/json"
	"testing"

	"github.com/guthega/guthega/conf"
	"github.com/guthega/guthega/jsapi/dial"
)

// What the config takes as a pattern of permissions.net is what connections are permitted by, and nothing else.
func FuzzNetPatterns(f *testing.F) {
	for _, s := range []string{
		"db:5432", "*.a.b:1", "10.0.0.0/8:*", "[::1]:*", "[fe80::/10]:1", "*:*", "unix:/a/*", "unix:*", "unix:@a", "unix:/a*", "a:b:1", "[a]:1",
		"a..b:1", "1.2.3.4/33:1", "a:00", "a:+1", "[::1%1]:1", ".:1", "unix:", "*.:1", "[[::1]:1", "a]:1", "[::1]]:1", "x/y:1", "unix:/a/../*",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, pattern string) {
		list, err := json.Marshal([]string{pattern})
		if err != nil {
			t.Skip()
		}
		if err := json.Unmarshal(list, &[]string{}); err != nil {
			t.Skip()
		}
		var back []string
		if _ = json.Unmarshal(list, &back); back[0] != pattern { // it was no UTF-8
			t.Skip()
		}
		env := func(string) (string, bool) { return "", false }
		_, inConfig := conf.ParseReceiver("r.json", []byte(`{"module": "x", "permissions": {"net": `+string(list)+`}}`), env)
		if pattern == "" || len(pattern) > 1 && containsVariable(pattern) {
			t.Skip()
		}
		_, inDial := dial.ParsePattern(pattern)
		if (inConfig == nil) != (inDial == nil) {
			t.Errorf("%q: the config says %v, dial %v", pattern, inConfig, inDial)
		}
	})
}

func containsVariable(s string) bool {
	for _, c := range s {
		if c == '$' {
			return true
		}
	}
	return false
}
