package main

import (
	"fmt"
	"log/slog"

	"github.com/redis/go-redis/v9/logging"

	"github.com/guthega/guthega/conf"
	"github.com/guthega/guthega/sources"
	"github.com/guthega/guthega/sources/redissource"
)

func makeRedis(c *conf.Source, concurrency int, _ stdio, log *slog.Logger) (sources.Source, error) {
	logging.Disable() // go-redis writes plain text to stderr, of failures that the source logs itself
	source, err := redissource.NewPubSub(redissource.PubSubConfig{
		Connection: redisConnection(&c.Redis.RedisConnection), Patterns: c.Redis.Channels,
		Format: formats[c.Format], Concurrency: concurrency, DeadLetter: c.DeadLetter.To,
	}, log)
	if err != nil {
		return nil, fmt.Errorf("%s: properties: %w", c.File, err)
	}
	return source, nil
}

func makeRedisStreams(c *conf.Source, concurrency int, _ stdio, log *slog.Logger) (sources.Source, error) {
	logging.Disable() // as above
	s := c.RedisStreams
	source, err := redissource.NewStreams(redissource.StreamsConfig{
		Connection: redisConnection(&s.RedisConnection), Streams: s.Streams, Group: s.Group, Consumer: s.Consumer,
		FromEarliest: s.FromOffset == conf.FromEarliest, Field: s.Field, ClaimIdle: s.ClaimIdle,
		Format: formats[c.Format], Concurrency: concurrency, DeadLetter: c.DeadLetter.To,
	}, log)
	if err != nil {
		return nil, fmt.Errorf("%s: properties: %w", c.File, err)
	}
	return source, nil
}

// redisConnection leaves host and port out where the config says they do not count.
func redisConnection(r *conf.RedisConnection) redissource.Connection {
	c := redissource.Connection{URL: r.URL}
	if r.URL == "" {
		c = redissource.Connection{
			Host: r.Host, Port: r.Port, Username: r.Username, Password: r.Password, DB: r.DB, Nodes: r.Nodes,
			Sentinels: r.Sentinels, MasterName: r.MasterName,
		}
	}
	c.SentinelUsername, c.SentinelPassword = r.SentinelUsername, r.SentinelPassword
	if r.TLS != nil {
		c.TLS = &redissource.TLS{CAFile: r.TLS.CA, CertFile: r.TLS.Cert, KeyFile: r.TLS.Key, ServerName: r.TLS.ServerName}
	}
	return c
}
