package httpsource

import (
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/guthega/guthega/sources"
)

// headerFields gives the request's headers as Node's http.IncomingMessage.headers does: names in lower case, repeated
// ones joined. They are sorted by name, since net/http does not keep their order.
func headerFields(r *http.Request) sources.Fields {
	fields := make(sources.Fields, 0, len(r.Header)+2)
	if r.Host != "" { // net/http moves this one and the next out of Header
		fields = append(fields, sources.Field{Key: "host", Value: text(r.Host)})
	}
	if len(r.TransferEncoding) > 0 {
		fields = insert(fields, "transfer-encoding", strings.Join(r.TransferEncoding, ", "))
	}
	for name, values := range r.Header {
		if len(values) > 0 {
			key := lowerName(name)
			fields = insert(fields, key, headerValue(key, values))
		}
	}
	return fields
}

// insert keeps fields sorted; a request has few headers, and maxHeaderBytes keeps it so.
func insert(fields sources.Fields, key string, value any) sources.Fields {
	i := len(fields)
	fields = append(fields, sources.Field{})
	for i > 0 && fields[i-1].Key > key {
		fields[i] = fields[i-1]
		i--
	}
	fields[i] = sources.Field{Key: key, Value: value}
	return fields
}

// headerValue joins repeated values as Node documents for message.headers: some names cannot be lists and keep the
// first value, cookies are joined with "; ", set-cookie is always a list, everything else is joined with ", ".
func headerValue(key string, values []string) any {
	if key == "set-cookie" {
		list := make([]string, len(values))
		for i, v := range values {
			list[i] = text(v)
		}
		return list
	}
	if len(values) == 1 {
		return text(values[0])
	}
	switch key {
	case "age", "authorization", "content-length", "content-type", "etag", "expires", "from", "host",
		"if-modified-since", "if-unmodified-since", "last-modified", "location", "max-forwards",
		"proxy-authorization", "referer", "retry-after", "server", "user-agent":
		return text(values[0])
	case "cookie":
		return text(strings.Join(values, "; "))
	}
	return text(strings.Join(values, ", "))
}

// text returns s if it is UTF-8, and otherwise reads it as ISO 8859-1, which RFC 9110, 5.5 names as the history of
// field values.
func text(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	runes := make([]rune, len(s))
	for i := range len(s) {
		runes[i] = rune(s[i])
	}
	return string(runes)
}

// lowerName is strings.ToLower with the names that nearly every request has spelled out, which saves their allocation.
func lowerName(canonical string) string {
	switch canonical {
	case "Accept":
		return "accept"
	case "Accept-Encoding":
		return "accept-encoding"
	case "Connection":
		return "connection"
	case "Content-Encoding":
		return "content-encoding"
	case "Content-Length":
		return "content-length"
	case "Content-Type":
		return "content-type"
	case "Traceparent":
		return "traceparent"
	case "User-Agent":
		return "user-agent"
	case "X-Forwarded-For":
		return "x-forwarded-for"
	case "X-Forwarded-Proto":
		return "x-forwarded-proto"
	case "X-Request-Id":
		return "x-request-id"
	}
	return strings.ToLower(canonical)
}
