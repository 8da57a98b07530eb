package services

import (
	"testing"

	"github.com/IBM/sarama"
)

// TestKafka: a broker keeps its records over a stop and over a kill, at the same address.
func TestKafka(t *testing.T) {
	k := Kafka(t, KafkaOptions{User: "ada", Password: "lovelace"})
	config := sarama.NewConfig()
	config.Producer.Return.Successes = true
	config.Net.SASL.Enable, config.Net.SASL.User, config.Net.SASL.Password = true, "ada", "lovelace"
	for want, end := range []func() error{k.Stop, k.Kill, k.Stop} {
		p, err := sarama.NewSyncProducer([]string{k.SASLAddress}, config)
		if err != nil {
			t.Fatal(err)
		}
		_, offset, err := p.SendMessage(&sarama.ProducerMessage{Topic: "t", Value: sarama.StringEncoder("x")})
		if err != nil {
			t.Fatal(err)
		}
		if offset != int64(want) {
			t.Errorf("the record has offset %d, want %d", offset, want)
		}
		_ = p.Close()
		if err := end(); err != nil {
			t.Error(err)
		}
		if err := k.ready(t.Context()); err == nil {
			t.Error("a broker that was ended answers")
		}
		if err := k.Start(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}
