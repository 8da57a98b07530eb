package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/guthega/guthega/test/services"
)

// redisClaimIdle is short, so that what a killed process had comes again soon, and long enough for one that is alive on a
// busy machine to say so.
const redisClaimIdle = 6 * time.Second

const (
	redisStream = "numbers"
	redisGroup  = "faults"
)

// redisBroker is a Redis with one stream.
type redisBroker struct {
	server *services.RedisServer
	proxy  *proxy
	client *redis.Client
}

func startRedis(ctx context.Context, p *proxy) (broker, error) {
	server, err := services.StartRedis(ctx)
	if err != nil {
		return nil, err
	}
	p.forward(server.Addr())
	b := &redisBroker{server: server, proxy: p}
	b.connect()
	return b, nil
}

// connect makes a client that tries nothing twice: a message must not be there twice.
func (b *redisBroker) connect() {
	b.client = redis.NewClient(&redis.Options{Addr: b.server.Addr(), MaxRetries: -1, ReadTimeout: 10 * time.Second})
}

func (b *redisBroker) source() map[string]any {
	return sourceConfig("redis-streams", map[string]any{
		"connection": map[string]any{"url": "redis://" + b.proxy.address()},
		"stream":     redisStream, "group": redisGroup, "fromOffset": "earliest", "claimIdle": redisClaimIdle.String(),
	})
}

func (b *redisBroker) publish(ctx context.Context, from, to int) error {
	_, err := b.client.Pipelined(ctx, func(p redis.Pipeliner) error {
		for n := from; n < to; n++ {
			p.XAdd(ctx, &redis.XAddArgs{Stream: redisStream, Values: []any{"body", body(n), numberHeader, strconv.Itoa(n)}})
		}
		return nil
	})
	return wrap("publishing to redis", err)
}

func (b *redisBroker) restart(ctx context.Context, force bool) error {
	_ = b.client.Close() // a new one follows
	end := b.server.Stop
	if force { // every write is on disk before its answer
		end = b.server.Kill
	}
	if err := end(); err != nil {
		return err
	}
	b.connect()
	return b.server.Start(ctx)
}

func (b *redisBroker) unsettled(ctx context.Context) (string, error) {
	groups, err := b.client.XInfoGroups(ctx, redisStream).Result()
	if err != nil {
		return "", wrap("asking redis for its groups", err)
	}
	for _, g := range groups {
		if g.Name == redisGroup && g.Pending == 0 && g.Lag == 0 {
			return "", nil
		}
	}
	return fmt.Sprintf("groups: %+v", groups), nil
}

func (b *redisBroker) letters(ctx context.Context) ([]letter, error) {
	entries, err := b.client.XRange(ctx, redisStream+".dead", "-", "+").Result()
	if err != nil {
		return nil, wrap("reading redis's dead letters", err)
	}
	letters := make([]letter, 0, len(entries))
	for _, e := range entries {
		l := letter{headers: make(map[string]string)}
		for name, value := range e.Values {
			l.headers[name], _ = value.(string)
		}
		l.body, l.position = []byte(l.headers["body"]), l.headers["guthega-original-id"]
		letters = append(letters, l)
	}
	return letters, nil
}

func (b *redisBroker) leftovers(ctx context.Context) (string, error) {
	consumers, err := b.client.XInfoConsumers(ctx, redisStream, redisGroup).Result()
	if err != nil {
		return "", wrap("asking redis for its consumers", err)
	}
	var left []string
	for _, c := range consumers { // the names of killed ones stay
		if c.Pending > 0 {
			left = append(left, fmt.Sprintf("consumer %s has %d entries pending", c.Name, c.Pending))
		}
	}
	return strings.Join(left, ", "), nil
}

func (b *redisBroker) close() error { return errors.Join(b.client.Close(), b.server.Close()) }
