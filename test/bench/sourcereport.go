package main

import (
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"
)

// The sources' targets by what they are of: a ratio of throughput, and after it one of memory, for each.
const (
	targetRedis = iota
	targetRedisMemory
	targetKafka
	targetKafkaMemory
	targetAMQP
	targetAMQPMemory
	targetAwait
)

// newSourceTargets are against the consumers written for Node.
func newSourceTargets() []target {
	memory := func(name string) target {
		return target{name: name + ", memory under load (peak RSS)", bound: 0.5, format: "%.2f ×"}
	}
	rate := func(name string, bound float64) target {
		return target{name: name + ", throughput", atLeast: true, bound: bound, format: "%.2f ×"}
	}
	return []target{
		targetRedis: rate("Redis Pub/Sub", 2), targetRedisMemory: memory("Redis Pub/Sub"),
		targetKafka: rate("Kafka", 1.5), targetKafkaMemory: memory("Kafka"),
		targetAMQP: rate("AMQP", 1.3), targetAMQPMemory: memory("AMQP"),
		targetAwait: {
			name:    fmt.Sprintf("Kafka, %s awaited, %d at a time", awaitTime, awaitConcurrency),
			atLeast: true, bound: 0.8 * awaitConcurrency / awaitTime.Seconds(), format: "%.0f/s",
		},
	}
}

// judge fills in the targets, and holds the consumers to one equal line.
func (b *sourceBench) judge(c sourceCase, consumers []*consumer) error {
	own := consumers[0]
	if c.alone {
		b.targets[targetAwait].set(median(own.rates), spread(own.rates))
		return nil
	}
	if len(consumers) == 1 {
		return nil // without Node
	}
	node := consumers[1]
	if !slices.Equal(own.fields, node.fields) {
		return fmt.Errorf("%s writes another timing line than %s: %s, not %s", own.peer.name, node.peer.name,
			strings.Join(own.fields, " "), strings.Join(node.fields, " "))
	}
	i := map[string]int{"redis": targetRedis, "kafka": targetKafka, "amqp": targetAMQP}[c.name]
	rates, memory := ratios(own.rates, node.rates), ratios(own.peak, node.peak)
	b.targets[i].set(median(rates), spread(rates))
	b.targets[i+1].set(median(memory), spread(memory))
	return nil
}

func (b *sourceBench) print(c sourceCase, consumers []*consumer) {
	b.out.printf("\n%s: %d messages of %d bytes a sample, a fifth of them to warm up; medians of %d samples\n",
		c.title, b.messages, orderSize, b.pairs)
	w := b.out.table(tabwriter.AlignRight)
	w.row("\tmessages/s\tspread\tCPU µs/message\tpeak MB\tpublished/s\tCPUs of server and others\t")
	for _, one := range consumers {
		w.row("  %s\t%.0f\t%s\t%.1f\t%.1f\t%.0f\t%.2f\t", one.peer.name, median(one.rates), spreadRates(one.rates),
			median(one.cpu), median(one.peak), median(one.published), median(one.others))
	}
	w.flush()
	if len(consumers) > 1 {
		rates, cpu := ratios(consumers[0].rates, consumers[1].rates), ratios(consumers[1].cpu, consumers[0].cpu)
		b.out.printf("  throughput against Node, pair by pair: median %.2f, %s; messages for the same CPU time: %.2f ×\n",
			median(rates), spread(rates), median(cpu))
	}
}

func spreadRates(rates []float64) string {
	return fmt.Sprintf("%.0f to %.0f", slices.Min(rates), slices.Max(rates))
}
