package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"net"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/google/uuid"
)

// guthegaGCPercent is what guthega sets for itself (cmd/guthega). The bare peer and the measurements in this process
// get it too, so that no ratio owes anything to the garbage collector's settings.
const guthegaGCPercent = 300

// orderMessage is as much of an order as the receiver looks at.
type orderMessage struct {
	ID    string `json:"id"`
	Items []struct {
		SKU      string  `json:"sku"`
		Quantity int     `json:"quantity"`
		Price    float64 `json:"price"`
	} `json:"items"`
}

type orderReply struct {
	ID        string    `json:"id"`
	Total     float64   `json:"total"`
	RequestID string    `json:"requestId"`
	GTS       time.Time `json:"gts"`
}

// serveBare is the Go peer: net/http and encoding/json as one would write it without guthega, no JavaScript, no log.
// It runs until ctx ends, in a process of its own.
func serveBare(ctx context.Context, port int, out io.Writer) error {
	debug.SetGCPercent(guthegaGCPercent)
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", fmt.Sprintf("127.0.0.1:%d", port))
	if err != nil {
		return err
	}
	server := &http.Server{Handler: http.HandlerFunc(bareHandler), ReadTimeout: 30 * time.Second}
	stop := context.AfterFunc(ctx, func() { _ = server.Close() })
	defer stop()
	if _, err := fmt.Fprintf(out, `{"message":"Ready","level":"info","address":%q}`+"\n", l.Addr()); err != nil {
		return err
	}
	if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

func bareHandler(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 1<<20))
	if err != nil {
		http.Error(w, err.Error(), http.StatusRequestEntityTooLarge)
		return
	}
	var m orderMessage
	if err := json.Unmarshal(body, &m); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	total, err := sum(&m)
	if err != nil {
		http.Error(w, err.Error(), http.StatusUnprocessableEntity)
		return
	}
	id := uuid.NewString()
	reply, err := json.Marshal(orderReply{ID: m.ID, Total: total, RequestID: id, GTS: time.Now().UTC()})
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("X-Guthega-Requestid", id)
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_, _ = w.Write(reply) // a client that has gone is no concern of the benchmark's
}

// sum is receiver/order.js in Go.
func sum(m *orderMessage) (float64, error) {
	if m.ID == "" || len(m.Items) == 0 {
		return 0, errors.New("id or items are missing")
	}
	total := 0.0
	for _, item := range m.Items {
		if item.Quantity < 1 || item.Price < 0 {
			return 0, fmt.Errorf("%s: quantity is %d, price is %v", item.SKU, item.Quantity, item.Price)
		}
		total += float64(item.Quantity) * item.Price
	}
	return roundCents(total), nil
}

func roundCents(x float64) float64 { return math.Round(x*100) / 100 }
