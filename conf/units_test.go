package conf

import (
	"math"
	"testing"
	"time"
)

func TestParseDuration(t *testing.T) {
	const day = 24 * time.Hour
	for in, want := range map[string]time.Duration{
		"0": 0, "30s": 30 * time.Second, "1h1m1s": time.Hour + time.Minute + time.Second, "1.5s": 1500 * time.Millisecond,
		"3d": 3 * day, "0d": 0, "1d12h": 36 * time.Hour, "-1d12h": -36 * time.Hour, "-3d": -3 * day, "106751d": 106751 * day,
		"106751d23h47m16.854775807s": math.MaxInt64,
	} {
		if got, err := parseDuration(in); err != nil || got != want {
			t.Errorf("%q is %v, %v; want %v", in, got, err, want)
		}
	}
	for _, in := range []string{
		"", "d", "30", "3days", "1.5d", "1h2d", "1dd", "1d-1h", "1d+1h", "106752d", "-106752d", "106751d24h", "9999999999999999999d", "5 s",
	} {
		if got, err := parseDuration(in); err == nil {
			t.Errorf("%q is %v, want an error", in, got)
		}
	}
}

func TestParseSize(t *testing.T) {
	for in, want := range map[string]int64{
		"0": 0, "1048576": 1 << 20, "7B": 7, "1kB": 1000, "1KB": 1000, "500MB": 500e6, "2GB": 2e9, "1TB": 1e12,
		"1KiB": 1024, "512MiB": 512 << 20, "1GiB": 1 << 30, "3TiB": 3 << 40, "-1KiB": -1024, "9223372036854775807": math.MaxInt64,
	} {
		if got, err := parseSize(in); err != nil || got != want {
			t.Errorf("%q is %v, %v; want %v", in, got, err, want)
		}
	}
	for _, in := range []string{
		"", "MiB", "512M", "512m", "512Mi", "512mb", "512mib", "1.5GiB", "1 GiB", "GiB1", "1e3", "9223372036854775808", "8388608TiB", "0x10",
	} {
		if got, err := parseSize(in); err == nil {
			t.Errorf("%q is %v, want an error", in, got)
		}
	}
}

func TestNearest(t *testing.T) {
	known := []string{"attempts", "host", "hostname", "initialBackoff", "maxBackoff", "port", "to"}
	for word, want := range map[string]string{
		"atempts": "attempts", "attmpts": "attempts", "Attempts": "attempts", "max-backoff": "maxBackoff", "max_backof": "maxBackoff",
		"prot": "port", "hots": "host", "hostnam": "hostname", "initial": "initialBackoff", "two": "to",
		"": "", "x": "", "zeal": "", "timeout": "", "p": "",
	} {
		if got, _ := nearest(word, known); got != want {
			t.Errorf("%q is nearest to %q, want %q", word, got, want)
		}
	}
}

func TestDistance(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"a", "", 1}, {"", "ab", 2}, {"port", "prot", 1}, {"kitten", "sitting", 3}, {"abc", "abc", 0}, {"ca", "abc", 3}} {
		if got := distance(tt.a, tt.b); got != tt.want {
			t.Errorf("%q to %q is %d, want %d", tt.a, tt.b, got, tt.want)
		}
	}
}
