package main

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

func TestReadResponse(t *testing.T) {
	long := strings.Repeat("x", 20_000)
	for _, c := range []struct {
		name, in string
		status   int
		body     string
		err      string
	}{
		{"as Node sends it", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", 200, "{}", ""},
		{"names in any case", "HTTP/1.1 200 OK\r\ncontent-LENGTH:2\r\n\r\n{}", 200, "{}", ""},
		{"an error has a body too", "HTTP/1.1 503 Busy\r\nRetry-After: 1\r\nContent-Length: 4\r\n\r\nbusy", 503, "busy", ""},
		{"no body", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 200, "", ""},
		{"larger than the buffer", "HTTP/1.1 200 OK\r\nContent-Length: 20000\r\n\r\n" + long, 200, long, ""},
		{"chunked", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 0, "", "no Content-Length"},
		{"a length that is none", "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", 0, "", "bad Content-Length"},
		{"not HTTP", "220 smtp.example.com ESMTP\r\n\r\n", 0, "", "not an HTTP/1.1 response"},
		{"cut in the header", "HTTP/1.1 200 OK\r\nCont", 0, "", io.ErrUnexpectedEOF.Error()},
		{"cut in the body", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n{}", 0, "", io.ErrUnexpectedEOF.Error()},
	} {
		for how, src := range map[string]io.Reader{
			"at once": strings.NewReader(c.in), "byte by byte": iotest.OneByteReader(strings.NewReader(c.in)),
		} {
			t.Run(c.name+" "+how, func(t *testing.T) {
				got, err := newReader(src).read()
				if c.err != "" {
					if err == nil || !strings.Contains(err.Error(), c.err) {
						t.Fatalf("err = %v, want %q", err, c.err)
					}
					return
				}
				if err != nil {
					t.Fatal(err)
				}
				if got.status != c.status || string(got.body) != c.body {
					t.Errorf("%d %.40q, want %d %.40q", got.status, got.body, c.status, c.body)
				}
			})
		}
	}
}

func TestReadResponsesInTurn(t *testing.T) {
	r := newReader(strings.NewReader("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na" + "HTTP/1.1 500 No\r\nContent-Length: 2\r\n\r\nbc"))
	for _, want := range []string{"200 a", "500 bc"} {
		got, err := r.read()
		if err != nil {
			t.Fatal(err)
		}
		if s := strings.Join([]string{map[int]string{200: "200", 500: "500"}[got.status], string(got.body)}, " "); s != want {
			t.Errorf("got %q, want %q", s, want)
		}
	}
	if _, err := r.read(); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("after the last: %v", err)
	}
}
