// Command faults measures what guthega loses: nothing, on a Kafka, a RabbitMQ and a Redis of its own, while everything
// around it fails.
//
//	go run ./test/faults
//	go run ./test/faults -messages 20000 -brokers redis
//
// On each broker in turn it publishes numbered messages, and a few guthegas of one group handle them (receiver.js), behind
// a TCP proxy. Meanwhile processes are killed with -9, the broker is restarted, others join the group and leave it, the
// network stalls and drops, and one process gets a SIGTERM every few seconds. A step of that is taken when some of the
// messages that were published for it have been handled, and so in the middle of work; its random choices are those of
// -seed.
//
// The receiver logs every number when it begins with it and when it is done, and such a line is in the file before anything
// is settled. From those lines a referee finds
//
//   - numbers that no handler was ever done with;
//   - with Kafka's order "partition" and "key", numbers that were first begun with out of their order;
//   - duplicates, which are begun with once more, and for each a fault that explains it: one that hit the process which had
//     the message, when that was in flight, or finished and not yet settled; and no more than there can have been of those;
//   - poison messages without a dead letter, dead letters that lack a header, and second copies that no fault explains;
//   - processes that ended unasked, or badly when asked, and what is left behind at the end: members and consumers,
//     unsettled messages, connections, goroutines of the one process that nobody touched.
//
// It prints a table, and the numbers concerned, and exits with 1 where anything of that is wrong; the logs are then kept.
// A clean stop and a rebalance explain no second copies, and no duplicates but with Kafka's order "key": there records
// overtake one another, and what is finished behind the oldest that is not comes again. A message that waits for its next
// attempt is given back by both, and its attempts begin anew.
//
// A broker that this machine cannot run is left out, and the report says so; with CI=true in the environment that is a
// failure.
package main
