package main

import (
	"bytes"
	"fmt"
	"net/http"
)

// request is one request as it goes over the wire, and how to tell its reply.
type request struct {
	bytes []byte
	want  []byte // part of the reply's body
}

func newRequest(address string, o order, echo bool) request {
	var b bytes.Buffer
	fmt.Fprintf(&b, "POST / HTTP/1.1\r\nHost: %s\r\nUser-Agent: bench\r\nContent-Type: application/json\r\n"+
		"Content-Length: %d\r\n\r\n%s", address, len(o.body), o.body)
	want := `"requestId":"`
	if echo {
		want = fmt.Sprintf(`"id":%q,"total":%v,`, o.id, o.total)
	}
	return request{b.Bytes(), []byte(want)}
}

func (r *request) answeredBy(reply response) bool {
	return reply.status == http.StatusOK && bytes.Contains(reply.body, r.want)
}
