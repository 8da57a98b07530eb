package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/guthega/guthega/test/services"
)

// redisBatch is how many messages are published in one go.
const redisBatch = 500

type redisBroker struct {
	server *services.RedisServer
	client *redis.Client
}

// startRedis starts a server that holds for a subscriber as much as comes, instead of disconnecting it.
func startRedis(ctx context.Context) (broker, error) {
	server, err := services.StartRedis(ctx, "client-output-buffer-limit pubsub 0 0 0")
	if err != nil {
		return nil, err
	}
	return &redisBroker{server, redis.NewClient(&redis.Options{Addr: server.Addr()})}, nil
}

func (r *redisBroker) create(context.Context, string) error { return nil }

func (r *redisBroker) subscribed(ctx context.Context, _ string) error {
	for {
		n, err := r.client.PubSubNumPat(ctx).Result()
		if err != nil || n > 0 {
			return err
		}
		if err := pause(ctx, 10*time.Millisecond); err != nil {
			return err
		}
	}
}

// publish holds each message to one receiver.
func (r *redisBroker) publish(ctx context.Context, name string, orders []order, n int) error {
	for sent := 0; sent < n; {
		pipe := r.client.Pipeline()
		for range min(redisBatch, n-sent) {
			pipe.Publish(ctx, name, orders[sent%len(orders)].body)
			sent++
		}
		replies, err := pipe.Exec(ctx)
		if err != nil {
			return err
		}
		for _, reply := range replies {
			if got, ok := reply.(*redis.IntCmd); !ok || got.Val() != 1 {
				return fmt.Errorf("a message did not go to one subscriber: %v", reply)
			}
		}
	}
	return nil
}

// finish has nothing to count, as nothing is kept, but waits until the server has seen the subscriber go.
func (r *redisBroker) finish(ctx context.Context, _ string) (left int, err error) {
	for {
		n, err := r.client.PubSubNumPat(ctx).Result()
		if err != nil || n == 0 {
			return 0, err
		}
		if err := pause(ctx, 10*time.Millisecond); err != nil {
			return 0, err
		}
	}
}

func (r *redisBroker) source(name string) map[string]any {
	return map[string]any{"type": "redis", "properties": map[string]any{
		"connection": map[string]any{"url": r.url()}, "channel": name,
	}}
}

func (r *redisBroker) node(name string) []string {
	return []string{"redis.js", "--url", r.url(), "--channel", name}
}

func (r *redisBroker) url() string { return "redis://" + r.server.Addr() }

func (r *redisBroker) close() error { return errors.Join(r.client.Close(), r.server.Close()) }
