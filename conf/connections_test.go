package conf_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/guthega/guthega/conf"
)

func TestNetPatterns(t *testing.T) {
	for pattern, want := range map[string]string{
		"db:5432": "", "*.example.com:443": "", "10.0.0.0/8:*": "", "[::1]:*": "", "*:*": "", "unix:/run/a.sock": "", "unix:/run/*": "",
		"db":             `permissions.net[0]: "db" has no port (write "host:port", or "host:*" for every port)`,
		"db:http":        "has no port that is one",
		"https://db:443": "is a URL",
		"::1:443":        "only IPv6 addresses stand in brackets",
		"[db]:443":       "only IPv6 addresses stand in brackets",
		"a*b.c:443":      "is no pattern",
		"10.0.0.0/99:*":  "is no pattern",
		"unix:run":       "is no path of a Unix socket",
		"":               "permissions.net[0]: is empty",
	} {
		list, err := json.Marshal([]string{pattern})
		if err != nil {
			t.Fatal(err)
		}
		_, err = conf.ParseReceiver("receiver.json", []byte(`{"module": "x", "permissions": {"net": `+string(list)+`}}`), variables(""))
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%q: got %v, want %q", pattern, err, want)
		}
	}
}
