package httpsource

import (
	"bytes"
	"time"
	"unicode/utf8"
)

// appendResult appends the reply to a message that was done: what JavaScript's {...result, requestId, gts} gives for
// an object, and {result, requestId, gts} for any other value; nil stands for undefined and adds nothing. It is false
// when result is no JSON.
//
// Keys are compared as JSON.stringify writes them, without escapes.
func appendResult(dst, result []byte, id string, gts time.Time) ([]byte, bool) {
	result = bytes.Trim(result, " \t\r\n")
	if len(result) == 0 {
		return appendOurs(append(dst, '{'), id, gts, true, true), true
	}
	if result[0] != '{' {
		dst = append(dst, `{"result":`...)
		dst = append(dst, result...)
		return appendOurs(append(dst, ','), id, gts, true, true), true
	}
	if bytes.Contains(result, []byte(`"requestId"`)) || bytes.Contains(result, []byte(`"gts"`)) {
		return appendMerged(dst, result, id, gts)
	}
	last := len(result) - 1
	if last < 1 || result[last] != '}' {
		return dst, false
	}
	members := bytes.TrimLeft(result[1:last], " \t\r\n")
	dst = append(dst, '{')
	if len(members) > 0 {
		dst = append(dst, members...)
		dst = append(dst, ',')
	}
	return appendOurs(dst, id, gts, true, true), true
}

// appendMerged copies object's members in their order, with ours in the place of those of the same name, as the
// spread does; a name that comes twice is written once.
func appendMerged(dst, object []byte, id string, gts time.Time) ([]byte, bool) {
	needID, needGTS := true, true
	s := scanner{b: object, i: 1}
	dst = append(dst, '{')
	for {
		s.space()
		if s.take('}') {
			break
		}
		key, ok := s.value()
		s.space()
		if !ok || key[0] != '"' || !s.take(':') {
			return dst, false
		}
		s.space()
		value, ok := s.value()
		if !ok {
			return dst, false
		}
		switch string(key) {
		case `"requestId"`:
			if needID {
				dst = append(appendID(dst, id), ',')
			}
			needID = false
		case `"gts"`:
			if needGTS {
				dst = append(appendGTS(dst, gts), ',')
			}
			needGTS = false
		default:
			dst = append(dst, key...)
			dst = append(dst, ':')
			dst = append(dst, value...)
			dst = append(dst, ',')
		}
		s.space()
		if !s.take(',') && !s.at('}') {
			return dst, false
		}
	}
	if s.i != len(object) {
		return dst, false
	}
	return appendOurs(dst, id, gts, needID, needGTS), true
}

// appendOurs ends an object that is open and whose last member, if any, has its comma.
func appendOurs(dst []byte, id string, gts time.Time, needID, needGTS bool) []byte {
	if needID {
		dst = append(appendID(dst, id), ',')
	}
	if needGTS {
		dst = append(appendGTS(dst, gts), ',')
	}
	dst[len(dst)-1] = '}' // there is a comma: one of the two was written here or in its place
	return dst
}

func appendID(dst []byte, id string) []byte {
	dst = append(dst, `"requestId":"`...)
	dst = append(dst, id...)
	return append(dst, '"')
}

// appendGTS writes gts as Date.prototype.toJSON does: UTC, milliseconds cut off.
func appendGTS(dst []byte, gts time.Time) []byte {
	gts = gts.UTC()
	year, month, day := gts.Date()
	hour, minute, second := gts.Clock()
	dst = append(dst, `"gts":"`...)
	dst = append(appendDigits(dst, year, 4), '-')
	dst = append(appendDigits(dst, int(month), 2), '-')
	dst = append(appendDigits(dst, day, 2), 'T')
	dst = append(appendDigits(dst, hour, 2), ':')
	dst = append(appendDigits(dst, minute, 2), ':')
	dst = append(appendDigits(dst, second, 2), '.')
	dst = appendDigits(dst, gts.Nanosecond()/1e6, 3)
	return append(dst, 'Z', '"')
}

// appendDigits is time.AppendFormat's work without its search through the layout, once per reply.
func appendDigits(dst []byte, n, width int) []byte {
	dst = append(dst, "0000"[:width]...)
	for i := len(dst) - 1; n > 0 && width > 0; i, width = i-1, width-1 {
		dst[i] = byte('0' + n%10)
		n /= 10
	}
	return dst
}

// appendFailure appends the body of a reply other than 200.
func appendFailure(dst []byte, f *failure, id string, gts time.Time) []byte {
	dst = append(dst, `{"error":{"name":`...)
	dst = appendString(dst, f.name)
	dst = append(dst, `,"message":`...)
	dst = appendString(dst, f.message)
	dst = append(dst, `},`...)
	return appendOurs(dst, id, gts, true, true)
}

// appendString writes s as a JSON string (RFC 8259, 7), with U+FFFD for what is no UTF-8.
func appendString(dst []byte, s string) []byte {
	const hexDigits = "0123456789abcdef"
	dst = append(dst, '"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			dst = append(dst, '\\', byte(r))
		case r == '\n':
			dst = append(dst, '\\', 'n')
		case r < 0x20 || r == 0x7f:
			dst = append(dst, '\\', 'u', '0', '0', hexDigits[r>>4], hexDigits[r&15])
		default:
			dst = utf8.AppendRune(dst, r)
		}
	}
	return append(dst, '"')
}
