package registrytest

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"strconv"
)

// Fault answers a request in place of the registry. next is what the registry would have answered; a fault may call
// it, with another writer too.
type Fault func(w http.ResponseWriter, req *http.Request, next http.Handler)

// Always is a count for Fail: every request from now on.
const Always = -1

type planned struct {
	left  int
	fault Fault
}

// Fail makes the next count requests for path (below the base, /@scope/name decoded) meet a fault; after that those
// that were planned later for the same path, and then the registry itself. It comes before authorisation.
func (r *Registry) Fail(path string, count int, fault Fault) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.faults[path] = append(r.faults[path], &planned{count, fault})
}

// Heal removes what was planned for a path.
func (r *Registry) Heal(path string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.faults, path)
}

// next returns the fault that a request for path meets, nil for none. The lock is held.
func (r *Registry) next(path string) Fault {
	list := r.faults[path]
	for len(list) > 0 && list[0].left == 0 {
		list = list[1:]
	}
	r.faults[path] = list
	if len(list) == 0 {
		return nil
	}
	if list[0].left > 0 {
		list[0].left--
	}
	return list[0].fault
}

// Status answers with a status and no document.
func Status(code int) Fault {
	return func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
		http.Error(w, `{"error":"as planned"}`, code)
	}
}

// RetryAfter answers with a status and that header (seconds or an HTTP date).
func RetryAfter(code int, value string) Fault {
	return func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
		w.Header().Set("Retry-After", value)
		http.Error(w, `{"error":"as planned"}`, code)
	}
}

// Redirect sends the client to another URL.
func Redirect(code int, url string) Fault {
	return func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
		w.Header().Set("Location", url)
		w.WriteHeader(code)
	}
}

// Drop closes the connection without an answer.
func Drop() Fault {
	return func(http.ResponseWriter, *http.Request, http.Handler) { panic(http.ErrAbortHandler) }
}

// Body answers 200 with other bytes than the registry's.
func Body(content []byte) Fault {
	return func(w http.ResponseWriter, _ *http.Request, _ http.Handler) { write(w, content) }
}

// With answers as the registry does, with that header set.
func With(name, value string) Fault {
	return func(w http.ResponseWriter, req *http.Request, next http.Handler) {
		rec := record(req, next)
		rec.Header().Set(name, value)
		copyAnswer(w, rec, rec.Body.Bytes())
	}
}

// Truncate promises the whole answer, sends its first n bytes and closes the connection.
func Truncate(n int) Fault {
	return func(w http.ResponseWriter, req *http.Request, next http.Handler) {
		rec := record(req, next)
		body := rec.Body.Bytes()
		rec.Header().Set("Content-Length", strconv.Itoa(len(body)))
		copyAnswer(w, rec, body[:min(n, len(body))])
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	}
}

// Stall sends the first n bytes of the answer and the rest when release is closed, or never: the client gone, it ends.
// stalled, where not nil, is closed when the first n bytes have been sent, which must happen once only.
func Stall(n int, stalled chan<- struct{}, release <-chan struct{}) Fault {
	return func(w http.ResponseWriter, req *http.Request, next http.Handler) {
		rec := record(req, next)
		body := rec.Body.Bytes()
		n := min(n, len(body))
		rec.Header().Set("Content-Length", strconv.Itoa(len(body)))
		copyAnswer(w, rec, body[:n])
		_ = http.NewResponseController(w).Flush()
		if stalled != nil {
			close(stalled)
		}
		select {
		case <-release:
			_, _ = w.Write(body[n:])
		case <-req.Context().Done():
		}
	}
}

// Hold answers as the registry does, but not before release is closed.
func Hold(release <-chan struct{}) Fault {
	return func(w http.ResponseWriter, req *http.Request, next http.Handler) {
		select {
		case <-release:
			next.ServeHTTP(w, req)
		case <-req.Context().Done():
		}
	}
}

func record(req *http.Request, next http.Handler) *httptest.ResponseRecorder {
	rec := httptest.NewRecorder()
	next.ServeHTTP(rec, req)
	return rec
}

func copyAnswer(w http.ResponseWriter, rec *httptest.ResponseRecorder, body []byte) {
	maps.Copy(w.Header(), rec.Header())
	w.WriteHeader(rec.Code)
	_, _ = w.Write(body) // the client may be gone, which is its business
}
