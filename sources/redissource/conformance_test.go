package redissource_test

import (
	"testing"

	"github.com/alicebob/miniredis/v2"

	"github.com/guthega/guthega/sources/sourcetest"
	"github.com/guthega/guthega/test/services"
)

func TestPubSubConformance(t *testing.T) { pubSubConforms(t, miniature) }

func TestPubSubConformanceOnRedis(t *testing.T) { pubSubConforms(t, emptied(services.Redis(t).Addr())) }

func TestStreamsConformance(t *testing.T) { streamsConform(t, miniature) }

func TestStreamsConformanceOnRedis(t *testing.T) {
	streamsConform(t, emptied(services.Redis(t, "appendfsync no").Addr()))
}

// place gives the address of a Redis with nothing in it.
type place func(t *testing.T) string

func miniature(t *testing.T) string { return miniredis.RunT(t).Addr() }

// emptied is a server that all scenarios share, one after the other.
func emptied(addr string) place {
	return func(t *testing.T) string {
		if err := client(t, addr).FlushAll(t.Context()).Err(); err != nil {
			t.Fatal(err)
		}
		return addr
	}
}

func pubSubConforms(t *testing.T, on place) {
	sourcetest.Run(t, sourcetest.Harness{
		Traits: sourcetest.Traits{
			Source: "redis", Meta: []string{"pattern", "channel"}, DeadLetters: true, AnyBytes: true, EmptyBody: true,
		},
		New: func(t *testing.T) sourcetest.Peer { return newPublisher(t, on(t)) },
	})
}

func streamsConform(t *testing.T, on place) {
	sourcetest.Run(t, sourcetest.Harness{
		Traits: sourcetest.Traits{
			Source: "redis-streams", Meta: []string{"stream", "id", "fields"}, DeadLetters: true, Redelivers: true,
			AnyBytes: true, EmptyBody: true,
		},
		New: func(t *testing.T) sourcetest.Peer { return newAppender(t, on(t)) },
	})
}
