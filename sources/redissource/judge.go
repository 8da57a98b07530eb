package redissource

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"

	"github.com/guthega/guthega/sources"
)

// judge calls the handler. A panic is a bug in what is below us: the message stays unsettled and the source stops.
func judge(ctx context.Context, h sources.Handler, m *sources.Message, log *slog.Logger) (err error) {
	defer func() {
		if p := recover(); p != nil {
			log.Error("The handler panicked", slog.String("requestId", m.ID), slog.Any("panic", p),
				slog.String("stack", string(debug.Stack())))
			err = &sources.Error{Kind: sources.Fatal, Name: "Error", Message: fmt.Sprintf("the handler panicked: %v", p)}
		}
	}()
	_, err = h(ctx, m)
	return err
}

// metaText returns the text of the field called key, "" where there is none.
func metaText(meta sources.Fields, key string) string {
	for _, f := range meta {
		if f.Key == key {
			s, _ := f.Value.(string)
			return s
		}
	}
	return ""
}
