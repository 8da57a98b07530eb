package main

import (
	"encoding/json"
	"testing"

	"github.com/guthega/guthega/engine/vm"
)

func TestOrders(t *testing.T) {
	seen := map[string]bool{}
	for n, o := range makeOrders() {
		if len(o.body) != orderSize {
			t.Errorf("order %d has %d bytes: %s", n, len(o.body), o.body)
		}
		if seen[o.id] {
			t.Errorf("order %d has the id of another: %s", n, o.id)
		}
		seen[o.id] = true
		var m orderMessage
		if err := json.Unmarshal(o.body, &m); err != nil {
			t.Fatalf("order %d: %v: %s", n, err, o.body)
		}
		if total, err := sum(&m); err != nil || total != o.total {
			t.Errorf("order %d comes to %v, %v; want %v", n, total, err, o.total)
		}
	}
}

// The receiver, the bare peer and the load generator must agree on every order.
func TestReceiverSumsOrders(t *testing.T) {
	p, err := newPool(t.Context(), poolSpec{receiver: string(orderReceiver), vms: 1, concurrency: 1}, discardLog())
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	for n, o := range makeOrders() {
		v := p.Do(newMessage(o.body), vm.Attempt{Number: 1})
		if v.Err != nil {
			t.Fatalf("order %d: %v", n, v.Err)
		}
		var reply orderReply
		if err := json.Unmarshal(v.Result.JSON, &reply); err != nil {
			t.Fatal(err)
		}
		if reply.ID != o.id || reply.Total != o.total {
			t.Errorf("order %d: %s, want %s and %v", n, v.Result.JSON, o.id, o.total)
		}
	}
}

func TestReceiverRefusesWhatIsNoOrder(t *testing.T) {
	p, err := newPool(t.Context(), poolSpec{receiver: string(orderReceiver), vms: 1, concurrency: 1}, discardLog())
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	for name, body := range map[string]string{
		"no id":         `{"items":[{"sku":"a","quantity":1,"price":1}]}`,
		"no items":      `{"id":"o","items":[]}`,
		"no quantity":   `{"id":"o","items":[{"sku":"a","price":1}]}`,
		"a price below": `{"id":"o","items":[{"sku":"a","quantity":1,"price":-1}]}`,
	} {
		t.Run(name, func(t *testing.T) {
			if v := p.Do(newMessage([]byte(body)), vm.Attempt{Number: 1}); v.Err == nil || v.Err.Name != "InvalidOrder" {
				t.Errorf("the verdict is %v, want an InvalidOrder", v.Err)
			}
			var m orderMessage
			if err := json.Unmarshal([]byte(body), &m); err != nil {
				t.Fatal(err)
			}
			if _, err := sum(&m); err == nil {
				t.Error("bare Go takes it")
			}
		})
	}
}
