package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/google/uuid"
)

// verify sends every order once and looks at the replies closely, which the load cannot afford.
func verify(ctx context.Context, s *server, orders []order) error {
	client := &http.Client{Timeout: stall, Transport: &http.Transport{}}
	defer client.CloseIdleConnections()
	for _, o := range orders {
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+s.address+"/", bytes.NewReader(o.body))
		if err != nil {
			return err
		}
		req.Header.Set("Content-Type", "application/json")
		resp, err := client.Do(req)
		if err != nil {
			return err
		}
		body, err := io.ReadAll(resp.Body)
		_ = resp.Body.Close()
		if err != nil {
			return err
		}
		if resp.StatusCode != http.StatusOK {
			return fmt.Errorf("%s: %s", resp.Status, body)
		}
		if err := s.peer.verifyReply(resp.Header, body, o); err != nil {
			return fmt.Errorf("%w in the reply %s", err, body)
		}
	}
	return nil
}

// verifyReply holds body to {...result, requestId, gts}.
func (p *peer) verifyReply(header http.Header, body []byte, o order) error {
	var reply struct {
		ID        string
		Total     float64
		RequestID uuid.UUID
		GTS       time.Time
	}
	if err := json.Unmarshal(body, &reply); err != nil {
		return err
	}
	switch {
	case reply.RequestID.Version() != 4:
		return fmt.Errorf("requestId %s is no UUID version 4", reply.RequestID)
	case header.Get("X-Guthega-RequestID") != reply.RequestID.String():
		return fmt.Errorf("the header X-Guthega-RequestID is %q", header.Get("X-Guthega-RequestID"))
	case reply.GTS.IsZero():
		return errors.New("gts is missing")
	case p.echo && reply.ID != o.id:
		return fmt.Errorf("id is not %q", o.id)
	case p.echo && reply.Total != o.total:
		return fmt.Errorf("total is not %v", o.total)
	}
	return nil
}
