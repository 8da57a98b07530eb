package kafkasource

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/IBM/sarama"

	"github.com/guthega/guthega/sources"
)

// job is a record on its way: the message that the handler sees and where its verdict goes.
type job struct {
	message sources.Message
	fields  [6]sources.Field // the array of message.Meta
	record  *sarama.ConsumerMessage
	claim   *claim
	number  uint64 // of the claim's tracker
	lane    *lane  // nil: waits for no other
	next    *job   // in the lane or the queue
}

// noHeaders is shared by all records without any; nobody changes a Message's Meta.
var noHeaders any = sources.Fields{}

// null is what a tombstone, a record without a value, is in JSON: the NodeJS guthega's JSON.parse(null) gave null.
const null = "null"

// newJob makes the message of a record. What is the same for all of a partition is the claim's.
func (c *claim) newJob(record *sarama.ConsumerMessage) *job {
	j := &job{record: record, claim: c, message: *sources.NewMessage("kafka", record.Value)}
	j.message.Format = c.run.config.Format
	if record.Value == nil && j.message.Format == sources.JSON {
		j.message.Body = []byte(null)
	}
	j.message.Revoked = c.gone
	j.fields = [...]sources.Field{
		{Key: "topic", Value: c.boxedTopic},
		{Key: "partition", Value: c.boxedPartition},
		{Key: "offset", Value: record.Offset},
		{Key: "key", Value: keyValue(record.Key)},
		{Key: "timestamp", Value: record.Timestamp},
		{Key: "headers", Value: headerFields(record.Headers)},
	}
	j.message.Meta = j.fields[:]
	return j
}

// meta is the message context of a record that belongs to no claim.
func meta(topic string, partition int32, offset int64, record *sarama.ConsumerMessage) sources.Fields {
	return sources.Fields{
		{Key: "topic", Value: topic},
		{Key: "partition", Value: int(partition)},
		{Key: "offset", Value: offset},
		{Key: "key", Value: keyValue(record.Key)},
		{Key: "timestamp", Value: record.Timestamp},
		{Key: "headers", Value: headerFields(record.Headers)},
	}
}

// keyValue is a string where the bytes are UTF-8, else a Buffer, and null where there is no key. It is never parsed: a
// key that looks like JSON is the text that was sent.
func keyValue(key []byte) any {
	if key == nil {
		return nil
	}
	return textOrBytes(key)
}

func textOrBytes(b []byte) any {
	if utf8.Valid(b) {
		return string(b)
	}
	return b
}

// headerFields are the headers by name, in the order in which the names come first: a string, or a Buffer where the bytes
// are not UTF-8. A name that comes more than once has a list of strings, with U+FFFD where the bytes are not UTF-8.
func headerFields(headers []*sarama.RecordHeader) any {
	if len(headers) == 0 {
		return noHeaders
	}
	fields := make(sources.Fields, 0, len(headers))
	for _, h := range headers {
		name := string(h.Key)
		i := slices.IndexFunc(fields, func(f sources.Field) bool { return f.Key == name })
		if i < 0 {
			fields = append(fields, sources.Field{Key: name, Value: textOrBytes(h.Value)})
			continue
		}
		fields[i].Value = append(asStrings(fields[i].Value), strings.ToValidUTF8(string(h.Value), "\uFFFD"))
	}
	return fields
}

func asStrings(value any) []string {
	switch v := value.(type) {
	case []string:
		return v
	case string:
		return []string{v}
	case []byte:
		return []string{strings.ToValidUTF8(string(v), "\uFFFD")}
	}
	return nil
}
