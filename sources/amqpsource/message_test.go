package amqpsource

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	amqp "github.com/rabbitmq/amqp091-go"

	"github.com/guthega/guthega/sources"
)

func TestMessage(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := newFake()
		f.put("orders", fakeMessage{
			Publishing: amqp.Publishing{Body: []byte("x"), MessageId: "id-1", Headers: amqp.Table{"tenant": "a"}},
			exchange:   "shop", key: "orders.new", redelivered: true,
		})
		h := new(script)
		r := running(t, f, Config{Format: sources.Text}, h.handle)
		r.stopCleanly()
		want := &sources.Message{
			ID: h.last.ID, Received: h.last.Received, Source: "amqp", Body: []byte("x"), Format: sources.Text, Revoked: h.last.Revoked,
			Meta: sources.Fields{
				{Key: "queue", Value: "orders"}, {Key: "exchange", Value: "shop"}, {Key: "routingKey", Value: "orders.new"},
				{Key: "headers", Value: sources.Fields{{Key: "tenant", Value: "a"}}}, {Key: "redelivered", Value: true},
				{Key: "messageId", Value: "id-1"},
			},
		}
		if diff := cmp.Diff(want, h.last); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		if h.last.Revoked == nil {
			t.Error("Revoked is nil")
		}
	})
}

func TestMetaWithoutMessageID(t *testing.T) {
	m := meta("q", "", "q", nil, false, "")
	if last := m[len(m)-1]; last.Key != "messageId" || last.Value != nil {
		t.Errorf("%v, want messageId null", last)
	}
}

func TestFields(t *testing.T) {
	at := time.Unix(1700000000, 0)
	got := fields(amqp.Table{
		"text": "a", "yes": true, "none": nil, "bytes": []byte("b"), "at": at, "big": int64(1) << 40, "float": 1.5,
		"i8": int8(-8), "u8": uint8(8), "i16": int16(-16), "u16": uint16(16), "i32": int32(-32), "u32": uint32(32), "f32": float32(0.5),
		"decimal": amqp.Decimal{Scale: 2, Value: 314}, "table": amqp.Table{"b": "x", "a": amqp.Table{}},
		"texts": []any{"a", "b"}, "empty": []any{}, "x-death": []any{amqp.Table{"count": int64(2)}, "x"},
	})
	want := sources.Fields{
		{Key: "at", Value: at}, {Key: "big", Value: int64(1) << 40}, {Key: "bytes", Value: []byte("b")}, {Key: "decimal", Value: 3.14},
		{Key: "empty", Value: []string{}}, {Key: "f32", Value: 0.5}, {Key: "float", Value: 1.5},
		{Key: "i16", Value: int64(-16)}, {Key: "i32", Value: int64(-32)}, {Key: "i8", Value: int64(-8)}, {Key: "none"},
		{Key: "table", Value: sources.Fields{{Key: "a", Value: sources.Fields{}}, {Key: "b", Value: "x"}}},
		{Key: "text", Value: "a"}, {Key: "texts", Value: []string{"a", "b"}},
		{Key: "u16", Value: int64(16)}, {Key: "u32", Value: int64(32)}, {Key: "u8", Value: int64(8)},
		{Key: "x-death", Value: sources.Fields{{Key: "0", Value: sources.Fields{{Key: "count", Value: int64(2)}}}, {Key: "1", Value: "x"}}},
		{Key: "yes", Value: true},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
