package httpsource

import (
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/guthega/guthega/sources"
)

// failure is a reply other than 200.
type failure struct {
	status        int
	name, message string
	retryAfter    time.Duration // sent as Retry-After, whole seconds rounded up (RFC 9110, 10.2.3)
	header, value string        // one more header, where the status asks for it
	closes        bool          // the connection cannot or must not be used again
}

// fault is why the source does not take a message that it answers with f. All that is wrong with a body is Malformed,
// one that came too slowly too: Timeout is the handler's.
func (f *failure) fault() *sources.Error {
	kind := sources.Malformed
	if f.status == http.StatusServiceUnavailable {
		kind = sources.Unavailable
	}
	return &sources.Error{Kind: kind, Name: f.name, Message: f.message, RetryAfter: f.retryAfter}
}

// comeBack is the Retry-After where nobody knows better: a place may be free, or another instance up, in a second.
const comeBack = time.Second

func methodNotAllowed(method string) *failure {
	return &failure{status: http.StatusMethodNotAllowed, name: "MethodNotAllowedError",
		message: "the method is " + method + ", but only POST brings a message",
		header:  "Allow", value: http.MethodPost}
}

func draining() *failure {
	return &failure{status: http.StatusServiceUnavailable, name: "ServiceUnavailableError",
		message: "this instance is stopping: send the request again, over a new connection", retryAfter: comeBack, closes: true}
}

func tooLarge(limit int64) *failure {
	return &failure{status: http.StatusRequestEntityTooLarge, name: "PayloadTooLargeError",
		message: "the body is larger than " + strconv.FormatInt(limit, 10) + " bytes (maxBodyBytes)", closes: true}
}

func unsupportedEncoding(coding string) *failure {
	// RFC 9110, 12.5.3: a 415 says with Accept-Encoding that the coding is to blame, and which would do.
	return &failure{status: http.StatusUnsupportedMediaType, name: "UnsupportedMediaTypeError",
		message: "the Content-Encoding is " + coding + ", but only gzip, deflate and identity are read",
		header:  "Accept-Encoding", value: "gzip, deflate, identity"}
}

func badBody(err error) *failure {
	return &failure{status: http.StatusBadRequest, name: "BadRequestError",
		message: "the body cannot be read: " + err.Error(), closes: true}
}

func tooSlow() *failure {
	return &failure{status: http.StatusRequestTimeout, name: "RequestTimeoutError",
		message: "the body did not arrive in time", closes: true}
}

// failureOf turns a verdict into a reply (contract §6). told is false when the client is not told the reason, which
// then belongs in the log: text of errors that no handler made may hold what is nobody's business.
func failureOf(err error) (f *failure, told bool) {
	var e *sources.Error
	if !errors.As(err, &e) || e.Kind == sources.Fatal {
		return &failure{status: http.StatusInternalServerError, name: "Error", message: "internal error"}, false
	}
	f = &failure{status: http.StatusInternalServerError, name: e.Name, message: e.Message}
	if f.name == "" {
		f.name = "Error"
	}
	switch e.Kind {
	case sources.Malformed:
		f.status = http.StatusBadRequest
	case sources.Permanent:
		f.status = http.StatusUnprocessableEntity
	case sources.Timeout:
		f.status = http.StatusGatewayTimeout
	case sources.Unavailable, sources.Stopped:
		f.status = http.StatusServiceUnavailable
		f.retryAfter = max(e.RetryAfter, comeBack)
	default:
		if e.RetryAfter > 0 {
			f.status = http.StatusServiceUnavailable
			f.retryAfter = e.RetryAfter
		}
	}
	return f, true
}
