package conf

import (
	"fmt"
	"time"
)

const (
	leastRebalance = time.Minute
	// interruptGrace is how long an attempt may go on after its timeout, until its VM is stopped.
	interruptGrace = time.Second
	// rebalanceMargin is what is left of a rebalance for other things than the handler: hearing of it (a heartbeat, 3 s)
	// and committing (5 s).
	rebalanceMargin = 8 * time.Second
)

// RebalanceFor returns the rebalance timeout: the one in the file, else a minute, or what one attempt of r's may take if
// that is longer. One is enough: a partition that goes interrupts the pauses between attempts, and starts none.
func (k *Kafka) RebalanceFor(r *Receiver) time.Duration {
	if k.RebalanceTimeout > 0 {
		return k.RebalanceTimeout
	}
	return max(leastRebalance, r.Timeout+interruptGrace+rebalanceMargin)
}

// CheckWith returns, as *Problems of the source's file, what of k can never go with r.
func (k *Kafka) CheckWith(file string, r *Receiver) error {
	var c checks
	c.that(k.RebalanceFor(r) > r.Timeout, "properties.connection.rebalanceTimeout",
		fmt.Sprintf("%v is no longer than the receiver's timeout of %v: an attempt that takes as long loses its partition", k.RebalanceTimeout, r.Timeout),
		fmt.Sprintf("at least %v, or leave it out", r.Timeout+interruptGrace+rebalanceMargin))
	return asError(file, c)
}

// Warnings returns what of k may not go with r, each line with its path: they concern both files.
func (k *Kafka) Warnings(r *Receiver) []string {
	if need := r.Timeout + interruptGrace + rebalanceMargin; k.RebalanceTimeout > r.Timeout && k.RebalanceTimeout < need {
		return []string{fmt.Sprintf("properties.connection.rebalanceTimeout: %v leaves too little beside the receiver's timeout of %v; a "+
			"message that takes as long may be handled twice when partitions move (%v would do)", k.RebalanceTimeout, r.Timeout, need)}
	}
	return nil
}
