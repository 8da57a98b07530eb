package dial_test

import (
	"errors"
	"net/netip"
	"strings"
	"testing"

	"github.com/guthega/guthega/jsapi/dial"
)

func TestParsePattern(t *testing.T) {
	for _, good := range []string{
		"db:5432", "*.example.com:443", "10.0.0.0/8:*", "[::1]:*", "[fd00::/8]:443", "*:*", "*:443", "127.0.0.1:6379",
		"_mongodb._tcp.example.com:*", "DB.Example.COM.:1", "unix:/run/a.sock", "unix:/run/*", "unix:*", "unix:@name", "host_1:1",
	} {
		if _, err := dial.ParsePattern(good); err != nil {
			t.Errorf("%q: %v", good, err)
		}
	}
	for bad, want := range map[string]string{
		"":                   "no port",
		"db":                 "no port",
		"db:":                "no port",
		"[::1]":              "no port",
		"::1:80":             "brackets",
		"[db]:80":            "brackets are for",
		"[::1:80":            "brackets are for",
		"db:0":               "is not a port",
		"db:65536":           "is not a port",
		"db:http":            "is not a port",
		"db:+80":             "is not a port",
		"db:080":             "is not a port",
		"*.*:80":             "is not a host",
		"a*.example.com:80":  "is not a host",
		"a..b:80":            "is not a host",
		":80":                "is not a host",
		"http://db:80":       "brackets",
		"10.0.0.0/33:*":      "neither an address nor a network",
		"user@db:80":         "is not a host",
		"unix:":              "not an absolute path",
		"unix:run/a":         "not an absolute path",
		"unix:/run/*/a":      "elsewhere",
		"unix:/run/a*":       "elsewhere",
		"[fe80::1%eth0]:80":  "neither",
		"db:80 ":             "is not a port",
		"a b:80":             "is not a host",
		"https://db.com:443": "brackets",
	} {
		_, err := dial.ParsePattern(bad)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", bad, err, want)
		}
	}
}

func TestRules(t *testing.T) {
	type check struct {
		host string // a name or an address
		port uint16
		ok   bool
	}
	for name, tt := range map[string]struct {
		all      bool
		patterns []string
		checks   []check
	}{
		"everything": {all: true, checks: []check{
			{"example.com", 443, true}, {"127.0.0.1", 1, true}, {"10.1.2.3", 1, true}, {"::1", 1, true},
			{"169.254.169.254", 80, false}, {"::ffff:169.254.169.254", 80, false}, {"64:ff9b::a9fe:a9fe", 80, false},
			{"2002:a9fe:a9fe::1", 80, false}, {"::169.254.169.254", 80, false},
			{"fe80::1", 80, false}, {"fe80::1%eth0", 80, false}, {"fd00:ec2::254", 80, false}, {"100.100.100.200", 80, false},
			{"168.63.129.16", 80, false}, {"fd00::1", 80, true},
		}},
		"nothing": {checks: []check{{"example.com", 443, false}, {"127.0.0.1", 1, false}}},
		"a name": {patterns: []string{"db.Example.com:5432"}, checks: []check{
			{"db.example.com", 5432, true}, {"DB.EXAMPLE.com.", 5432, true}, {"db.example.com", 5433, false},
			{"x.db.example.com", 5432, false}, {"127.0.0.1", 5432, false}, {"db.example.com", 0, true},
		}},
		"names below a domain": {patterns: []string{"*.example.com:443"}, checks: []check{
			{"a.example.com", 443, true}, {"a.b.example.com", 443, true}, {"example.com", 443, false},
			{"badexample.com", 443, false}, {"a.example.com", 80, false},
		}},
		"a network": {patterns: []string{"10.0.0.0/8:*", "[fd00::/8]:443"}, checks: []check{
			{"10.255.0.1", 5, true}, {"::ffff:10.0.0.1", 5, true}, {"11.0.0.1", 5, false}, {"fd12::1", 443, true}, {"fd12::1", 80, false},
			{"any.name", 5, true}, // to be looked up: its answers decide
			{"fd00:ec2::254", 443, false},
		}},
		"every port of one address": {patterns: []string{"[::1]:*"}, checks: []check{{"::1", 9, true}, {"::2", 9, false}, {"127.0.0.1", 9, false}}},
		"anything listed":           {patterns: []string{"*:443"}, checks: []check{{"a.b", 443, true}, {"1.2.3.4", 443, true}, {"1.2.3.4", 80, false}, {"169.254.169.254", 443, false}}},
		"metadata by its address":   {all: true, patterns: []string{"169.254.169.254:80"}, checks: []check{{"169.254.169.254", 80, true}, {"169.254.169.254", 81, false}, {"169.254.1.1", 80, false}}},
		"link-local by its network": {patterns: []string{"[fe80::/10]:*", "169.254.0.0/16:80"}, checks: []check{{"fe80::1", 80, true}, {"169.254.169.254", 80, true}}},
		"a wider network is no name": {patterns: []string{"0.0.0.0/0:*", "[::/0]:*"}, checks: []check{
			{"169.254.169.254", 80, false}, {"fe80::1", 80, false}, {"8.8.8.8", 53, true}}},
	} {
		t.Run(name, func(t *testing.T) {
			r := dial.New(tt.all, tt.patterns)
			for _, c := range tt.checks {
				err := r.Name(c.host, c.port)
				if (err == nil) != c.ok {
					t.Errorf("%s port %d: %v", c.host, c.port, err)
				}
			}
		})
	}
}

func TestAnswersMakeAddressesPermitted(t *testing.T) {
	r := dial.New(false, []string{"db:5432"})
	a, other, metadata := netip.MustParseAddr("10.1.2.3"), netip.MustParseAddr("10.1.2.4"), netip.MustParseAddr("169.254.169.254")
	if r.Address(a, 5432) == nil {
		t.Error("permitted before the answer")
	}
	r.Answered("DB", []netip.Addr{a, metadata})
	r.Answered("other", []netip.Addr{other})
	if err := r.Address(a, 5432); err != nil {
		t.Error(err)
	}
	if r.Address(a, 5433) == nil {
		t.Error("another port is permitted")
	}
	if r.Address(other, 5432) == nil {
		t.Error("another name's address is permitted")
	}
	if r.Address(metadata, 5432) == nil {
		t.Error("a name led to the metadata service")
	}
}

func TestListen(t *testing.T) {
	for _, tt := range []struct {
		all      bool
		patterns []string
		address  string
		port     uint16
		ok       bool
	}{
		{true, nil, "127.0.0.1", 0, true},
		{true, nil, "::1", 80, true},
		{true, nil, "0.0.0.0", 80, false},
		{true, nil, "192.168.1.1", 80, false},
		{false, nil, "127.0.0.1", 0, false},
		{false, []string{"localhost:*"}, "127.0.0.1", 0, true},
		{false, []string{"127.0.0.0/8:80"}, "127.0.0.1", 80, true},
		{false, []string{"127.0.0.0/8:80"}, "127.0.0.1", 81, false},
		{false, []string{"*:*"}, "0.0.0.0", 80, false},
		{false, []string{"0.0.0.0:80"}, "0.0.0.0", 80, true},
	} {
		if err := dial.New(tt.all, tt.patterns).Listen(netip.MustParseAddr(tt.address), tt.port); (err == nil) != tt.ok {
			t.Errorf("%+v: %v", tt, err)
		}
	}
}

func TestUnix(t *testing.T) {
	r := dial.New(true, []string{"unix:/run/a.sock", "unix:/run/db/*", "unix:@name"})
	for path, ok := range map[string]bool{
		"/run/a.sock": true, "/run/x/../a.sock": true, "/run/b.sock": false, "/run/db/x/y": true, "/run/db": false,
		"/run/db/../other": false, "@name": true, "@other": false, "a.sock": false,
	} {
		if err := r.Unix(path); (err == nil) != ok {
			t.Errorf("%s: %v", path, err)
		}
	}
	if dial.New(true, nil).Unix("/run/a.sock") == nil {
		t.Error("a Unix socket is permitted that is not listed")
	}
}

func TestNilPermitsNothing(t *testing.T) {
	var r *dial.Rules
	if r.Name("a", 1) == nil || r.Address(netip.IPv6Loopback(), 1) == nil || r.Unix("/a") == nil || r.Listen(netip.IPv6Loopback(), 1) == nil {
		t.Error("nil permits something")
	}
}

func TestDeniedSaysWhatWouldAllowIt(t *testing.T) {
	r := dial.New(false, nil)
	for want, err := range map[string]error{
		`connecting to db:5432 is not permitted: "permissions": {"net": ["db:5432"]} in the receiver config would allow it`:     r.Name("db", 5432),
		`connecting to [::1]:80 is not permitted: "permissions": {"net": ["[::1]:80"]} in the receiver config would allow it`:   r.Address(netip.IPv6Loopback(), 80),
		`connecting to unix:/a/b is not permitted: "permissions": {"net": ["unix:/a/b"]} in the receiver config would allow it`: r.Unix("/a/./b"),
	} {
		if err == nil || err.Error() != want {
			t.Errorf("got  %v\nwant %s", err, want)
		}
	}
}

// What is denied names a pattern that allows it.
func FuzzPattern(f *testing.F) {
	for _, s := range []string{"db:5432", "*.a:1", "10.0.0.0/8:*", "[::1]:*", "unix:/a/*", "169.254.169.254:80"} {
		f.Add(s, "db", uint16(5432))
	}
	f.Fuzz(func(t *testing.T, pattern, host string, port uint16) {
		if p, err := dial.ParsePattern(pattern); err == nil && p == (dial.Pattern{}) {
			t.Errorf("%q is a pattern of nothing", pattern)
		}
		none := dial.New(false, nil)
		for _, s := range []string{host, pattern} {
			denied, ok := errors.AsType[*dial.Denied](none.Name(s, port))
			if !ok {
				t.Fatalf("%q is permitted by nothing", s)
			}
			if _, err := dial.ParsePattern(denied.Pattern); err != nil {
				continue // no name at all
			}
			if err := dial.New(false, []string{denied.Pattern}).Name(s, port); err != nil && port != 0 {
				t.Errorf("%q, as it advises, does not permit %q: %v", denied.Pattern, s, err)
			}
		}
	})
}
