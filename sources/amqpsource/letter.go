package amqpsource

import (
	"maps"
	"slices"
	"strings"

	amqp "github.com/rabbitmq/amqp091-go"

	"github.com/guthega/guthega/sources"
)

// The headers that say where a dead letter comes from, and those that keep what the copy must not have as its own: an
// expiration, which would have it vanish; a user-id, which has to be the connection's; and CC, by which RabbitMQ sends
// copies elsewhere (sender-selected distribution).
const (
	headerPrefix       = "guthega-"
	originalQueue      = "guthega-original-queue"
	originalExchange   = "guthega-original-exchange"
	originalKey        = "guthega-original-routing-key"
	originalExpiration = "guthega-original-expiration"
	originalUser       = "guthega-original-user-id"
	originalCC         = "guthega-original-cc"
	headersCut         = "guthega-cut"
	carbonCopy         = "CC"
)

// letter is m as a dead letter. w is its delivery, nil where it is not known any more: then m's own fields have to do.
func (s *Source) letter(m *sources.Message, w *work, headers []sources.Header, frameSize int) amqp.Publishing {
	p := amqp.Publishing{DeliveryMode: amqp.Persistent, Body: m.Body}
	own := amqp.Table{originalQueue: s.config.Queue, returnedBy: m.ID}
	theirs := amqp.Table{}
	if w != nil {
		d := &w.delivery
		p.ContentType, p.ContentEncoding, p.Priority = d.ContentType, d.ContentEncoding, d.Priority
		p.CorrelationId, p.ReplyTo, p.MessageId = d.CorrelationId, d.ReplyTo, d.MessageId
		p.Timestamp, p.Type, p.AppId = d.Timestamp, d.Type, d.AppId
		theirs = maps.Clone(d.Headers)
		own[originalExchange], own[originalKey] = d.Exchange, d.RoutingKey
		for name, v := range map[string]string{originalExpiration: d.Expiration, originalUser: d.UserId} {
			if v != "" {
				own[name] = v
			}
		}
		if cc, ok := theirs[carbonCopy]; ok {
			own[originalCC] = cc
			delete(theirs, carbonCopy)
		}
	}
	for _, h := range headers {
		own[h.Name] = h.Value
	}
	p.Headers = fit(theirs, own, frameSize)
	return p
}

const (
	// headerRoom is kept for what stands beside the headers in their frame: its own 8 bytes, the class, size and flags,
	// and the other properties, short strings of at most 256 bytes each (AMQP 0-9-1, §4.2.6.1).
	headerRoom = 3 << 10
	// leastText is what a header that is cut keeps at least.
	leastText = 256
	cutMark   = "… (cut)"
)

// fit joins the tables, where a header of own wins. A message's headers must fit into one frame, or the broker closes
// the connection: so texts of own are cut, longest first, and then headers of theirs left out, longest first, and
// headersCut says which.
func fit(theirs, own amqp.Table, frameSize int) amqp.Table {
	all := maps.Clone(theirs)
	if all == nil {
		all = make(amqp.Table, len(own))
	}
	maps.Copy(all, own)
	room := frameSize - headerRoom
	if frameSize == 0 || tableSize(all) <= room {
		return all
	}
	said := ""
	all[headersCut] = said
	cut := func(name string) {
		if len(said) < leastText { // nobody reads a hundred names
			said = strings.TrimPrefix(said+", "+name, ", ")
			all[headersCut] = said
		}
	}
	over := func() int { return tableSize(all) - room }
	for _, name := range longestFirst(all) {
		text, ok := all[name].(string)
		if _, ours := own[name]; !ours || !ok || len(text) <= leastText || over() <= 0 {
			continue
		}
		cut(name)
		keep := max(leastText, len(text)-over()-len(cutMark))
		all[name] = strings.ToValidUTF8(text[:keep], "") + cutMark
	}
	for _, name := range longestFirst(theirs) {
		if _, ours := own[name]; ours || over() <= 0 {
			continue
		}
		cut(name)
		delete(all, name)
	}
	return all
}

func longestFirst(t amqp.Table) []string {
	return slices.SortedFunc(maps.Keys(t), func(a, b string) int {
		if d := valueSize(t[b]) - valueSize(t[a]); d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
}

// tableSize is how many bytes t takes on the wire (AMQP 0-9-1, §4.2.5.5), at most.
func tableSize(t amqp.Table) int {
	n := 4
	for name, v := range t {
		n += 1 + len(name) + valueSize(v)
	}
	return n
}

func valueSize(v any) int {
	switch v := v.(type) {
	case string:
		return 5 + len(v)
	case []byte:
		return 5 + len(v)
	case amqp.Table:
		return 1 + tableSize(v)
	case []any:
		n := 5
		for _, item := range v {
			n += valueSize(item)
		}
		return n
	}
	return 9 // the longest number
}
