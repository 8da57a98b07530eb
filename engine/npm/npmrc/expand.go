package npmrc

import "strings"

// expand replaces ${NAME} from the environment, and ${NAME?} also where it is not set, by nothing. Names that are not
// set stay as they stand and are returned. A backslash before the dollar keeps it from being replaced; two make one.
func expand(text string, env map[string]string) (out string, unset []string) {
	var b strings.Builder
	for {
		dollar := strings.Index(text, "${")
		if dollar < 0 {
			b.WriteString(text)
			return b.String(), unset
		}
		name, optional, length := reference(text[dollar:])
		if length == 0 {
			b.WriteString(text[:dollar+2])
			text = text[dollar+2:]
			continue
		}
		before := strings.TrimRight(text[:dollar], `\`)
		escapes := dollar - len(before)
		b.WriteString(before)
		b.WriteString(strings.Repeat(`\`, escapes/2))
		whole := text[dollar : dollar+length]
		value, set := env[name]
		switch {
		case escapes%2 == 1:
			b.WriteString(whole)
		case set:
			b.WriteString(value)
		case !optional:
			b.WriteString(whole)
			unset = append(unset, name)
		}
		text = text[dollar+length:]
	}
}

// reference reads ${NAME} or ${NAME?} at the start of text; length is 0 where none is.
func reference(text string) (name string, optional bool, length int) {
	rest := text[len("${"):]
	end := strings.IndexAny(rest, "${?}")
	if end <= 0 {
		return "", false, 0
	}
	name, rest = rest[:end], rest[end:]
	rest, optional = strings.CutPrefix(rest, "?")
	if !strings.HasPrefix(rest, "}") {
		return "", false, 0
	}
	return name, optional, len(text) - len(rest) + 1
}
