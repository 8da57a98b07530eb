package main

import (
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"time"
)

// options are the command line's.
type options struct {
	messages, kills, restarts, joins, cuts int
	brokers                                []string
	seed                                   uint64
	guthega                                string
	delay, limit                           time.Duration
	keep                                   bool
}

// leastShare is how many messages each step has at least: fewer would be handled before anything happens.
const leastShare = 50

func parseOptions(args []string, stderr io.Writer) (*options, error) {
	o := new(options)
	f := flag.NewFlagSet("faults", flag.ContinueOnError)
	f.SetOutput(stderr)
	f.IntVar(&o.messages, "messages", 200_000, "how many numbered messages each broker gets")
	f.IntVar(&o.kills, "kills", 10, "how often a process is killed with -9")
	f.IntVar(&o.restarts, "restarts", 3, "how often the broker is restarted")
	f.IntVar(&o.joins, "joins", 10, "how often two more processes join and leave")
	f.IntVar(&o.cuts, "cuts", 8, "how often the network stalls or drops")
	f.DurationVar(&o.delay, "delay", 10*time.Millisecond, "how long a message takes on average")
	f.DurationVar(&o.limit, "limit", 20*time.Minute, "how long one broker may take")
	f.Uint64Var(&o.seed, "seed", 0, "of the random choices; 0 takes one by chance")
	f.StringVar(&o.guthega, "guthega", "", "the binary to test; built where there is none")
	f.BoolVar(&o.keep, "keep", false, "keep the logs where all went well too")
	brokers := f.String("brokers", "kafka,kafka-key,amqp,redis", "which brokers, and orders of Kafka's")
	if err := f.Parse(args); err != nil {
		return nil, err
	}
	if f.NArg() > 0 {
		return nil, fmt.Errorf("what is %q?", f.Arg(0))
	}
	if o.seed == 0 {
		o.seed = rand.Uint64()
	}
	if min(o.kills, o.restarts, o.joins, o.cuts) < 0 || o.messages < leastShare*(o.steps()+1) {
		return nil, fmt.Errorf("%d messages are too few for %d steps of %d and more", o.messages, o.steps()+1, leastShare)
	}
	known := makings()
	for name := range strings.SplitSeq(*brokers, ",") {
		if _, ok := known[name]; !ok {
			return nil, fmt.Errorf("the broker %q is not known", name)
		}
		o.brokers = append(o.brokers, name)
	}
	if o.guthega == "" {
		return o, nil
	}
	var err error
	o.guthega, err = filepath.Abs(o.guthega)
	return o, err
}
