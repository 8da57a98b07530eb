package main

import (
	"log/slog"

	"github.com/guthega/guthega/conf"
	"github.com/guthega/guthega/sources"
	"github.com/guthega/guthega/sources/kafkasource"
)

func makeKafka(c *conf.Source, concurrency int, _ stdio, log *slog.Logger) (sources.Source, error) {
	k := c.Kafka
	config := kafkasource.Config{
		Brokers: k.Brokers, Topics: k.Topics, TopicPattern: k.TopicPattern, GroupID: k.GroupID,
		Order: kafkaOrders[k.Order], Concurrency: concurrency, Format: formats[c.Format],
		FromEarliest: k.FromOffset == conf.FromEarliest, SessionTimeout: k.SessionTimeout, RebalanceTimeout: k.RebalanceTimeout,
		Protocol: k.Protocol, ClientID: k.ClientID, RackID: k.RackID, InstanceID: k.InstanceID, Version: k.Version,
		DeadLetterTopic: c.DeadLetter.To,
	}
	if t := k.TLS; t != nil {
		config.TLS = &kafkasource.TLS{CAFile: t.CA, CertFile: t.Cert, KeyFile: t.Key, ServerName: t.ServerName}
	}
	if s := k.SASL; s != nil {
		config.SASL = &kafkasource.SASL{
			Mechanism: s.Mechanism, Username: s.Username, Password: s.Password, TokenFile: s.TokenFile, TokenCommand: s.TokenCommand,
		}
	}
	return kafkasource.New(config, log)
}

var kafkaOrders = map[conf.Order]kafkasource.Order{
	conf.OrderPartition: kafkasource.OrderPartition,
	conf.OrderKey:       kafkasource.OrderKey,
	conf.OrderNone:      kafkasource.OrderNone,
}
