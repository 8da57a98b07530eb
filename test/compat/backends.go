package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"github.com/guthega/guthega/test/services"
)

// server is a real server that a receiver of servers/ talks to. Its methods are called one at a time.
type server interface {
	Start(ctx context.Context) error
	Stop() error
	Close() error
}

// backend is a kind of server.
type backend struct {
	// scripts are the files of servers/ that talk to it, by their names without .js, each of which is the package's in
	// package.json, without its scope.
	scripts []string
	// start starts one, with files in a folder, and returns what a receiver needs to know of it.
	start func(ctx context.Context, dir string) (server, map[string]any, error)
}

// backends are all there are.
func backends() []backend {
	return []backend{
		{[]string{"redis2", "redis4", "ioredis"}, startRedis},
		{[]string{"pg"}, startPostgres},
		{[]string{"amqplib"}, func(ctx context.Context, _ string) (server, map[string]any, error) {
			s, err := services.StartRabbitMQ(ctx)
			if err != nil {
				return nil, nil, err
			}
			return s, map[string]any{"url": s.URL}, nil
		}},
		{[]string{"kafkajs"}, kafka(services.KafkaOptions{})},
		{[]string{"mysql2"}, plain(services.StartMariaDB)},
		{[]string{"mqtt"}, plain(services.StartMosquitto)},
		{[]string{"nats"}, plain(services.StartNATS)},
		{[]string{"nodemailer"}, startSMTP},
		{[]string{"mongodb3", "mongodb6"}, plain(services.StartFerretDB)},
		{[]string{"elasticsearch", "elastic7"}, plain(services.StartElasticsearch)},
		{[]string{"client-s3"}, plain(services.StartS3)},
		{[]string{"ws", "axios"}, startNothing},
		{[]string{"kafka-node"}, kafka(services.KafkaOptions{Old: true})},
	}
}

// plain is for servers that need no files, and have a user or want none.
func plain(start func(context.Context) (*services.Server, error)) func(context.Context, string) (server, map[string]any, error) {
	return func(ctx context.Context, _ string) (server, map[string]any, error) {
		s, err := start(ctx)
		if err != nil {
			return nil, nil, err
		}
		return s, login(s.Port), nil
	}
}

func login(port int) map[string]any {
	return map[string]any{
		"host": "127.0.0.1", "port": port, "user": services.User, "password": services.Password, "database": services.Database,
	}
}

func kafka(o services.KafkaOptions) func(context.Context, string) (server, map[string]any, error) {
	o.Properties = map[string]string{"message.max.bytes": "4194304", "auto.create.topics.enable": "true"}
	return func(ctx context.Context, _ string) (server, map[string]any, error) {
		s, err := services.StartKafka(ctx, o)
		if err != nil {
			return nil, nil, err
		}
		return s, map[string]any{"address": s.Address}, nil
	}
}

func startRedis(ctx context.Context, _ string) (server, map[string]any, error) {
	s, err := services.StartRedis(ctx)
	if err != nil {
		return nil, nil, err
	}
	return s, map[string]any{"host": "127.0.0.1", "port": s.Port()}, nil
}

func startPostgres(ctx context.Context, dir string) (server, map[string]any, error) {
	c, err := newCertificate(dir)
	if err != nil {
		return nil, nil, err
	}
	s, err := services.StartPostgres(ctx, services.PostgresOptions{Certificate: c.file, Key: c.key})
	if err != nil {
		return nil, nil, err
	}
	properties := login(s.Port)
	properties["ca"] = c.text
	return s, properties, nil
}

// nothing is for receivers that bring the server that they talk to.
type nothing struct{}

func (nothing) Start(context.Context) error { return nil }
func (nothing) Stop() error                 { return nil }
func (nothing) Close() error                { return nil }

func startNothing(_ context.Context, dir string) (server, map[string]any, error) {
	c, err := newCertificate(dir)
	if err != nil {
		return nil, nil, err
	}
	key, err := os.ReadFile(c.key)
	if err != nil {
		return nil, nil, err
	}
	return nothing{}, map[string]any{"ca": c.text, "cert": c.text, "key": string(key)}, nil
}

func startSMTP(ctx context.Context, dir string) (server, map[string]any, error) {
	c, err := newCertificate(dir)
	if err != nil {
		return nil, nil, err
	}
	s := &smtpServer{certificate: c}
	if err := s.Start(ctx); err != nil {
		return nil, nil, err
	}
	port, err := s.port()
	if err != nil {
		return nil, nil, errors.Join(err, s.Close())
	}
	properties := login(port)
	properties["ca"] = c.text
	return s, properties, nil
}

// serverScripts are the names of the scripts of servers/, by the names of their packages.
func serverScripts() map[string][]string {
	all := make(map[string][]string)
	for _, b := range backends() {
		for _, name := range b.scripts {
			of := name
			if name == "client-s3" {
				of = "@aws-sdk/" + name
			}
			all[of] = []string{serverPrefix + name}
		}
	}
	return all
}

func scriptFile(name string) string { return filepath.ToSlash(filepath.Join("servers", name+".js")) }
