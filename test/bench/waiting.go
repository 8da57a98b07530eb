package main

import (
	"context"
	"errors"
	"time"
)

// waiters is how many messages wait at the same time, in one VM.
const waiters = 1000

const waitReceiver = `module.exports = () => async (message) => {
  await new Promise((resolve) => setTimeout(resolve, 50));
  return { id: message.id };
}`

// measureWaiting returns, for each of so many runs, how long it took until all waiters were done, in milliseconds.
func measureWaiting(ctx context.Context, runs int, orders []order) ([]float64, error) {
	defer withGuthegaGC()()
	p, err := newPool(ctx, poolSpec{receiver: waitReceiver, vms: 1, concurrency: waiters}, discardLog())
	if err != nil {
		return nil, err
	}
	defer p.Close()
	var took []float64
	for range runs {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		errs := make(chan error)
		begin := time.Now()
		for i := range waiters {
			go func() { errs <- attempt(p, orders[i%len(orders)].body) }()
		}
		var err error
		for range waiters {
			err = errors.Join(err, <-errs)
		}
		if err != nil {
			return nil, err
		}
		took = append(took, time.Since(begin).Seconds()*1000)
	}
	return took, nil
}
