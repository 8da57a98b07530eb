package httpsource

import (
	"slices"
	"strings"

	"github.com/guthega/guthega/sources"
)

// maxQueryPairs is where Node's querystring.parse stops too; the search for an earlier key is linear.
const maxQueryPairs = 1000

// queryFields reads a query string as Node's querystring.parse does: pairs in their order, a repeated key as a list at
// its first place, empty pieces left out, what is no valid escape kept as it is, and nothing after the first
// maxQueryPairs pairs.
func queryFields(raw string) sources.Fields {
	fields := sources.Fields{}
	pairs := 0
	for piece := range strings.SplitSeq(raw, "&") {
		if piece == "" {
			continue
		}
		if pairs++; pairs > maxQueryPairs {
			break
		}
		k, v, _ := strings.Cut(piece, "=")
		fields = addQuery(fields, unescape(k), unescape(v))
	}
	return fields
}

func addQuery(fields sources.Fields, key, value string) sources.Fields {
	for i := range fields {
		if fields[i].Key != key {
			continue
		}
		switch earlier := fields[i].Value.(type) {
		case string:
			fields[i].Value = []string{earlier, value}
		case []string:
			fields[i].Value = append(slices.Clip(earlier), value)
		}
		return fields
	}
	return append(fields, sources.Field{Key: key, Value: value})
}

// unescape decodes %XX and +. Bytes that are no UTF-8 become U+FFFD.
func unescape(s string) string {
	if !strings.ContainsAny(s, "%+") {
		return strings.ToValidUTF8(s, "\uFFFD")
	}
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '+':
			b = append(b, ' ')
		case c == '%' && i+2 < len(s) && hex(s[i+1]) >= 0 && hex(s[i+2]) >= 0:
			b = append(b, byte(hex(s[i+1])<<4|hex(s[i+2])))
			i += 2
		default:
			b = append(b, c)
		}
	}
	return strings.ToValidUTF8(string(b), "\uFFFD")
}

func hex(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'a' <= c && c <= 'f':
		return int(c-'a') + 10
	case 'A' <= c && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}
