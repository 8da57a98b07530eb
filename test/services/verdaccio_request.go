package services

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
)

// StatusError is what the registry answers when it refuses.
type StatusError struct {
	Status  int    // as in 403
	Request string // its method and path
	Message string // the answer's body
}

func (e *StatusError) Error() string {
	return fmt.Sprintf("%s: status %d: %s", e.Request, e.Status, e.Message)
}

// AddUser makes a user, whose name must be new, and returns the user's token.
func (r *Registry) AddUser(ctx context.Context, name, password string) (token string, err error) {
	id := "org.couchdb.user:" + name
	put := request{method: http.MethodPut, path: "/-/user/" + id, body: map[string]any{
		"_id": id, "name": name, "password": password, "type": "user", "roles": []string{},
	}}
	var answer struct{ Token string }
	if err := r.send(ctx, put, &answer); err != nil {
		return "", fmt.Errorf("adding the user %s: %w", name, err)
	}
	return answer.Token, nil
}

// request is one to the registry. token may be "", and body nil.
type request struct {
	method, path, token string
	body                any
}

// send sends q and decodes the answer into to, unless that is nil.
func (r *Registry) send(ctx context.Context, q request, to any) error {
	var body bytes.Buffer
	if q.body != nil {
		if err := json.NewEncoder(&body).Encode(q.body); err != nil {
			return err
		}
	}
	req, err := http.NewRequestWithContext(ctx, q.method, r.URL+q.path, &body)
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	if q.token != "" {
		req.Header.Set("Authorization", "Bearer "+q.token)
	}
	req.Close = true // no connection, and no goroutine that keeps it, is to outlast the request
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close() //nolint:errcheck // it has been read
	text, err := io.ReadAll(res.Body)
	if err != nil {
		return err
	}
	if res.StatusCode >= http.StatusMultipleChoices {
		return &StatusError{Status: res.StatusCode, Request: q.method + " " + q.path, Message: string(bytes.TrimSpace(text))}
	}
	if to == nil {
		return nil
	}
	return json.Unmarshal(text, to)
}
