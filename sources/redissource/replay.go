package redissource

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/redis/go-redis/v9"

	"github.com/guthega/guthega/sources"
)

// Replay reads the dead letters of the channels that the patterns match, or the stream of the config. Putting one back is
// PUBLISH; where nobody is subscribed that would lose it, so that it is an error, and the dead letter stays.
func (s *PubSub) Replay(ctx context.Context, to string, f func(context.Context, *sources.DeadLetter) (sources.Disposition, error)) error {
	defer s.client.Close() //nolint:errcheck // its only errors are the sockets', which are gone either way
	streams, err := s.deadStreams(ctx)
	if err != nil {
		return fmt.Errorf("redis source: %w", err)
	}
	for _, stream := range streams {
		ended, err := s.letters.read(ctx, stream, func(id string, e fields) *sources.DeadLetter {
			headers, own := letterHeaders(e)
			d := &sources.DeadLetter{Headers: headers, Source: "redis", From: stream + "@" + id}
			d.Body, _, _ = own.body(defaultField, s.config.Format)
			channel := d.Header(headerChannel)
			d.Meta = sources.Fields{{Key: "pattern", Value: d.Header(headerPattern)}, {Key: "channel", Value: channel}}
			d.To = target(to, channel, stream)
			return d
		}, s.publish, f)
		if err != nil {
			return fmt.Errorf("redis source: %w", err)
		}
		if ended {
			return nil
		}
	}
	return nil
}

func (s *PubSub) publish(ctx context.Context, d *sources.DeadLetter, _ fields) error {
	receivers, err := s.client.Publish(ctx, d.To, d.Body).Result()
	if err != nil {
		return err
	}
	// A node of a cluster knows of its own subscribers only.
	if receivers == 0 && len(s.config.Nodes) == 0 {
		return errors.New("nobody is subscribed, so that it would be lost (start guthega first)")
	}
	return nil
}

// deadStreams finds the streams that Replay reads: the patterns' with the suffix of dead letters match their names.
func (s *PubSub) deadStreams(ctx context.Context) ([]string, error) {
	if s.config.DeadLetter != "" {
		return []string{s.config.DeadLetter}, nil
	}
	var found []string
	for _, pattern := range s.config.Patterns {
		names, err := scan(ctx, s.client, pattern+deadSuffix)
		if err != nil {
			return nil, fmt.Errorf("looking for dead letters (SCAN %s%s) at %s: %w", pattern, deadSuffix, s.config.server(), err)
		}
		found = append(found, names...)
	}
	slices.Sort(found)
	return slices.Compact(found), nil
}

// scan returns the streams whose names match pattern, on all nodes of a cluster.
func scan(ctx context.Context, client redis.UniversalClient, pattern string) ([]string, error) {
	const perStep = 1000
	var found []string
	node := func(ctx context.Context, c redis.Cmdable) error {
		keys := c.ScanType(ctx, 0, pattern, perStep, "stream").Iterator()
		for keys.Next(ctx) {
			found = append(found, keys.Val())
		}
		return keys.Err()
	}
	cluster, ok := client.(*redis.ClusterClient)
	if !ok {
		err := node(ctx, client)
		return found, err
	}
	nodes := make(chan *redis.Client)
	all := make(chan error, 1)
	go func() { // ForEachMaster calls concurrently
		defer close(nodes)
		all <- cluster.ForEachMaster(ctx, func(ctx context.Context, c *redis.Client) error {
			select {
			case nodes <- c:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		})
	}()
	var err error
	for c := range nodes {
		err = errors.Join(err, node(ctx, c))
	}
	err = errors.Join(err, <-all)
	return found, err
}

// Replay reads the dead letters of the streams, or the one stream of the config. Putting one back is XADD of the entry as it
// was, under a new id.
func (s *Streams) Replay(ctx context.Context, to string, f func(context.Context, *sources.DeadLetter) (sources.Disposition, error)) error {
	defer s.client.Close() //nolint:errcheck // its only errors are the sockets', which are gone either way
	defer s.reader.Close() //nolint:errcheck // as above
	var streams []string
	for _, name := range s.config.Streams {
		streams = append(streams, s.letters.stream(name))
	}
	slices.Sort(streams)
	for _, stream := range slices.Compact(streams) {
		ended, err := s.letters.read(ctx, stream, func(id string, e fields) *sources.DeadLetter {
			headers, own := letterHeaders(e)
			d := &sources.DeadLetter{Headers: headers, Source: "redis-streams", From: stream + "@" + id}
			var rest sources.Fields
			d.Body, _, rest = own.body(s.config.Field, s.config.Format)
			original := d.Header(headerStream)
			d.Meta = sources.Fields{
				{Key: "stream", Value: original}, {Key: "id", Value: d.Header(headerID)}, {Key: "fields", Value: rest},
			}
			d.To = target(to, original, stream)
			return d
		}, s.add, f)
		if err != nil {
			return fmt.Errorf("redis-streams source: %w", err)
		}
		if ended {
			return nil
		}
	}
	return nil
}

func (s *Streams) add(ctx context.Context, d *sources.DeadLetter, e fields) error {
	_, own := letterHeaders(e)
	return s.client.XAdd(ctx, &redis.XAddArgs{Stream: d.To, Values: []any(own)}).Err()
}

// target is where a dead letter goes back to: as asked, or as its header says, or else as its stream is named.
func target(to, original, stream string) string {
	switch {
	case to != "":
		return to
	case original != "":
		return original
	}
	return strings.TrimSuffix(stream, deadSuffix)
}
