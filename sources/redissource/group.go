package redissource

import (
	"context"
	"fmt"
	"log/slog"
	"strconv"
)

// ensureGroup makes the group where it is missing. A group that was there before, and is gone with its stream or by itself,
// is made to begin where we had come to, or before the oldest entry that is in flight: what others of the group had done
// since may come twice, but nothing is passed over.
func (l *lane) ensureGroup(ctx context.Context) error {
	l.grouping.Lock()
	defer l.grouping.Unlock()
	start := "$"
	switch {
	case l.position != "":
		from, err := l.restart(ctx)
		if err != nil {
			return err
		}
		start = from
	case l.source.config.FromEarliest:
		start = "0-0"
	}
	again := l.position != ""
	_, err := l.call(ctx, l.source.client, 2, "XGROUP", "CREATE", l.stream, l.source.config.Group, start, "MKSTREAM")
	switch {
	case err == nil && again:
		l.position = start
		l.log.Warn("The consumer group was gone and is made anew", slog.String("group", l.source.config.Group), slog.String("after", start))
	case err == nil:
		l.log.Info("Made the consumer group", slog.String("group", l.source.config.Group), slog.String("after", start))
	case code(err) != codeBusyGroup:
		return err
	}
	if l.position == "" {
		l.position, err = l.lastDelivered(ctx)
		return err
	}
	return nil
}

// restart says after which id a group that is gone has to begin.
func (l *lane) restart(ctx context.Context) (string, error) {
	start := l.position
	for _, id := range l.heldIDs() {
		if id := id.(string); !less(start, id) {
			start = before(id)
		}
	}
	// A stream that is gone too begins anew, and so may its ids: its writers may choose them, or its clock goes back.
	reply, err := l.call(ctx, l.source.client, 1, "XREVRANGE", l.stream, "+", "-", "COUNT", 1)
	if err != nil {
		return "", err
	}
	list, _ := reply.([]any)
	newest, err := parseEntries(list)
	if err != nil {
		return "", err
	}
	if len(newest) == 0 || less(newest[0].id, start) {
		return "0-0", nil
	}
	return start, nil
}

// lastDelivered asks for the id that the group has come to (XINFO GROUPS, last-delivered-id).
func (l *lane) lastDelivered(ctx context.Context) (string, error) {
	reply, err := l.call(ctx, l.source.client, 2, "XINFO", "GROUPS", l.stream)
	if err != nil {
		return "", err
	}
	groups, _ := reply.([]any)
	for _, group := range groups {
		pairs, _ := group.([]any)
		var name, id string
		for key, value := range fields(pairs).all() {
			switch key {
			case "name":
				name = value
			case "last-delivered-id":
				id = value
			}
		}
		if name == l.source.config.Group {
			return id, nil
		}
	}
	return "", fmt.Errorf("the group %s of the stream %s is gone at once", l.source.config.Group, l.stream)
}

// passed notes what the group has given out.
func (l *lane) passed(id string) {
	l.grouping.Lock()
	defer l.grouping.Unlock()
	if l.position == "" || less(l.position, id) {
		l.position = id
	}
}

func number(s string) uint64 {
	n, _ := strconv.ParseUint(s, 10, 64) // 0 where the server sent none
	return n
}

func joinID(ms, seq uint64) string {
	return strconv.FormatUint(ms, 10) + "-" + strconv.FormatUint(seq, 10)
}
