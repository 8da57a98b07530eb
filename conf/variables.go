package conf

import (
	"bytes"
	"encoding/json"
	"fmt"
	"unicode/utf8"
)

// Lookup returns the value of an environment variable and whether it is set; os.LookupEnv is one. A nil Lookup knows
// no variable.
type Lookup func(name string) (string, bool)

// fill replaces the variables in s, a string of the file. It works on the text between the quotes as written, escapes
// and all, so that what it does not touch stays as it is; what it puts in is escaped and cannot end the string.
func (d *document) fill(s *value, path string, env Lookup) {
	raw := d.src[s.start+1 : s.end-1]
	if !bytes.Contains(raw, []byte("${")) {
		return
	}
	out := []byte{'"'}
	for len(raw) > 0 {
		at := bytes.Index(raw, []byte("${"))
		if at < 0 {
			break
		}
		if at > 0 && raw[at-1] == '$' { // $${
			out = append(append(out, raw[:at-1]...), "${"...)
			raw = raw[at+2:]
			continue
		}
		out = append(out, raw[:at]...)
		ref, ok := reference(raw[at:])
		if !ok {
			s.broken = true
			d.add(s.start, path, `"${" does not begin ${NAME} or ${NAME:-default}`, `write "$${" for the characters themselves; a default holds no braces`)
			return
		}
		text, problem, hint := ref.text(env)
		if problem != "" {
			s.broken = true
			d.add(s.start, path, problem, hint)
		}
		s.from = append(s.from, ref.name)
		out = append(out, text...)
		raw = raw[at+ref.length:]
	}
	if s.broken {
		return
	}
	s.replaced = append(append(out, raw...), '"')
	if err := json.Unmarshal(s.replaced, &s.text); err != nil {
		s.broken = true
		d.add(s.start, path, "not a JSON string once its variables are filled in: "+err.Error(), "")
	}
}

// variable is one ${NAME} or ${NAME:-default}.
type variable struct {
	name       string
	fallback   []byte // as written, already escaped
	hasDefault bool
	length     int // of the whole, in bytes
}

// reference reads the variable that b, which starts with "${", starts with. A default with a brace in it is refused:
// where it ends could be read in two ways, and the shell's own answer surprises everyone.
func reference(b []byte) (variable, bool) {
	end := bytes.IndexByte(b, '}')
	if end < 0 {
		return variable{}, false
	}
	inside := b[2:end]
	name, fallback, hasDefault := bytes.Cut(inside, []byte(":-"))
	if !identifier(name) || bytes.IndexByte(fallback, '{') >= 0 {
		return variable{}, false
	}
	return variable{name: string(name), fallback: fallback, hasDefault: hasDefault, length: end + 1}, true
}

// identifier reports whether name is one that POSIX lets a variable have (Base Definitions, section 8.1).
func identifier(name []byte) bool {
	for i, c := range name {
		if !letter(c) && (i == 0 || !digit(c)) {
			return false
		}
	}
	return len(name) > 0
}

// text returns what stands for the variable inside a JSON string, or what is wrong with it.
func (v variable) text(env Lookup) (text []byte, problem, hint string) {
	value, set := "", false
	if env != nil {
		value, set = env(v.name)
	}
	switch {
	case v.hasDefault && value == "":
		return v.fallback, "", ""
	case !set:
		return nil, fmt.Sprintf("the environment variable %s is not set", v.name), fmt.Sprintf("set it, or write ${%s:-default}", v.name)
	case !utf8.ValidString(value):
		return nil, fmt.Sprintf("the environment variable %s is not UTF-8", v.name), ""
	}
	return escaped(value), "", ""
}

// escaped returns s as it is written between the quotes of a JSON string.
func escaped(s string) []byte {
	out := make([]byte, 0, len(s))
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			out = append(out, '\\', c)
		case c < ' ':
			out = fmt.Appendf(out, `\u%04x`, c)
		default:
			out = append(out, c)
		}
	}
	return out
}
