package conf

import (
	"errors"
	"math"
	"strconv"
	"strings"
	"time"
)

var errUnit = errors.New("no such unit")

// parseDuration is time.ParseDuration with days in front: "3d", "1d12h". A day is 24 hours.
func parseDuration(s string) (time.Duration, error) {
	days, rest, found := strings.Cut(s, "d")
	if !found {
		return time.ParseDuration(s)
	}
	n, err := strconv.ParseInt(days, 10, 64)
	if err != nil {
		return 0, err
	}
	const day = 24 * time.Hour
	if n > int64(math.MaxInt64/day) || n < -int64(math.MaxInt64/day) {
		return 0, strconv.ErrRange
	}
	whole := time.Duration(n) * day
	if rest == "" {
		return whole, nil
	}
	if rest[0] == '-' || rest[0] == '+' {
		return 0, errUnit
	}
	part, err := time.ParseDuration(rest)
	if err != nil {
		return 0, err
	}
	if strings.HasPrefix(days, "-") {
		part = -part
	}
	if sum := whole + part; (sum < whole) == (part < 0) || part == 0 {
		return sum, nil
	}
	return 0, strconv.ErrRange
}

// parseSize reads a number of bytes: digits, and a unit of IEC 80000-13 (KiB, MiB, GiB, TiB) or of the SI (kB, MB, GB,
// TB). "512M" is refused: it is 512 MiB to Docker and 512 MB to Kubernetes.
func parseSize(s string) (int64, error) {
	digits := strings.TrimRight(s, "BKMGTik")
	unit, ok := bytesIn(s[len(digits):])
	if !ok {
		return 0, errUnit
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		return 0, err
	}
	if n > math.MaxInt64/unit || n < math.MinInt64/unit {
		return 0, strconv.ErrRange
	}
	return n * unit, nil
}

func bytesIn(unit string) (int64, bool) {
	switch unit {
	case "", "B":
		return 1, true
	case "kB", "KB":
		return 1e3, true
	case "MB":
		return 1e6, true
	case "GB":
		return 1e9, true
	case "TB":
		return 1e12, true
	case "KiB":
		return 1 << 10, true
	case "MiB":
		return 1 << 20, true
	case "GiB":
		return 1 << 30, true
	case "TiB":
		return 1 << 40, true
	}
	return 0, false
}
