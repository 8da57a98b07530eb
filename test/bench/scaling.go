package main

import (
	"context"
	"fmt"
	"time"

	"github.com/guthega/guthega/engine/vm"
)

// burnTime is the CPU time that a message of the scaling measurement takes in JavaScript.
const burnTime = 200 * time.Microsecond

// burnReceiver counts instead of watching the clock: on a busy machine a clock would go on while the handler does not.
const burnReceiver = `module.exports = () => async ({ n }) => {
  let x = 1;
  for (let i = 0; i < n; i++) x = (x * 31 + i) | 0;
  return { x };
}`

// measureScaling returns the ratios of the throughputs of two VMs and one, in pairs.
func measureScaling(ctx context.Context, pairs int, d time.Duration) ([]float64, error) {
	defer withGuthegaGC()()
	log := discardLog()
	var pools [2]*vm.Pool
	for i := range pools {
		p, err := newPool(ctx, poolSpec{receiver: burnReceiver, vms: i + 1, concurrency: 64}, log)
		if err != nil {
			return nil, err
		}
		defer p.Close()
		pools[i] = p
	}
	body, err := calibrate(pools[0])
	if err != nil {
		return nil, err
	}
	var rates [2][]float64
	for range pairs {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		for i, p := range pools {
			rate, err := rateOf(8, d, func(int) error { return attempt(p, body) })
			if err != nil {
				return nil, err
			}
			rates[i] = append(rates[i], rate)
		}
	}
	return ratios(rates[1], rates[0]), nil
}

// calibrate returns the body that has the handler burn burnTime.
func calibrate(p *vm.Pool) ([]byte, error) {
	n := 1000
	for range 10 {
		best := time.Hour // the least disturbed
		for range 20 {
			v := p.Do(newMessage(burn(n)), vm.Attempt{Number: 1})
			if v.Err != nil {
				return nil, v.Err
			}
			best = min(best, v.Stats.Busy)
		}
		if diff := best - burnTime; diff.Abs() < burnTime/20 {
			break
		}
		n = max(1, int(float64(n)*burnTime.Seconds()/best.Seconds()))
	}
	return burn(n), nil
}

func burn(n int) []byte { return fmt.Appendf(nil, `{"n":%d}`, n) }
