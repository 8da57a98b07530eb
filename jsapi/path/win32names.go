package path

import (
	"strings"
	"unicode/utf8"
)

func (win32) normalize(p string) string {
	switch {
	case p == "":
		return "."
	case p == "/":
		return `\`
	case len(p) == 1:
		return p
	}
	r := rootOf(p)
	if r.bare {
		return r.device + `\`
	}
	colon := strings.IndexByte(p, ':')
	if !r.absolute && r.device == "" && colon > 0 && reserved(p, colon) {
		r = root{device: p[:colon+1], end: colon + 1}
	}
	tail := strings.Join(components(p[r.end:], !r.absolute, isEither), `\`)
	if tail == "" && !r.absolute {
		tail = "."
	}
	if tail != "" && isEither(p[len(p)-1]) {
		tail += `\`
	}
	if !r.absolute && r.device == "" && turnsAbsolute(p, tail) || reserved(p, colon) {
		return `.\` + r.device + tail
	}
	if r.absolute {
		tail = `\` + tail
	}
	return r.device + tail
}

// turnsAbsolute reports whether Windows could read the relative name p, reduced to tail, as one on a device, as it
// would "x/../C:" (CVE-2024-36139).
func turnsAbsolute(p, tail string) bool {
	if hasDrive(tail) && strings.Contains(p, ":") {
		return true
	}
	for i := range len(p) {
		if p[i] == ':' && (i == len(p)-1 || isEither(p[i+1])) {
			return true
		}
	}
	return false
}

// reserved reports whether what stands before the colon is a device of Windows ("NUL", "COM1"). Without a colon Node
// looks at all but the last character, so "CONx" counts too.
func reserved(p string, colon int) bool {
	if colon < 0 {
		_, size := utf8.DecodeLastRuneInString(p)
		colon = len(p) - size
	}
	name := strings.ToUpper(p[:colon])
	switch name {
	case "CON", "PRN", "AUX", "NUL":
		return true
	}
	number, isPort := strings.CutPrefix(name, "COM")
	if !isPort {
		number, isPort = strings.CutPrefix(name, "LPT")
	}
	return isPort && utf8.RuneCountInString(number) == 1 && strings.Contains(deviceNumbers, number)
}

func (x win32) relative(from, to string) string {
	if from == to {
		return ""
	}
	fromFull, toFull := resolveOne(x, from), resolveOne(x, to)
	fromLow, toLow := strings.ToLower(fromFull), strings.ToLower(toFull)
	if fromLow == toLow {
		return ""
	}
	a, b := split(fromLow), split(toLow)
	names := split(toFull)
	same := 0
	for same < min(len(a), len(b)) && a[same] == b[same] {
		same++
	}
	if same == 0 && len(a) > 0 && len(b) > 0 {
		return toFull // on another drive or host: there is no way
	}
	out := make([]string, 0, len(a)+len(b)-2*same)
	for range a[same:] {
		out = append(out, "..")
	}
	return strings.Join(append(out, names[same:]...), `\`)
}

// split cuts a resolved name at its separators.
func split(p string) []string {
	if p = strings.Trim(p, `\`); p == "" {
		return nil
	}
	return strings.Split(p, `\`)
}

// deviceNumbers are the digits that make a device of COM and LPT; Windows takes superscripts too.
const deviceNumbers = "123456789¹²³"
