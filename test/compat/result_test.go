package main

import "testing"

func TestCompare(t *testing.T) {
	const logLine = `{"message":"Message handler failed","level":"error","errorName":"TypeError","errorMessage":"bad x\nmore"}`
	ok := func(stdout string) outcome { return outcome{stdout: stdout} }
	failed := func(stderr string) outcome { return outcome{code: 2, stderr: stderr} }
	for name, tt := range map[string]struct {
		node, guthega  outcome
		reason, broken string
	}{
		"same":           {ok(`["a"]`), ok(`["a"]`), "", ""},
		"another line":   {ok(`["a","b","c"]`), ok(`["a","x","y"]`), "prints x where Node prints b", ""},
		"too little":     {ok(`["a","b"]`), ok(`["a"]`), "prints nothing where Node prints b", ""},
		"no JSON":        {ok(`["a"]`), ok("oops"), "prints oops where Node prints a", ""},
		"throws":         {ok(`["a"]`), ok(`["threw TypeError: no\nmore"]`), "TypeError: no", ""},
		"lacks a module": {ok(`["a"]`), ok(`["threw Error: Cannot find module 'x': a module of Node's that"]`), "Cannot find module 'x'", ""},
		"throws on Node": {ok(`["threw Error: x"]`), ok(`["threw Error: x"]`), "", "Error: x"},
		"fails on Node":  {failed("at x\nReferenceError: y is not defined\n at z"), ok(""), "", "ReferenceError: y is not defined"},
		"late":           {ok(`[]`), outcome{late: true, code: -1}, "it does not end", ""},
		"late on Node":   {outcome{late: true, code: -1}, ok(`[]`), "", "it does not end on Node"},
		"rejects":        {ok(`[]`), failed(logLine), "TypeError: bad x", ""},
		"does not load":  {ok(`[]`), failed("guthega: loading the receiver ./run/x.cjs: TypeError: no y\n    at z"), "TypeError: no y", ""},
		"no module": {
			ok(`[]`), failed("guthega: loading the receiver ./x.cjs: Error: Cannot find module 'http': a module of Node's that guthega lacks\n"),
			"Cannot find module 'http'", "",
		},
		"crashes":    {ok(`[]`), failed("panic: x\n\ngoroutine 1"), "panic: x", ""},
		"is silent":  {ok(`[]`), failed(""), "it ends without a word", ""},
		"in its dir": {ok(`["a"]`), ok(`["/tmp/run-1/b"]`), "prints b where Node prints a", ""},
	} {
		t.Run(name, func(t *testing.T) {
			r := &result{node: tt.node, guthega: tt.guthega}
			r.compare(func(text string) string { return without(text, "/tmp/run-1") })
			if r.reason != tt.reason || r.broken != tt.broken {
				t.Errorf("reason %q, broken %q; want %q, %q", r.reason, r.broken, tt.reason, tt.broken)
			}
		})
	}
}
