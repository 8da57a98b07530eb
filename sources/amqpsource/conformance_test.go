package amqpsource

import (
	"testing"

	"github.com/guthega/guthega/sources/sourcetest"
)

func TestConformanceFake(t *testing.T) {
	sourcetest.Run(t, harness(func(*testing.T) (dialer, Config) { return newFake(), Config{Queue: "orders"} }))
}
