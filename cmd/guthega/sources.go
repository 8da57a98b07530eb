package main

import (
	"fmt"
	"log/slog"
	"math"

	"github.com/guthega/guthega/conf"
	"github.com/guthega/guthega/sources"
	"github.com/guthega/guthega/sources/httpsource"
	"github.com/guthega/guthega/sources/stdinsource"
)

// sourceMaker makes a source from its config. It connects to nothing.
type sourceMaker func(c *conf.Source, concurrency int, std stdio, log *slog.Logger) (sources.Source, error)

// sourceMakers are the sources there are.
func sourceMakers() map[conf.Type]sourceMaker {
	return map[conf.Type]sourceMaker{
		conf.TypeHTTP:         makeHTTP,
		conf.TypeKafka:        makeKafka,
		conf.TypeRedis:        makeRedis,
		conf.TypeRedisStreams: makeRedisStreams,
		conf.TypeAMQP:         makeAMQP,
		conf.TypeStdin:        makeStdin,
	}
}

func makeSource(c *conf.Source, concurrency int, std stdio, log *slog.Logger) (sources.Source, error) {
	build, ok := sourceMakers()[c.Type]
	if !ok {
		return nil, fmt.Errorf("%s: type: this version of guthega cannot read from %q", c.File, c.Type)
	}
	return build(c, concurrency, std, log)
}

func makeHTTP(c *conf.Source, _ int, _ stdio, log *slog.Logger) (sources.Source, error) {
	h := c.HTTP
	config := httpsource.Config{
		Host:         h.Host,
		Port:         h.Port,
		MaxBodyBytes: h.MaxBodyBytes,
		QueueTimeout: h.QueueTimeout,
		Format:       formats[c.Format],
		ReadTimeout:  h.ReadTimeout,
		IdleTimeout:  h.IdleTimeout,
	}
	if h.QueueTimeout == 0 { // to the config no limit, to the source its default
		config.QueueTimeout = math.MaxInt64
	}
	if h.TLS != nil {
		config.CertFile, config.KeyFile = h.TLS.Cert, h.TLS.Key
	}
	return httpsource.New(config, log)
}

func makeStdin(c *conf.Source, concurrency int, std stdio, log *slog.Logger) (sources.Source, error) {
	config := stdinsource.Config{
		In: std.in, Out: std.out, Format: formats[c.Format], Concurrency: concurrency, DeadLetterFile: deadLetterFile,
	}
	if c.DeadLetter.To != "" {
		config.DeadLetterFile = c.DeadLetter.To
	}
	return stdinsource.New(config, log)
}

// deadLetterFile is where stdin's dead letters go by default: in the working directory.
const deadLetterFile = "dead.ndjson"

var formats = map[conf.Format]sources.Format{
	conf.FormatJSON:   sources.JSON,
	conf.FormatText:   sources.Text,
	conf.FormatBinary: sources.Binary,
}
