package amqpsource

import (
	"maps"
	"math"
	"slices"
	"strconv"

	amqp "github.com/rabbitmq/amqp091-go"

	"github.com/guthega/guthega/sources"
)

// sourceName is every Message's Source.
const sourceName = "amqp"

// message makes a message of a delivery.
func (s *Source) message(j job) sources.Message {
	m := *sources.NewMessage(sourceName, j.delivery.Body)
	m.Format = s.config.Format
	m.Revoked = j.session.revoked
	d := &j.delivery
	m.Meta = meta(s.config.Queue, d.Exchange, d.RoutingKey, d.Headers, d.Redelivered, d.MessageId)
	return m
}

// meta is the message context's part that is AMQP's (contract §4). messageId is null where the message has none.
func meta(queue, exchange, key string, headers amqp.Table, redelivered bool, id string) sources.Fields {
	var messageID any
	if id != "" {
		messageID = id
	}
	names := noHeaders
	if len(headers) > 0 {
		names = fields(headers)
	}
	return sources.Fields{
		{Key: "queue", Value: queue},
		{Key: "exchange", Value: exchange},
		{Key: "routingKey", Value: key},
		{Key: "headers", Value: names},
		{Key: "redelivered", Value: redelivered},
		{Key: "messageId", Value: messageID},
	}
}

// noHeaders is what most messages have, made once.
var noHeaders any = sources.Fields{}

// fields are headers in the order of their names, as the library does not keep the message's. A list that is not of
// strings alone becomes an object with the keys "0", "1", …, which reads as a list does: h["x-death"][0].count.
func fields(t amqp.Table) sources.Fields {
	f := make(sources.Fields, 0, len(t))
	for _, key := range slices.Sorted(maps.Keys(t)) {
		f = append(f, sources.Field{Key: key, Value: fieldValue(t[key])})
	}
	return f
}

// fieldValue translates the values that a table can hold (AMQP 0-9-1, §4.2.5.5, with RabbitMQ's corrections).
func fieldValue(v any) any {
	switch v := v.(type) {
	case int8:
		return int64(v)
	case uint8:
		return int64(v)
	case int16:
		return int64(v)
	case uint16:
		return int64(v)
	case int32:
		return int64(v)
	case uint32:
		return int64(v)
	case float32:
		return float64(v)
	case amqp.Decimal:
		return float64(v.Value) / math.Pow10(int(v.Scale))
	case amqp.Table:
		return fields(v)
	case []any:
		return listValue(v)
	}
	return v // nil, bool, string, int, int64, float64, time.Time, []byte
}

func listValue(list []any) any {
	texts := make([]string, 0, len(list))
	for _, v := range list {
		text, ok := v.(string)
		if !ok {
			f := make(sources.Fields, 0, len(list))
			for i, v := range list {
				f = append(f, sources.Field{Key: strconv.Itoa(i), Value: fieldValue(v)})
			}
			return f
		}
		texts = append(texts, text)
	}
	return texts
}
