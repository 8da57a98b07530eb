package conf

import (
	"fmt"
	"math"
	"time"
)

// deliveryTimeout is how long RabbitMQ waits for the ack of a delivery unless it is configured (consumer_timeout); then
// it closes the channel and delivers again.
const deliveryTimeout = 30 * time.Minute

// Warnings returns what of a may not go with r, each line with its path: they concern both files.
func (a *AMQP) Warnings(r *Receiver) []string {
	var all []string
	if limit, ok := a.Arguments["x-delivery-limit"].(int64); ok && limit < int64(r.Retry.Attempts) {
		all = append(all, fmt.Sprintf("properties.arguments.x-delivery-limit: %d is less than the receiver's %d attempts; a message that "+
			"crashes the process is dropped or dead-lettered by the broker before it has had as many", limit, r.Retry.Attempts))
	}
	timeout := deliveryTimeout
	if ms, ok := a.Arguments["x-consumer-timeout"].(int64); ok {
		timeout = time.Duration(ms) * time.Millisecond
	}
	if longest := longestFlight(r); longest > timeout {
		all = append(all, fmt.Sprintf("properties.queue: a message may be in flight for %v (attempts × timeout, and the pauses between), and "+
			"RabbitMQ waits %v for its ack unless consumer_timeout says otherwise; it is then delivered again, meanwhile", longest, timeout))
	}
	return all
}

// longestFlight is how long a message is in flight where every attempt times out. The pause grows to its limit soon, and
// the sum may be more than a Duration holds.
func longestFlight(r *Receiver) time.Duration {
	total := float64(r.Retry.Attempts) * float64(r.Timeout)
	pause, most := float64(r.Retry.InitialBackoff), float64(r.Retry.MaxBackoff)
	for left := r.Retry.Attempts - 1; left > 0; left-- {
		if pause >= most || pause == 0 {
			total += float64(left) * min(pause, most)
			break
		}
		total += pause
		pause *= 2
	}
	return time.Duration(min(total, math.MaxInt64/2))
}
