package logging

import (
	"bytes"
	"context"
	"slices"
	"time"

	"github.com/sirupsen/logrus"
)

// members carries a line's fields through logrus: the inside of a JSON object without its braces. They travel as the
// entry's context, which logrus hands on as it is; its own Data is a map that it copies for every line.
type members struct {
	context.Context
	json []byte
}

// formatter is the logrus.Formatter of contract §8: {"message","level","timestamp","processor", …fields}.
type formatter struct {
	processor []byte // `,"processor":"…"`, encoded once
}

func newFormatter(processor string) *formatter {
	return &formatter{AppendString([]byte(`,"processor":`), processor)}
}

// Format encodes one entry.
func (f *formatter) Format(e *logrus.Entry) ([]byte, error) {
	if e.Buffer == nil {
		e.Buffer = new(bytes.Buffer)
	}
	b := e.Buffer.AvailableBuffer()
	b = append(b, `{"message":`...)
	b = AppendString(b, e.Message)
	b = append(b, `,"level":"`...)
	b = append(b, fromLogrus(e.Level).String()...)
	b = append(b, `","timestamp":"`...)
	b = AppendTime(b, e.Time)
	b = append(b, '"')
	b = append(b, f.processor...)
	if m, ok := e.Context.(members); ok {
		b = append(b, ',')
		b = append(b, m.json...)
	}
	b = appendData(b, e.Data)
	b = append(b, '}', '\n')
	e.Buffer.Write(b)
	return e.Buffer.Bytes(), nil
}

// appendData appends the fields of lines that came to logrus by another way than Logger.Log.
func appendData(b []byte, data logrus.Fields) []byte {
	if len(data) == 0 {
		return b
	}
	keys := make([]string, 0, len(data))
	for k := range data {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for _, k := range keys {
		b = append(b, ',')
		b = AppendString(b, k)
		b = append(b, ':')
		b = AppendValue(b, data[k])
	}
	return b
}

// AppendTime appends t as Date.prototype.toJSON does: UTC with milliseconds (ECMA-262 §21.4.4.37). A line has three of
// them; time.AppendFormat takes four times as long.
func AppendTime(b []byte, t time.Time) []byte {
	t = t.UTC()
	year, month, day := t.Date()
	if year < 0 || year > 9999 {
		return t.AppendFormat(b, "2006-01-02T15:04:05.000Z")
	}
	hour, minute, second := t.Clock()
	b = appendTwo(b, year/100)
	b = appendTwo(b, year%100)
	b = appendTwo(append(b, '-'), int(month))
	b = appendTwo(append(b, '-'), day)
	b = appendTwo(append(b, 'T'), hour)
	b = appendTwo(append(b, ':'), minute)
	b = appendTwo(append(b, ':'), second)
	ms := t.Nanosecond() / int(time.Millisecond)
	b = append(b, '.', byte('0'+ms/100))
	return append(appendTwo(b, ms%100), 'Z')
}

func appendTwo(b []byte, n int) []byte { return append(b, byte('0'+n/10), byte('0'+n%10)) }
