package inspect

import (
	"strconv"
	"strings"
)

// quote writes s as Node quotes it: in single quotes, else in double quotes, else in backticks, whichever needs no
// escaping of quotes; controls, backslashes and lone surrogates are escaped.
func quote(s string) string {
	q := byte('\'')
	if strings.Contains(s, "'") {
		if !strings.Contains(s, `"`) {
			q = '"'
		} else if !strings.Contains(s, "`") && !strings.Contains(s, "${") {
			q = '`'
		}
	}
	b := make([]byte, 0, len(s)+2)
	b = append(b, q)
	b = appendEscaped(b, s, q == '\'')
	return string(append(b, q))
}

// escape is quote without the quotes, single quotes escaped: how Node writes symbols and hidden keys.
func escape(s string) string { return string(appendEscaped(nil, s, true)) }

const upperHex = "0123456789ABCDEF"

func appendEscaped(b []byte, s string, single bool) []byte {
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == '\'' && single, c == '\\':
			b = append(b, '\\', c)
		case c == '\b':
			b = append(b, `\b`...)
		case c == '\t':
			b = append(b, `\t`...)
		case c == '\n':
			b = append(b, `\n`...)
		case c == '\f':
			b = append(b, `\f`...)
		case c == '\r':
			b = append(b, `\r`...)
		case c < 0x20 || c == 0x7F:
			b = append(b, '\\', 'x', upperHex[c>>4], upperHex[c&15])
		case c == 0xC2 && i+1 < len(s) && s[i+1] < 0xA0:
			i++
			b = append(b, '\\', 'x', upperHex[s[i]>>4], upperHex[s[i]&15])
		case c == 0xED:
			if r, ok := surrogateAt(s, i); ok {
				b = append(b, '\\', 'u')
				b = strconv.AppendInt(b, int64(r), 16)
				i += 2
				continue
			}
			b = append(b, c)
		default:
			b = append(b, c)
		}
	}
	return b
}

// identifier reports whether a key is printed without quotes.
func identifier(s string) bool {
	for i := range len(s) {
		c := s[i] | 0x20
		if (c < 'a' || c > 'z') && s[i] != '_' && (i == 0 || s[i] < '0' || s[i] > '9') {
			return false
		}
	}
	return s != ""
}

// arrayIndex returns the array index that the key s is, if it is one.
func arrayIndex(s string) (int64, bool) {
	if s == "" || len(s) > 10 || s[0] == '0' && len(s) > 1 {
		return 0, false
	}
	n, err := strconv.ParseUint(s, 10, 64)
	return int64(n), err == nil && n <= 1<<32-2 && s[0] != '+'
}

// separate puts underscores between the thousands of a decimal number's text.
func separate(s string) string {
	if strings.ContainsAny(s, "eNI") {
		return s
	}
	whole, fraction, decimal := strings.Cut(s, ".")
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "-", whole[1:]
	}
	var parts []string
	for len(whole) > 3 {
		parts = append([]string{whole[len(whole)-3:]}, parts...)
		whole = whole[:len(whole)-3]
	}
	out := sign + strings.Join(append([]string{whole}, parts...), "_")
	if !decimal {
		return out
	}
	parts = nil
	for len(fraction) > 3 {
		parts = append(parts, fraction[:3])
		fraction = fraction[3:]
	}
	return out + "." + strings.Join(append(parts, fraction), "_")
}
