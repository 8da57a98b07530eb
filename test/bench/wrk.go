package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// runWRK is load.run with wrk. It warms nothing up, checks replies by status only, and stops without waiting for the
// replies under way: the server may have seen a few messages more than it counted, up to some per connection.
func (l *load) runWRK(ctx context.Context, binary, dir string, d time.Duration) (*wrkResult, error) {
	script := filepath.Join(dir, "orders.lua")
	var lua strings.Builder
	lua.WriteString("wrk.method = 'POST'\nwrk.headers['Content-Type'] = 'application/json'\nlocal bodies = {\n")
	for _, o := range l.orders {
		fmt.Fprintf(&lua, "  %q,\n", o.body)
	}
	lua.WriteString("}\nlocal n = 0\nfunction request()\n  n = n % #bodies + 1\n" +
		"  return wrk.format(nil, '/', nil, bodies[n])\nend\n")
	if err := os.WriteFile(script, []byte(lua.String()), 0o600); err != nil {
		return nil, err
	}
	seconds := max(1, int(d.Seconds()))
	out, err := exec.CommandContext(ctx, binary, "-t1", "-c"+strconv.Itoa(l.connections), //nolint:gosec // the user's own wrk
		fmt.Sprintf("-d%ds", seconds), "--latency", "-s", script, "http://"+l.address+"/").CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("%w\n%s", err, out)
	}
	return parseWRK(string(out))
}

// wrkResult is what wrk prints.
type wrkResult struct {
	requests int
	rate     float64
	p50, p99 time.Duration
	failed   int
}

var (
	wrkRequests = regexp.MustCompile(`(?m)^\s*(\d+) requests in `)
	wrkRate     = regexp.MustCompile(`(?m)^Requests/sec:\s+([\d.]+)`)
	wrkP50      = regexp.MustCompile(`(?m)^\s*50%\s+(\S+)`)
	wrkP99      = regexp.MustCompile(`(?m)^\s*99%\s+(\S+)`)
	wrkNon2xx   = regexp.MustCompile(`(?m)Non-2xx or 3xx responses: (\d+)`)
	wrkSocket   = regexp.MustCompile(`(?m)Socket errors: (.*)$`)
)

func parseWRK(out string) (*wrkResult, error) {
	find := func(re *regexp.Regexp) string {
		if m := re.FindStringSubmatch(out); m != nil {
			return m[1]
		}
		return ""
	}
	if e := find(wrkSocket); e != "" {
		return nil, fmt.Errorf("wrk had socket errors: %s", e)
	}
	r := &wrkResult{}
	var errs [4]error
	r.requests, errs[0] = strconv.Atoi(find(wrkRequests))
	r.rate, errs[1] = strconv.ParseFloat(find(wrkRate), 64)
	r.p50, errs[2] = time.ParseDuration(find(wrkP50))
	r.p99, errs[3] = time.ParseDuration(find(wrkP99))
	if n := find(wrkNon2xx); n != "" {
		var err error
		r.failed, err = strconv.Atoi(n)
		errs[0] = errors.Join(errs[0], err)
	}
	if err := errors.Join(errs[:]...); err != nil {
		return nil, fmt.Errorf("what wrk printed is not understood: %w\n%s", err, out)
	}
	return r, nil
}
