package url

import (
	"strings"

	"github.com/guthega/guthega/jsapi"
)

// pair is one name and value of a query.
type pair struct{ name, value string }

// parseForm reads application/x-www-form-urlencoded (URL Standard, section 5.1).
func parseForm(s string) []pair {
	var pairs []pair
	for s != "" {
		var piece string
		piece, s, _ = strings.Cut(s, "&")
		if piece == "" {
			continue
		}
		name, value, _ := strings.Cut(piece, "=")
		pairs = append(pairs, pair{formDecode(name), formDecode(value)})
	}
	return pairs
}

func formDecode(s string) string {
	if !strings.ContainsAny(s, "+%") {
		return s
	}
	return percentDecode(strings.ReplaceAll(s, "+", " "))
}

// percentDecode leaves what is no escape alone; bytes that are not UTF-8 become U+FFFD.
func percentDecode(s string) string {
	if !strings.Contains(s, "%") {
		return s
	}
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) && unhex(s[i+1]) >= 0 && unhex(s[i+2]) >= 0 {
			b = append(b, byte(unhex(s[i+1])<<4|unhex(s[i+2])))
			i += 2
			continue
		}
		b = append(b, s[i])
	}
	return string(jsapi.ValidUTF8(b))
}

func unhex(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

// Characters, besides letters and digits, that each encoder leaves alone.
const (
	formSafe  = "*-._"       // URL Standard, section 5.2
	querySafe = "-_.!~*'()"  // Node's querystring.escape
	authSafe  = "-_.!~*'():" // the auth of Node's legacy url.format
)

// percentEncode writes every byte that is neither a letter, a digit nor in safe as an escape. A space is "+" where plus
// is set.
func percentEncode(b *strings.Builder, s, safe string, plus bool) {
	for i := range len(s) {
		c := s[i]
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', strings.IndexByte(safe, c) >= 0:
			b.WriteByte(c)
		case c == ' ' && plus:
			b.WriteByte('+')
		default:
			b.WriteByte('%')
			b.WriteByte(hexDigits[c>>4])
			b.WriteByte(hexDigits[c&15])
		}
	}
}

// formatForm writes application/x-www-form-urlencoded (URL Standard, section 5.2).
func formatForm(pairs []pair) string {
	var b strings.Builder
	for i, p := range pairs {
		if i > 0 {
			b.WriteByte('&')
		}
		percentEncode(&b, p.name, formSafe, true)
		b.WriteByte('=')
		percentEncode(&b, p.value, formSafe, true)
	}
	return b.String()
}
