package parser_test

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/guthega/guthega/jsapi/http/parser"
)

// told writes down what a parser says.
type told struct {
	strings.Builder
	head bool // responses answer HEAD
	body []byte
}

func (t *told) Headers(h *parser.Head) parser.Framing {
	fmt.Fprintf(t, "%d.%d %s%s %d %s upgrade=%t keep=%t %q\n", h.Major, h.Minor, h.Method, h.Target, h.Status, h.Reason, h.Upgrade, h.KeepAlive, h.Fields)
	switch {
	case h.Upgrade:
		return parser.Switch
	case t.head:
		return parser.NoBody
	}
	return parser.ByHeaders
}
func (t *told) Body(b []byte)            { t.body = append(t.body, b...) }
func (t *told) Trailers(fields []string) { fmt.Fprintf(t, "trailers %q\n", fields) }
func (t *told) Complete() {
	fmt.Fprintf(t, "body %q\n", t.body)
	t.body = nil
}

// parse reads text in pieces of that size, 0 being all of it at once.
func parse(k parser.Kind, o parser.Options, text string, piece int, head bool) (*told, int, error) {
	t := &told{head: head}
	p := parser.New(k, o, t)
	used := 0
	for rest := []byte(text); len(rest) > 0; {
		n := len(rest)
		if piece > 0 {
			n = min(piece, n)
		}
		m, err := p.Execute(bytes.Clone(rest[:n]))
		used += m
		if err != nil {
			return t, used, err
		}
		if m < n {
			return t, used, nil
		}
		rest = rest[n:]
	}
	return t, used, p.Finish()
}

var options = parser.Options{MaxHeaderSize: 16 << 10}

func TestMessages(t *testing.T) {
	for _, tt := range []struct {
		name string
		kind parser.Kind
		head bool
		text string
		want string
		left string // what is not HTTP any more
	}{
		{"get", parser.Request, false, "\r\nGET /a?b HTTP/1.1\r\nHost: x\r\nA:  b \t\r\n\r\n",
			"1.1 GET/a?b 0  upgrade=false keep=true [\"Host\" \"x\" \"A\" \"b\"]\nbody \"\"\n", ""},
		{"pipelined, the last closes", parser.Request, false, "POST / HTTP/1.1\r\ncontent-length: 3\r\n\r\nabcGET / HTTP/1.1\r\nConnection: x, Close\r\n\r\n",
			"1.1 POST/ 0  upgrade=false keep=true [\"content-length\" \"3\"]\nbody \"abc\"\n1.1 GET/ 0  upgrade=false keep=false [\"Connection\" \"x, Close\"]\nbody \"\"\n", ""},
		{"chunked with trailers", parser.Request, false, "POST / HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n\r\n3;x=\"y\"\r\nabc\r\nA\r\n0123456789\r\n0\r\nT: v\r\n\r\n",
			"1.1 POST/ 0  upgrade=false keep=true [\"Transfer-Encoding\" \"gzip, chunked\"]\ntrailers [\"T\" \"v\"]\nbody \"abc0123456789\"\n", ""},
		{"old client", parser.Request, false, "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
			"1.0 GET/ 0  upgrade=false keep=true [\"Connection\" \"keep-alive\"]\nbody \"\"\n", ""},
		{"upgrade", parser.Request, false, "GET / HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n\x81\x00",
			"1.1 GET/ 0  upgrade=true keep=true [\"Connection\" \"Upgrade\" \"Upgrade\" \"websocket\"]\nbody \"\"\n", "\x81\x00"},
		{"connect", parser.Request, false, "CONNECT a:443 HTTP/1.1\r\n\r\nx", "1.1 CONNECTa:443 0  upgrade=true keep=true []\nbody \"\"\n", "x"},
		{"until close", parser.Response, false, "HTTP/1.1 200 OK\r\n\r\nabc", "1.1  200 OK upgrade=false keep=false []\nbody \"abc\"\n", ""},
		{"no reason, latin1", parser.Response, false, "HTTP/1.1 200\r\nA: \xfc\r\nContent-Length: 0\r\n\r\n", "1.1  200  upgrade=false keep=true [\"A\" \"\\xfc\" \"Content-Length\" \"0\"]\nbody \"\"\n", ""},
		{"head", parser.Response, true, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nHTTP/1.1 304 X\r\nContent-Length: 5\r\n\r\n",
			"1.1  200 OK upgrade=false keep=true [\"Content-Length\" \"5\"]\nbody \"\"\n1.1  304 X upgrade=false keep=true [\"Content-Length\" \"5\"]\nbody \"\"\n", ""},
		{"continue first", parser.Response, false, "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No\r\n\r\n",
			"1.1  100 Continue upgrade=false keep=true []\nbody \"\"\n1.1  204 No upgrade=false keep=true []\nbody \"\"\n", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for piece := range len(tt.text) + 1 {
				got, used, err := parse(tt.kind, options, tt.text, piece, tt.head)
				if err != nil {
					t.Fatalf("in pieces of %d: %v", piece, err)
				}
				if diff := cmp.Diff(tt.want, got.String()); diff != "" {
					t.Fatalf("in pieces of %d (-want +got):\n%s", piece, diff)
				}
				if left := tt.text[used:]; left != tt.left && piece == 0 {
					t.Fatalf("%q is left over, want %q", left, tt.left)
				}
			}
		})
	}
}

// TestRefused is what would be read otherwise by somebody else, or is no HTTP.
func TestRefused(t *testing.T) {
	long := strings.Repeat("x", 17<<10)
	for _, tt := range []struct {
		kind       parser.Kind
		text, code string
	}{
		{parser.Request, "POST / HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n", "HPE_INVALID_TRANSFER_ENCODING"},
		{parser.Request, "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n", "HPE_INVALID_CONTENT_LENGTH"},
		{parser.Response, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n", "HPE_INVALID_CONTENT_LENGTH"},
		{parser.Request, "POST / HTTP/1.1\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\n", "HPE_UNEXPECTED_CONTENT_LENGTH"},
		{parser.Request, "POST / HTTP/1.1\r\nContent-Length: 3, 3\r\n\r\n", "HPE_INVALID_CONTENT_LENGTH"},
		{parser.Request, "POST / HTTP/1.1\r\nContent-Length: +3\r\n\r\n", "HPE_INVALID_CONTENT_LENGTH"},
		{parser.Request, "POST / HTTP/1.1\r\nContent-Length:\r\n\r\n", "HPE_INVALID_CONTENT_LENGTH"},
		{parser.Request, "POST / HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n", "HPE_INVALID_CONTENT_LENGTH"},
		{parser.Request, "POST / HTTP/1.1\r\nTransfer-Encoding: chunked, gzip\r\n\r\n", "HPE_INVALID_TRANSFER_ENCODING"},
		{parser.Request, "POST / HTTP/1.1\r\nTransfer-Encoding: xchunked\r\n\r\n", "HPE_INVALID_TRANSFER_ENCODING"},
		{parser.Request, "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", "HPE_INVALID_TRANSFER_ENCODING"},
		{parser.Request, "GET / HTTP/1.1\nHost: x\n\n", "HPE_CR_EXPECTED"},
		{parser.Request, "GET / HTTP/1.1\r\nA : b\r\n\r\n", "HPE_INVALID_HEADER_TOKEN"},
		{parser.Request, "GET / HTTP/1.1\r\nA: b\r\n c\r\n\r\n", "HPE_INVALID_HEADER_TOKEN"},
		{parser.Request, "GET / HTTP/1.1\r\nA: b\x00\r\n\r\n", "HPE_INVALID_HEADER_TOKEN"},
		{parser.Request, "GET / HTTP/1.1\r\nA: b\rB: c\r\n\r\n", "HPE_INVALID_HEADER_TOKEN"},
		{parser.Request, "GET / HTTP/1.1\r\n: b\r\n\r\n", "HPE_INVALID_HEADER_TOKEN"},
		{parser.Request, "GET / HTTP/1.1\r\nA\r\n\r\n", "HPE_INVALID_HEADER_TOKEN"},
		{parser.Request, "GET / HTTP/1.1\r\nA: " + long, "HPE_HEADER_OVERFLOW"},
		{parser.Request, "GET / HTTP/1.1\r\nA: " + long + "\r\n\r\n", "HPE_HEADER_OVERFLOW"},
		{parser.Request, "get / HTTP/1.1\r\n\r\n", "HPE_INVALID_METHOD"},
		{parser.Request, "\x16\x03\x01", "HPE_INVALID_METHOD"},
		{parser.Request, "GET /a b HTTP/1.1\r\n\r\n", "HPE_INVALID_CONSTANT"},
		{parser.Request, "GET /\x01 HTTP/1.1\r\n\r\n", "HPE_INVALID_URL"},
		{parser.Request, "GET / HTTP/3.1\r\n\r\n", "HPE_INVALID_VERSION"},
		{parser.Request, "GET / HTTP/1.1 \r\n\r\n", "HPE_INVALID_VERSION"},
		{parser.Request, "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0x3\r\nabc", "HPE_INVALID_CHUNK_SIZE"},
		{parser.Request, "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\nabc", "HPE_INVALID_CHUNK_SIZE"},
		{parser.Request, "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n\r\n", "HPE_INVALID_CHUNK_SIZE"},
		{parser.Request, "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1111111111111111\r\n", "HPE_INVALID_CHUNK_SIZE"},
		{parser.Request, "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcX", "HPE_STRICT"},
		{parser.Request, "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3;" + long, "HPE_CHUNK_EXTENSIONS_OVERFLOW"},
		{parser.Request, "GET / HTTP/1.1\r\nConnection: close\r\n\r\nGET", "HPE_CLOSED_CONNECTION"},
		{parser.Request, "POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nab", "HPE_INVALID_EOF_STATE"},
		{parser.Response, "SSH-2.0-x", "HPE_INVALID_CONSTANT"},
		{parser.Response, "HTTP/1.1 2x0 OK\r\n\r\n", "HPE_INVALID_STATUS"},
		{parser.Response, "HTTP/1.1 200 O\x01\r\n\r\n", "HPE_INVALID_STATUS"},
		{parser.Response, "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab", "HPE_INVALID_EOF_STATE"},
	} {
		for _, piece := range []int{0, 1, 7} {
			_, _, err := parse(tt.kind, options, tt.text, piece, false)
			e, ok := errors.AsType[*parser.Error](err)
			if !ok || e.Code != tt.code {
				t.Errorf("%.80q in pieces of %d: %v, want %s", tt.text, piece, err, tt.code)
			}
		}
	}
}

func TestLenient(t *testing.T) {
	o := options
	o.Lenient = true
	got, _, err := parse(parser.Response, o, "HTTP/1.1 200 OK\nA: b\n c\nB: \x01\nContent-Length: 1\n\nx", 0, false)
	const want = "1.1  200 OK upgrade=false keep=true [\"A\" \"b c\" \"B\" \"\\x01\" \"Content-Length\" \"1\"]\nbody \"x\"\n"
	if err != nil || got.String() != want {
		t.Errorf("%v, %s", err, got)
	}
	if _, _, err = parse(parser.Request, o, "POST / HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n", 0, false); err == nil {
		t.Error("two lengths are understood")
	}
}

// FuzzRequests: however the bytes are cut, the same comes of them, and what both accept net/http reads alike.
func FuzzRequests(f *testing.F) {
	f.Add([]byte("POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"), 3)
	f.Add([]byte("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nxGET / HTTP/1.0\r\n\r\n"), 1)
	f.Fuzz(func(t *testing.T, data []byte, piece int) {
		whole, _, err := parse(parser.Request, options, string(data), 0, false)
		cut, _, cutErr := parse(parser.Request, options, string(data), 1+piece&63, false)
		if (err == nil) != (cutErr == nil) {
			t.Fatalf("whole: %v, cut: %v", err, cutErr)
		}
		if err == nil && whole.String() != cut.String() {
			t.Fatalf("whole:\n%s\ncut:\n%s", whole, cut)
		}
		if err != nil || !bytes.HasPrefix(data, []byte("POST ")) {
			return
		}
		req, readErr := http.ReadRequest(bufio.NewReader(bytes.NewReader(data)))
		if readErr != nil {
			return
		}
		body, readErr := io.ReadAll(req.Body)
		if readErr != nil {
			return
		}
		if want := fmt.Sprintf("\nbody %q\n", body); !strings.Contains(whole.String(), want) {
			t.Fatalf("net/http reads the body %q, we %s", body, whole)
		}
	})
}
