package httpsource

import (
	"bufio"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"io"
	"net/http"
	"os"
	"slices"
	"strings"

	"github.com/guthega/guthega/sources"
)

// formatOf reads the media type (RFC 9110, 8.3.1), without its parameters: text/plain and application/octet-stream
// are what they say, everything else, curl -d's form type and none at all included, is read as the configured format.
func formatOf(contentType []string, configured sources.Format) sources.Format {
	if len(contentType) == 0 {
		return configured
	}
	media, _, _ := strings.Cut(contentType[0], ";")
	media = strings.TrimSpace(media)
	switch {
	case strings.EqualFold(media, "text/plain"):
		return sources.Text
	case strings.EqualFold(media, "application/octet-stream"):
		return sources.Binary
	}
	return configured
}

// readBody appends the whole decoded body to dst, or says why it cannot.
func (e *endpoint) readBody(w http.ResponseWriter, r *http.Request, dst []byte) ([]byte, *failure) {
	limit := e.config.MaxBodyBytes
	if r.ContentLength > limit {
		linger(w, r)
		return dst, tooLarge(limit)
	}
	coding := ""
	if len(r.Header["Content-Encoding"]) > 0 {
		coding = codingOf(r.Header["Content-Encoding"])
	}
	var err error
	switch {
	case coding == "" && r.ContentLength >= 0:
		dst, err = readExactly(r.Body, dst, int(r.ContentLength))
	case coding == "":
		dst, err = readLimited(http.MaxBytesReader(w, r.Body, limit), dst, limit)
	default:
		var decoded io.Reader
		if decoded, err = decoder(coding, http.MaxBytesReader(w, r.Body, limit)); err == nil {
			dst, err = readLimited(decoded, dst, limit)
		}
	}
	if err == nil {
		return dst, nil
	}
	return dst, e.bodyFailure(err)
}

func (e *endpoint) bodyFailure(err error) *failure {
	var unsupported errCoding
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &unsupported):
		return unsupportedEncoding(string(unsupported))
	case errors.As(err, &large), errors.Is(err, errTooLarge):
		return tooLarge(e.config.MaxBodyBytes)
	case errors.Is(err, os.ErrDeadlineExceeded):
		return tooSlow()
	}
	return badBody(err)
}

// firstChunk is how much memory a Content-Length alone can claim; more is given as the bytes arrive, so that a client
// that announces much and sends nothing costs little.
const firstChunk = 64 << 10

// readExactly appends n bytes of src to dst.
func readExactly(src io.Reader, dst []byte, n int) ([]byte, error) {
	for len(dst) < n {
		if len(dst) == cap(dst) {
			dst = slices.Grow(dst, min(n-len(dst), max(firstChunk, len(dst))))
		}
		got, err := src.Read(dst[len(dst):min(cap(dst), n)])
		dst = dst[:len(dst)+got]
		if err != nil && len(dst) < n {
			if err == io.EOF {
				err = io.ErrUnexpectedEOF
			}
			return dst, err
		}
	}
	return dst, nil
}

var errTooLarge = errors.New("too large")

// readLimited appends all of src to dst, and fails with errTooLarge when that is more than limit bytes.
func readLimited(src io.Reader, dst []byte, limit int64) ([]byte, error) {
	for {
		if len(dst) == cap(dst) {
			dst = slices.Grow(dst, max(512, len(dst)))
		}
		got, err := src.Read(dst[len(dst):cap(dst)])
		dst = dst[:len(dst)+got]
		switch {
		case int64(len(dst)) > limit:
			return dst, errTooLarge
		case err == io.EOF:
			return dst, nil
		case err != nil:
			return dst, err
		}
	}
}

// errCoding is a Content-Encoding we cannot read.
type errCoding string

func (e errCoding) Error() string { return "unsupported content encoding " + string(e) }

// codingOf returns the codings that were applied, without identity, which is none (RFC 9110, 8.4.1).
func codingOf(lines []string) string {
	var applied []string
	for _, line := range lines {
		for c := range strings.SplitSeq(line, ",") {
			c = strings.ToLower(strings.TrimSpace(c))
			if c != "" && c != "identity" && c != "none" {
				applied = append(applied, c)
			}
		}
	}
	return strings.Join(applied, ", ")
}

func decoder(coding string, src io.Reader) (io.Reader, error) {
	switch coding {
	case "gzip", "x-gzip":
		return gzip.NewReader(src)
	case "deflate":
		// RFC 9110, 8.4.1.2: deflate is the zlib format, but some clients send the bare deflate stream. A zlib
		// header (RFC 1950, 2.2) is method 8 and a multiple of 31.
		b := bufio.NewReader(src)
		h, err := b.Peek(2)
		if err == nil && h[0]&0x0f == 8 && (uint16(h[0])<<8|uint16(h[1]))%31 == 0 {
			return zlib.NewReader(b)
		}
		return flate.NewReader(b), nil
	}
	return nil, errCoding(coding)
}

// swallow reads a body that nobody wants, so that its sender, who may look for a reply only when everything is sent,
// gets to see ours. A client that waits for 100 Continue has sent nothing yet, and must not be told to.
func (e *endpoint) swallow(r *http.Request) {
	if r.Header["Expect"] == nil {
		_, _ = io.CopyN(io.Discard, r.Body, e.config.MaxBodyBytes)
	}
}

// linger makes net/http close the connection gently although the body is not read: it then gives the client half a
// second to read the reply before the reset. Reading past a MaxBytesReader's limit is the way to ask for it.
func linger(w http.ResponseWriter, r *http.Request) {
	if r.Header["Expect"] == nil {
		_, _ = http.MaxBytesReader(w, r.Body, 0).Read(make([]byte, 1))
	}
}
