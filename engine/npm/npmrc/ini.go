package npmrc

import (
	"encoding/json"
	"strings"
)

// setting is one line of a file: a key and its value as text. List says that the key was written with [].
type setting struct {
	key, value string
	list       bool
	line       int
}

// parse reads npm's dialect of ini. Like npm it takes any text: what is no setting is skipped, and so are sections,
// in which npm does not look for settings either.
func parse(text string) []setting {
	var settings []setting
	section := false
	text = strings.TrimPrefix(text, "\ufeff")
	for i, line := range strings.Split(strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n"), "\n") {
		trimmed := strings.TrimSpace(line)
		if trimmed == "" || trimmed[0] == ';' || trimmed[0] == '#' {
			continue
		}
		if line[0] == '[' && strings.HasSuffix(trimmed, "]") && strings.Count(trimmed, "]") == 1 {
			section = true
			continue
		}
		key, value, found := strings.Cut(line, "=")
		if section || key == "" {
			continue
		}
		s := setting{key: unescape(key), value: "true", line: i + 1} // a key alone is a switch
		if found {
			s.value = unescape(value)
		}
		if len(s.key) > 2 {
			s.key, s.list = strings.CutSuffix(s.key, "[]")
		}
		if s.key != "" {
			settings = append(settings, s)
		}
	}
	return settings
}

// unescape takes quotes and escapes off a key or a value, and what follows as a comment.
func unescape(text string) string {
	text = strings.TrimSpace(text)
	switch {
	case quoted(text, '"'):
		return decoded(text)
	case quoted(text, '\''):
		return decoded(text[1:max(len(text)-1, 1)])
	}
	var out strings.Builder
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == ';' || c == '#':
			return strings.TrimSpace(out.String())
		case c == '\\' && i+1 < len(text) && strings.IndexByte(`\;#`, text[i+1]) >= 0:
			i++
			out.WriteByte(text[i])
		default:
			out.WriteByte(c)
		}
	}
	return strings.TrimSpace(out.String())
}

func quoted(text string, quote byte) bool {
	return text != "" && text[0] == quote && text[len(text)-1] == quote
}

// decoded returns the value of a JSON string, and any other text as it is.
func decoded(text string) string {
	var value string
	if json.Unmarshal([]byte(text), &value) == nil && text != "null" {
		return value
	}
	return text
}
